/** S6: debug files from servers on the loopback interface that answer well, badly, slowly, or not at all. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { loadAddon } from '../../../adapter/capture/loadAddon.js';
import { DebuginfodClient } from '../../../adapter/symbols/debuginfod/debuginfodClient.js';
import { type DebuginfodSettings, debuginfodSettings } from '../../../adapter/symbols/debuginfod/debuginfodSettings.js';
import { framesOf } from '../../../adapter/symbols/frameColumns.js';
import { NativeSymbolizer, type SymbolizerAddon } from '../../../adapter/symbols/nativeSymbolizer.js';
import { DebugServer } from './debugServer.js';
import { run, Workshop } from './snapshots.js';

const workshop = new Workshop();
const servers: DebugServer[] = [];
const clients: DebuginfodClient[] = [];
let program = '';
let buildId = '';
let otherDebugFile: Buffer;
let debugFile: Buffer;
let second: BigUint64Array;

/** Compiles chain.c and splits its debug information off, to where nobody looks for it. */
function split(name: string, flags: readonly string[]): { path: string; debug: Buffer; address: bigint; id: string } {
  const path = workshop.compileTo('chain.c', ['-g', '-no-pie', '-Wl,--build-id', ...flags], join(workshop.directory, name));
  const address = BigInt(`0x${/^([0-9a-f]+) . second$/m.exec(run('nm', [path]))?.[1]}`);
  run('objcopy', ['--only-keep-debug', path, `${path}.hidden`]);
  run('strip', [path]);
  const id = /Build ID: ([0-9a-f]+)/.exec(run('readelf', ['-n', path]))?.[1] ?? '';
  return { path, debug: readFileSync(`${path}.hidden`), address, id };
}

beforeAll(() => {
  const first = split('program', ['-O1']);
  program = first.path;
  debugFile = first.debug;
  buildId = first.id;
  second = BigUint64Array.of(first.address);
  otherDebugFile = split('other', ['-O2']).debug;
});
afterEach(async () => {
  for (const client of clients.splice(0)) client.close();
  for (const server of servers.splice(0)) await server.stop();
});
afterAll(() => workshop.remove());

async function serve(answer: RequestListener): Promise<DebugServer> {
  const server = await new DebugServer(answer).start();
  servers.push(server);
  return server;
}

const sends =
  (body: Buffer): RequestListener =>
  (_, response) =>
    response.end(body);
const hasNothing: RequestListener = (_, response) => response.writeHead(404).end('no such build-id');

function setUp(urls: readonly string[], changed: Partial<DebuginfodSettings> = {}) {
  const cache = mkdtempSync(join(workshop.directory, 'cache-'));
  const settings = debuginfodSettings({ DEBUGINFOD_URLS: urls.join(' '), DEBUGINFOD_CACHE_PATH: cache, DEBUGINFOD_TIMEOUT: '60' }, '/nowhere');
  const said: string[] = [];
  const open = () => {
    const client = new DebuginfodClient({ ...settings!, ...changed }, (text) => said.push(text));
    clients.push(client);
    const symbolizer = new NativeSymbolizer(loadAddon<SymbolizerAddon>(), 0, client);
    const look = async () => framesOf((await symbolizer.fileColumns(program, second))!, second)[0]![0]!;
    return { client, symbolizer, look };
  };
  return { cache, said, file: join(cache, buildId, 'debuginfo'), ...open(), open };
}

describe('S6: a debug file that a server has', () => {
  test('is used for what is asked after it has come, and stays in the cache', async () => {
    const server = await serve(sends(debugFile));
    const { symbolizer, look, file, said, open } = setUp([server.url]);
    expect(await look()).toMatchObject({ quality: 'module' });
    expect(await symbolizer.fetched()).toBe(true);
    expect(await look()).toMatchObject({ quality: 'source', symbol: 'second' });
    expect(await symbolizer.fetched()).toBe(false);
    expect(server.asked).toEqual([`/buildid/${buildId}/debuginfo`]);
    expect(readFileSync(file).equals(debugFile)).toBe(true);
    expect(readdirSync(join(file, '..'))).toEqual(['debuginfo']);
    expect(said.join()).toContain(`fetching debug information of ${program} from ${server.url}`);
    // The next program finds it there, and asks nobody.
    expect(await open().look()).toMatchObject({ quality: 'source', symbol: 'second' });
    expect(server.asked).toHaveLength(1);
  });

  test('the second server is asked when the first does not have it', async () => {
    const [one, two] = [await serve(hasNothing), await serve(sends(debugFile))];
    const { symbolizer, look } = setUp([one.url, `${two.url}/`]);
    await look();
    expect(await symbolizer.fetched()).toBe(true);
    expect(await look()).toMatchObject({ symbol: 'second' });
    expect([one.asked.length, two.asked]).toEqual([1, [`/buildid/${buildId}/debuginfo`]]);
  });

  test('a file in the cache that is of another program is replaced', async () => {
    const server = await serve(sends(debugFile));
    const { symbolizer, look, file } = setUp([server.url]);
    mkdirSync(join(file, '..'));
    writeFileSync(file, otherDebugFile);
    expect(await look()).toMatchObject({ quality: 'module' });
    expect(await symbolizer.fetched()).toBe(true);
    expect(await look()).toMatchObject({ symbol: 'second' });
  });

  test('nobody is asked without a server to ask', async () => {
    const server = await serve(sends(debugFile));
    const symbolizer = new NativeSymbolizer(loadAddon<SymbolizerAddon>());
    const columns = await symbolizer.fileColumns(program, second);
    expect(columns?.missing).toBeUndefined();
    expect(await symbolizer.fetched()).toBe(false);
    expect(server.asked).toEqual([]);
  });
});

test('S6: that no server has it is remembered for a while, in an empty file', async () => {
  const server = await serve(hasNothing);
  const { symbolizer, look, file, said, open } = setUp([server.url]);
  await look();
  expect(await symbolizer.fetched()).toBe(false);
  expect(statSync(file).size).toBe(0);
  const askAgain = async () => {
    const again = open();
    expect(await again.look()).toMatchObject({ quality: 'module' });
    await again.symbolizer.fetched();
    return server.asked.length;
  };
  expect(await askAgain()).toBe(1);
  const longAgo = Date.now() / 1000 - 601;
  utimesSync(file, longAgo, longAgo);
  expect(await askAgain()).toBe(2);
  expect(said).toEqual([]);
});

describe('S6: what a server sends is refused, said, and not kept', () => {
  async function refused(answer: RequestListener, changed: Partial<DebuginfodSettings> = {}): Promise<string> {
    const server = await serve(answer);
    const { symbolizer, look, file, cache, said } = setUp([server.url], changed);
    await look();
    expect(await symbolizer.fetched()).toBe(false);
    expect(await look()).toMatchObject({ quality: 'module' });
    expect(existsSync(file)).toBe(false);
    expect(existsSync(join(cache, buildId)) ? readdirSync(join(cache, buildId)) : []).toEqual([]);
    const [last = ''] = said.slice(-1);
    expect(last).toContain(`debuginfod: no debug information of ${program} from ${server.url}: `);
    return last;
  }

  test('another build-id', async () => {
    expect(await refused(sends(otherDebugFile))).toContain('it sends a file with the build-id ');
  });

  test('no ELF file', async () => {
    expect(await refused(sends(Buffer.from('<html>Sign in to the network')))).toContain('it sends a file without a build-id');
  });

  test('a download that is cut', async () => {
    const cut: RequestListener = (_, response) => {
      response.writeHead(200, { 'Content-Length': debugFile.length });
      response.write(debugFile.subarray(0, 2000), () => response.destroy());
    };
    await refused(cut);
  });

  test('a size above the limit, as announced', async () => {
    const announced: RequestListener = (_, response) => response.writeHead(200, { 'Content-Length': '1000000000000' }).flushHeaders();
    expect(await refused(announced, { mostBytes: 1 << 20 })).toContain('it sends more than 1048576 bytes');
  });

  test('a size above the limit, without an end', async () => {
    const endless: RequestListener = (_, response) => {
      const piece = Buffer.alloc(1 << 16);
      const more = () => {
        while (!response.destroyed && response.write(piece)) {}
      };
      response.on('drain', more);
      more();
    };
    expect(await refused(endless, { mostBytes: 1 << 20 })).toContain('it sends more than 1048576 bytes');
  });

  test('an answer that does not come in time', async () => {
    expect(await refused(() => undefined, { timeoutMs: 100 })).toContain('it sends less than 100 KiB in 0.1 s');
  });

  test('a trickle', async () => {
    const trickle: RequestListener = (_, response) => {
      const timer = setInterval(() => response.write('x'), 20);
      response.on('close', () => clearInterval(timer));
    };
    expect(await refused(trickle, { timeoutMs: 200 })).toContain('it sends less than 100 KiB in 0.2 s');
    expect(await refused(trickle, { totalTimeoutMs: 200 })).toContain('it takes more than 0.2 s');
  });

  test('an error', async () => {
    expect(await refused((_, response) => response.writeHead(503).end())).toContain('it answers 503 Service Unavailable');
  });
});

test('S6: a server that fails does not make the others’ word final, and an answer never waits', async () => {
  const [mute, two] = [await serve(() => undefined), await serve(hasNothing)];
  const { client, symbolizer, look, file } = setUp([mute.url, two.url]);
  expect(await look()).toMatchObject({ quality: 'module' });
  client.close();
  expect(await symbolizer.fetched()).toBe(false);
  expect(existsSync(file)).toBe(false);
  expect(two.asked).toEqual([]);
});

test('S6: a server that failed three times is left alone', async () => {
  const server = await serve((_, response) => response.writeHead(500).end());
  const { client, said } = setUp([server.url]);
  for (const id of ['aa01', 'aa02', 'aa03', 'aa04']) expect(await client.fetch(id, id)).toBe(false);
  expect(server.asked).toHaveLength(3);
  expect(said.at(-1)).toMatch(/; it is not asked any more$/);
});

test('S6: what is no build-id never becomes part of a path', async () => {
  const server = await serve(sends(debugFile));
  const { client, cache } = setUp([server.url]);
  for (const id of ['../../etc', '', 'AB12', 'ab/12']) expect(await client.fetch(id, 'x')).toBe(false);
  expect(server.asked).toEqual([]);
  expect(readdirSync(cache)).toEqual([]);
});
