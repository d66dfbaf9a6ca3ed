import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { beforeAll, describe, expect, test } from 'vitest';
import schema from '../../adapter/export/symbolize.schema.json' with { type: 'json' };
import { cli, ended, ours, start, temporaryFolder, until } from './runCli.js';

const folder = temporaryFolder();
const sources = resolve(import.meta.dirname, '../programs/symbols');
const program = join(folder, 'program');
const stripped = join(folder, 'stripped');

function compile(output: string, ...flags: readonly string[]): void {
  const { status, stderr } = spawnSync('gcc', [...flags, '-o', output, join(sources, 'chain.c')], { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
}

/** The address of a function, as nm prints it. */
function addressOf(name: string): string {
  const { stdout } = spawnSync('nm', [program], { encoding: 'utf8' });
  const [, address = ''] = new RegExp(`^([0-9a-f]+) . ${name}$`, 'm').exec(stdout) ?? [];
  return address;
}

beforeAll(() => {
  compile(program, '-O1', '-g', '-no-pie');
  compile(stripped, '-O1', '-s', '-no-pie');
});

const lineOfSecond = () =>
  readFileSync(join(sources, 'chain.c'), 'utf8')
    .split('\n')
    .findIndex((line) => /\bsecond\(/.test(line)) + 1;

describe('S3: symbolize --exe', () => {
  test('addresses on the command line', () => {
    const { status, stdout, stderr } = ours(['symbolize', '--exe', program, `0x${addressOf('second')}`, addressOf('_start'), '0x10']);
    expect(stderr).toBe('');
    expect(status).toBe(0);
    const [second, begin, nothing] = stdout.split('\n');
    expect(second).toMatch(new RegExp(`^0x[0-9a-f]+: second at ${join(sources, 'chain.c')}:${lineOfSecond()}:\\d+$`));
    expect(begin).toMatch(/^0x[0-9a-f]+: _start\+0x0 in .*\/program$/);
    expect(nothing).toBe(`0x10: ?? in ${program}+0x10`);
  });

  test('a stripped file says that it knows only the module', () => {
    expect(ours(['symbolize', '-e', stripped, '401136']).stdout).toBe(`0x401136: ?? in ${stripped}+0x401136\n`);
  });

  test('JSON as its schema says, with lines that are no addresses in their place', () => {
    const input = `${addressOf('second')}\nrubbish\n\n0xffffffffffffffff\n`;
    const { status, stdout, stderr } = ours(['symbolize', '--json', '-e', program], folder, input);
    expect(status).toBe(1);
    expect(stderr).toBe('syscall-trace: line 2: "rubbish" is not an address in hexadecimal\n');
    const lines = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    const validate = new Ajv2020({ strict: true }).compile(schema);
    for (const line of lines) expect(validate(line), JSON.stringify(validate.errors)).toBe(true);
    expect(lines.map(({ frames, error }) => error ?? frames[0].quality)).toEqual(['source', 'not an address in hexadecimal', 'module']);
    expect(lines[0].frames[0]).toMatchObject({ symbol: 'second', line: lineOfSecond(), inlined: false, symbolOffset: '0x0' });
  });

  test('S7: --source-map puts sources where they are', () => {
    const { stdout } = ours(['symbolize', `--source-map=${sources}=/elsewhere`, '-e', program, addressOf('second')]);
    expect(stdout).toContain('second at /elsewhere/chain.c:');
  });

  test('S7: --source-path finds sources that are not where they were', () => {
    const moved = join(folder, 'moved');
    compile(moved, '-O1', '-g', '-no-pie', `-ffile-prefix-map=${sources}=/gone/symbols`);
    const look = (...options: string[]) => ours(['symbolize', ...options, '-e', moved, addressOf('second')]).stdout;
    expect(look()).toContain('second at /gone/symbols/chain.c:');
    expect(look('--source-path', resolve(sources, '..'))).toContain(`second at ${join(sources, 'chain.c')}:`);
    expect(look('--json', `--source-path=${sources}`)).toContain(join(sources, 'chain.c'));
  });

  test('answers come line by line, as the lines do', async () => {
    const child = start(['symbolize', '-e', program]);
    const { stdin, stdout } = child;
    if (stdin === null || stdout === null) throw new Error('no pipes');
    for (const name of ['first', 'third', 'main']) {
      const answer = until(stdout, /\n/);
      stdin.write(`${addressOf(name)}\n`);
      expect(await answer).toMatch(new RegExp(`^0x[0-9a-f]+: ${name} at `));
    }
    const end = ended(child);
    stdin.end();
    expect((await end).status).toBe(0);
  });

  test('a reader that goes away is no error', () => {
    const { status, stderr } = spawnSync('sh', ['-c', `yes ${addressOf('main')} | head -n 200000 | node ${cli} symbolize -e ${program} | head -n 1`], {
      encoding: 'utf8',
    });
    expect([status, stderr]).toEqual([0, '']);
  });
});

test('S5: debug information that is not there is said once, and the rest is answered', () => {
  const split = join(folder, 'split');
  compile(split, '-O1', '-g', '-gsplit-dwarf', '-no-pie');
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.dwo'))) rmSync(join(folder, file));
  const { stdout, stderr, status } = ours(['symbolize', '-e', split, addressOf('second'), addressOf('third'), addressOf('main')]);
  expect(status).toBe(0);
  expect(stderr).toMatch(/^syscall-trace: note: .*\/split: split debug information is not there, or is of another build: [^\n]*\.dwo\n$/);
  expect(stdout).toMatch(/second at .*chain\.c:\d+/);
});

test('S1, S2: symbolize --pid of a running process, whose file is gone', async () => {
  const gone = join(folder, 'gone');
  spawnSync('gcc', ['-O1', '-g', '-no-pie', '-o', gone, join(sources, 'sleeper.c')]);
  const child = spawn(gone, { stdio: ['pipe', 'pipe', 'inherit'] });
  try {
    const [line] = await once(child.stdout, 'data');
    rmSync(gone);
    const { stdout } = ours(['symbolize', '--pid', String(child.pid), String(line).trim()]);
    expect(stdout).toMatch(/: sleeper at .*sleeper\.c:\d+/);
  } finally {
    child.stdin.end();
    await once(child, 'exit');
  }
});

describe('errors are one line', () => {
  test.each([
    [[], 2, /must have one of --pid PID and --exe FILE/],
    [['-p', '1', '-e', '/bin/true'], 2, /must have one of/],
    [['-p', 'x'], 2, /invalid -p argument: 'x'/],
    [['-e', '/bin/true', 'zz'], 2, /'zz' is not an address in hexadecimal/],
    [['--source-map', 'nothing', '-e', '/bin/true'], 2, /is not FROM=TO/],
    [['-e', '/nonexistent', '1'], 1, /cannot read '\/nonexistent': No such file or directory/],
    [['-e', '/etc/passwd', '1'], 1, /'\/etc\/passwd' is not an ELF file/],
    [['-p', '2147483647', '1'], 1, /process 2147483647 does not exist/],
  ])('%j', (args, status, message) => {
    const result = ours(['symbolize', ...args]);
    expect(result.status).toBe(status);
    expect(result.stderr).toMatch(message);
    expect(result.stderr).toMatch(/^syscall-trace: [^\n]*\n$/);
    expect(result.stdout).toBe('');
  });
});
