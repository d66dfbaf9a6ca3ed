/** S6: `--debuginfod` against a server on the loopback interface. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { join, resolve } from 'node:path';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { DebugServer } from '../native/symbols/debugServer.js';
import { cli, ended, rest, temporaryFolder } from './runCli.js';

const folder = temporaryFolder();
const program = join(folder, 'program');
let address = '';
let debugFile: Buffer;
let server: DebugServer | undefined;

function tool(file: string, ...args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(file, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return stdout;
}

beforeAll(() => {
  tool('gcc', '-O1', '-g', '-no-pie', '-Wl,--build-id', '-o', program, resolve(import.meta.dirname, '../programs/symbols/sleeper.c'), '-pthread');
  address = /^([0-9a-f]+) . main$/m.exec(tool('nm', program))?.[1] ?? '';
  tool('objcopy', '--only-keep-debug', program, `${program}.hidden`);
  tool('strip', program);
  debugFile = readFileSync(`${program}.hidden`);
});
afterEach(() => server?.stop());

const hasProgram: RequestListener = ({ url = '' }, response) => {
  const isProgram = tool('readelf', '-n', program).includes(url.split('/')[2] ?? '?');
  if (isProgram) response.end(debugFile);
  else response.writeHead(404).end();
};

/** The command with a server that answers so, and a cache of its own. */
async function ask(answer: RequestListener, args: readonly string[]) {
  server = await new DebugServer(answer).start();
  const cache = mkdtempSync(join(folder, 'cache-'));
  const env = { ...process.env, DEBUGINFOD_URLS: server.url, DEBUGINFOD_CACHE_PATH: cache, DEBUGINFOD_TIMEOUT: '600' };
  const child = spawn(process.execPath, [cli, ...args], { stdio: ['ignore', 'pipe', 'pipe'], env });
  const [{ status }, stdout, stderr] = await Promise.all([ended(child), rest(child.stdout), rest(child.stderr)]);
  return { status, stdout, stderr, cache };
}

test('symbolize waits for debug information, and asks nobody without the option', async () => {
  const { status, stdout, stderr } = await ask(hasProgram, ['symbolize', '--debuginfod', '--exe', program, address]);
  expect(stdout).toMatch(new RegExp(`^0x${address.replace(/^0+/, '')}: main at .*/sleeper\\.c:\\d+`));
  expect(stderr).toContain(`note: debuginfod: fetching debug information of ${program}`);
  expect(status).toBe(0);
  await server?.stop();
  expect((await ask(hasProgram, ['symbolize', '--exe', program, address])).stdout).toContain(`: ?? in ${program}+0x`);
  expect(server?.asked).toEqual([]);
});

test('stack waits for debug information of all modules', async () => {
  const child = spawn(program, [], { stdio: ['pipe', 'pipe', 'ignore'] });
  try {
    await once(child.stdout, 'data');
    const { status, stdout } = await ask(hasProgram, ['stack', '--debuginfod', String(child.pid)]);
    expect(stdout).toMatch(/ main\S* at .*\/sleeper\.c:\d+/);
    expect(status).toBe(0);
  } finally {
    child.kill('SIGKILL');
  }
});

test('a trace never waits for a server that does not answer, and leaves nothing half done', async () => {
  const { status, stderr, cache } = await ask(() => undefined, ['trace', '-k', '-e', 'trace=exit_group', '--debuginfod', '/bin/true']);
  expect(stderr).toMatch(/^exit_group\(0\)/m);
  expect(stderr).toContain('\n > /');
  expect(status).toBe(0);
  expect(tool('find', cache, '-type', 'f')).toBe('');
  expect(existsSync(cache)).toBe(true);
});

test('without a server the option says so', () => {
  const { stderr, stdout, status } = spawnSync(process.execPath, [cli, 'symbolize', '--debuginfod', '--exe', program, address], {
    encoding: 'utf8',
    env: { ...process.env, DEBUGINFOD_URLS: '' },
  });
  expect(stderr).toContain('DEBUGINFOD_URLS names no server over http or https; none is asked');
  expect([stdout.startsWith('0x'), status]).toEqual([true, 0]);
});
