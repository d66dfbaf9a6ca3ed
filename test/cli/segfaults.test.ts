/** C2–C10 on programs that segfaults starts itself: no privilege is needed for these. */
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { closeSync, constants, existsSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import schema from '../../adapter/crash/crash.schema.json' with { type: 'json' };
import { FaultPrograms, faultsSource, lineOf } from '../native/crash/faultPrograms.js';
import { cli, ended, ours, rest, start, temporaryFolder, until } from './runCli.js';

const folder = temporaryFolder();
const programs = new FaultPrograms();
afterAll(() => programs.remove());
const faults = programs.build('gcc -O0');
const validate = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(schema);

/** A FIFO that a program waits at; it does not wait longer than the test takes. */
function gate(path: string): void {
  execFileSync('mkfifo', [path]);
  onTestFinished(() => {
    try {
      closeSync(openSync(path, constants.O_WRONLY | constants.O_NONBLOCK));
    } catch {
      // Nobody waits any more.
    }
  });
}

interface CrashLine {
  readonly [key: string]: unknown;
}
function crashesIn(text: string): CrashLine[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const crash: unknown = JSON.parse(line);
      expect(validate(crash), `${line}\n${JSON.stringify(validate.errors)}`).toBe(true);
      return crash as CrashLine;
    });
}

/** What differs from run to run, replaced. */
const scrubbed = (text: string): string =>
  text
    .replace(/\[\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}\]/g, '[TIME]')
    .replace(/(PID|TID): \d+/g, '$1: ID')
    .replaceAll(faults, '/PROGRAM')
    .replace(/0x[0-9a-f]{16}/g, 'ADDRESS')
    .replace(/\+0x[0-9a-f]+/g, '+OFFSET')
    .replace(/Parent: {8}\d+ \(.*\)/, 'Parent:        ID (NAME)')
    .replace(/ {4}Cgroup: .*\n/, '')
    .trimEnd();

describe('C8: text', () => {
  it('says what happened, where, in which process', () => {
    const run = ours(['segfaults', '-t', '--max-stack-depth', '4', faults, 'nullPointer']);
    expect(run.status).toBe(0);
    const report = scrubbed(run.stdout).split('\n    Mappings')[0]!;
    const frame = (number: number, name: string, mark: string): string =>
      `        #${number}  ADDRESS ${name}+OFFSET (/PROGRAM) at ${faultsSource}:${lineOf(mark)}`;
    expect(report.split('\n')).toEqual([
      '[TIME] SEGFAULT in process faults-0 (PID: ID, TID: ID)',
      '    Fault Address: ADDRESS',
      '    Instruction:   ADDRESS (nullPointer+OFFSET (/PROGRAM))',
      '    Code:          mov rax, qword ptr [rax + 0x10]',
      '    Fault Type:    Address not mapped (SEGV_MAPERR)',
      '    Access:        read',
      '    Cause:         Null pointer: read of 8 bytes at offset 0x10 through rax, which is null.',
      '                   The field or element 0x10 bytes behind the pointer was meant.',
      '    Executable:    /PROGRAM',
      '    Command Line:  /PROGRAM nullPointer',
      `    User:          ${process.getuid?.()}, group ${process.getgid?.()}`,
      '    Parent:        ID (NAME)',
      '    Stack Trace (4 frames):',
      frame(0, 'nullPointer', 'nullPointer'),
      frame(1, 'middle', 'MIDDLE'),
      frame(2, 'outer', 'OUTER'),
      frame(3, 'main', 'MAIN'),
      '        … more than 4 (--max-stack-depth)',
    ]);
    expect(run.stdout).toMatch(/---> 000000000010: nothing is mapped here/);
    expect(run.stderr).toMatch(/^Final statistics:\n[\s\S]*Detected: {6}1 = 0 filtered \+ 1 captured \+ 0 dropped\n/);
  });

  it('C3, C5: registers and the memory that they point to, the mapping of the fault marked', () => {
    const run = ours(['segfaults', '-r', faults, 'readOnlyWrite']);
    expect(run.stdout).toMatch(/Registers \(x86_64\):\n {8}rip=0x[0-9a-f]{16} +rsp=0x[0-9a-f]{16} +rbp=0x[0-9a-f]{16}\n/);
    expect(run.stdout).toMatch(/eflags=0x[0-9a-f]+ \[.*IF.*\]/);
    expect(run.stdout).toMatch(/Memory near rax.* \(read-only data of \/.*\):\n(.*\n)*.*text in read-onl/);
    expect(run.stdout).toMatch(/---> [0-9a-f]{12}-[0-9a-f]{12} r--p +\d+ KiB {2}\/.*faults-0/);
    expect(run.stdout).not.toContain('Stack Trace');
    const short = ours(['segfaults', faults, 'readOnlyWrite']);
    expect(short.stdout).not.toMatch(/Registers|Memory near|Stack Trace/);
  });

  it('C1: a fault that the program handles is shown as handled, and what was not asked for is not shown', () => {
    expect(ours(['segfaults', faults, 'handled']).stdout).toContain('Handled:       the program has a handler for this signal');
    expect(ours(['segfaults', faults, 'division']).stdout).toBe('');
    expect(ours(['segfaults', '--signals', 'FPE,segv,7', faults, 'division']).stdout).toMatch(/^\[.*\] ARITHMETIC ERROR in process/);
    expect(ours(['segfaults', '--signals=all', faults, 'aborted']).stdout).toMatch(/^\[.*\] ABORT in process/);
  });
});

describe('C9: JSON Lines', () => {
  it('of every kind are as the schema says', () => {
    for (const kind of ['nullPointer', 'badJump', 'dataJump', 'nonCanonical', 'stackOverflow', 'beyondFile', 'aborted', 'sent', 'handled', 'thread']) {
      const run = ours(['segfaults', '--format', 'json', '-r', '-t', '-v', '--signals', 'all', faults, kind]);
      const crashes = crashesIn(run.stdout);
      expect(crashes, kind).toHaveLength(1);
      expect(crashes[0]).toMatchObject({ comm: 'faults-0', executable: faults, command_line: [faults, kind], detail: 'full', handled: kind === 'handled' });
    }
  });

  it('hold what text holds', () => {
    const [crash] = crashesIn(ours(['segfaults', '--format=json', '-rt', faults, 'nullWrite']).stdout);
    expect(crash).toMatchObject({
      fault_address: '0x8',
      fault_type: 'map_error',
      fault_code: 'SEGV_MAPERR',
      access: 'write',
      instruction: 'mov qword ptr [rax + 8], 0x2a',
      cause: { kind: 'nullPointer' },
      registers: { rax: '0x0' },
      stack_end: 'start',
    });
    expect(crash!.instruction_symbol).toMatch(/^nullWrite\+0x/);
    expect((crash!.stack_trace as object[])[0]).toMatchObject({
      symbol: 'nullWrite',
      module: faults,
      file: faultsSource,
      line: lineOf('nullWrite'),
      inlined: false,
    });
    expect(Math.abs((crash!.timestamp as number) - Date.now())).toBeLessThan(60_000);
    const [plain] = crashesIn(ours(['segfaults', '--format=json', faults, 'nullWrite']).stdout);
    for (const key of ['registers', 'stack_trace', 'mappings']) expect(plain).not.toHaveProperty(key);
  });

  it('hostile names reach neither the terminal nor the structure', () => {
    const name = 'x"\u001b[2J\n\u0007}';
    const hostile = join(folder, name);
    execFileSync('cp', [faults, hostile]);
    const argument = '\u009b31m\u202e"}\n{"pid":1';
    const [crash, ...others] = crashesIn(ours(['segfaults', '--format=json', hostile, 'nullPointer', argument]).stdout);
    expect(others).toEqual([]);
    expect(crash).toMatchObject({ comm: name, executable: hostile, command_line: [hostile, 'nullPointer', argument] });
    for (const format of ['text', 'json']) {
      const { stdout, stderr } = ours(['segfaults', '-trv', '--format', format, hostile, 'nullPointer', argument]);
      expect((stdout + stderr).match(/[\p{Cc}\p{Cf}]/gu)?.filter((character) => character !== '\n') ?? []).toEqual([]);
    }
    expect(
      ours(['segfaults', hostile, 'nullPointer'])
        .stdout.split('\n')
        .filter((line) => line.startsWith('[')),
    ).toHaveLength(1);
  });
});

describe('C10: files', () => {
  const crash = (...options: string[]) => ours(['segfaults', '--format=json', ...options, faults, 'nullPointer'], folder);

  it('are overwritten, or added to', () => {
    const file = join(folder, 'crashes');
    writeFileSync(file, 'old\n');
    expect(crash('-o', file).stdout).toBe('');
    expect(crashesIn(readFileSync(file, 'utf8'))).toHaveLength(1);
    crash('-o', file, '-a');
    crash('-a', '-o', file);
    expect(crashesIn(readFileSync(file, 'utf8'))).toHaveLength(3);
  });

  it.each([
    ['/no/such/directory/file', 'No such file or directory'],
    ['/', 'Is a directory'],
  ])('that cannot be opened (%s) are an error, and nothing is started', (file, reason) => {
    const run = ours(['segfaults', '-o', file, 'touch', join(folder, 'started')]);
    expect(run.status).toBe(1);
    expect(run.stderr).toMatch(new RegExp(`^syscall-trace: Can't open '${file}' for writing: (${reason})\n$`));
    expect(existsSync(join(folder, 'started'))).toBe(false);
  });

  it('are set aside when they are large: every crash is whole, in one of them, the oldest go', () => {
    const file = join(folder, 'rotated');
    // A report has more than 1 K: each opens a file of its own.
    const script = `for i in 1 2 3 4 5 6; do ${faults} nullPointer; done; true`;
    expect(ours(['segfaults', '--format=json', '-trv', '-o', file, '--rotate', '1K,1h,keep=3', 'sh', '-c', script]).status).toBe(0);
    for (const name of [file, `${file}.1`, `${file}.2`, `${file}.3`]) expect(crashesIn(readFileSync(name, 'utf8')), name).toHaveLength(1);
    expect(existsSync(`${file}.4`)).toBe(false);
  });

  it('SIGHUP opens the file by its name again', async () => {
    const file = join(folder, 'reopened');
    const go = join(folder, 'go');
    gate(go);
    const child = start([
      'segfaults',
      '--format=json',
      '-o',
      file,
      'sh',
      '-c',
      `${faults} nullPointer; echo ready; read line < ${go}; ${faults} nullWrite; echo end`,
    ]);
    await until(child.stdout!, /ready/);
    await expect.poll(() => readFileSync(file, 'utf8'), { timeout: 20_000 }).toMatch(/\n$/);
    renameSync(file, `${file}.moved`);
    child.kill('SIGHUP');
    await expect.poll(() => existsSync(file), { timeout: 20_000 }).toBe(true);
    writeFileSync(go, 'go\n');
    expect(await ended(child)).toEqual({ status: 0, signal: null });
    expect(crashesIn(readFileSync(`${file}.moved`, 'utf8'))).toMatchObject([{ cause: { kind: 'nullPointer' }, access: 'read' }]);
    expect(crashesIn(readFileSync(file, 'utf8'))).toMatchObject([{ access: 'write' }]);
  });

  it.runIf(process.getuid?.() === 0)('a full disk (needs root, to make one): a clear error, and what was written is whole', () => {
    const small = join(folder, 'small');
    mkdirSync(small);
    const script = `for i in $(seq 60); do ${faults} nullPointer; done; true`;
    const line = `mount -t tmpfs -o size=64k none ${small} && ${process.execPath} ${cli} segfaults --format=json -trv -o ${small}/log sh -c '${script}'; echo "status $?"; cat ${small}/log`;
    const run = spawnSync('unshare', ['--mount', 'sh', '-c', line], { encoding: 'utf8', timeout: 50_000 });
    const [status, ...lines] = run.stdout.split('\n');
    expect(status).toBe('status 1');
    expect(run.stderr).toMatch(/^syscall-trace: Can't write to '.*log': No space left on device; what was written before is whole$/m);
    expect(crashesIn(lines.join('\n')).length).toBeGreaterThan(2);
    const [, processed, submitted] = /Processed: +(\d+), submitted (\d+)/.exec(run.stderr) ?? [];
    expect(Number(submitted)).toBe(crashesIn(lines.join('\n')).length);
    expect(Number(processed)).toBeGreaterThan(Number(submitted));
  });
});

describe('C7: the end', () => {
  /** The program lives on when the monitor lets go: it ends when this file does. */
  const goesOn = join(folder, 'goes-on');
  beforeEach(() => writeFileSync(goesOn, ''));
  afterEach(() => rmSync(goesOn));
  const forever = `exec > /dev/null 2>&1; while [ -e ${goesOn} ]; do sleep 0.05; ${faults} nullPointer; done`;

  it.each(['SIGTERM', 'SIGINT'] as const)('%s: final statistics, everything written, status 0', async (signal) => {
    const file = join(folder, `ended-${signal}`);
    const child = start(['segfaults', '--format=json', '-o', file, 'sh', '-c', forever], ['ignore', 'ignore', 'pipe']);
    await expect.poll(() => existsSync(file) && readFileSync(file, 'utf8'), { timeout: 20_000 }).toMatch(/\n.*\n/);
    const said = rest(child.stderr!);
    child.kill(signal);
    expect(await ended(child)).toEqual({ status: 0, signal: null });
    const [, captured, submitted] = /(\d+) captured[\s\S]*submitted (\d+)/.exec(await said) ?? [];
    expect(submitted).toBe(captured);
    expect(crashesIn(readFileSync(file, 'utf8'))).toHaveLength(Number(submitted));
  });

  it('-d: so long, with statistics on the way that add up, and equal crashes counted', () => {
    const run = ours(['segfaults', '-d', '1.5', '--stats', '--stats-interval', '0.4', '-n', 'faults', 'sh', '-c', forever]);
    expect(run.status).toBe(0);
    const detected = [...run.stderr.matchAll(/Detected: +(\d+) = (\d+) filtered \+ (\d+) captured \+ (\d+) dropped/g)].map((match) =>
      match.slice(1).map(Number),
    );
    expect(detected.length).toBeGreaterThanOrEqual(3);
    for (const [all, filtered, captured, dropped] of detected) expect(all).toBe(filtered! + captured! + dropped!);
    const [, count] = /(\d+) × [0-9a-f]{12} {2}SIGSEGV in nullPointer ← middle ← outer ← main/.exec(run.stderr) ?? [];
    expect(Number(count)).toBe(detected.at(-1)![2]);
    expect(Number(count)).toBeGreaterThan(1);
  });

  it('-n: others are counted as filtered', () => {
    const run = ours(['segfaults', '-n', 'other', faults, 'nullPointer']);
    expect(run.stdout).toBe('');
    expect(run.stderr).toMatch(/Detected: +1 = 1 filtered \+ 0 captured \+ 0 dropped/);
  });
});

describe('C7: options', () => {
  it.each([
    [['-d', 'x'], "option '-d': 'x' is not a number of seconds"],
    [['--duration=-1'], "option '--duration': '-1' is not a number of seconds"],
    [['-p', '0'], "option '-p': '0' is not a whole number from 1 to 4194304"],
    [['--pid', '1e3'], "option '--pid': '1e3' is not a whole number from 1 to 4194304"],
    [['-n', ''], "option '-n': '' is not a part of a name"],
    [['--max-stack-depth', '0'], "option '--max-stack-depth': '0' is not a whole number from 1 to 65536"],
    [['--max-stack-depth', '70000'], "option '--max-stack-depth': '70000' is not a whole number from 1 to 65536"],
    [['--format', 'xml'], "option '--format': 'xml' is not text or json"],
    [['-o', ''], "option '-o': '' is not a file name"],
    [['--stats-interval', '0'], "option '--stats-interval': '0' is not a number of seconds, 0.1 or more"],
    [['--symbol-cache-limit', 'many'], "option '--symbol-cache-limit': 'many' is not a whole number from 1 to 10000000"],
    [['--memory-limit', '1'], "option '--memory-limit': '1' is not a whole number from 32 to 65536"],
    [['--signals', 'SIGUSR1'], "option '--signals': 'SIGUSR1' is not one of SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT, SIGTRAP, SIGSYS, or all"],
    [['--rotate', '10X', '-o', 'x'], "option '--rotate': '10X' is not a size (10M) or an age (1h, 7d) or both, with keep=N behind them (10M,1d,keep=7)"],
    [['--rotate', 'keep=3', '-o', 'x'], "option '--rotate': 'keep=3' is not a size (10M) or an age (1h, 7d) or both"],
    [['--rotate', '10M'], "option '--rotate' needs '--output'"],
    [['-a'], "option '--append' needs '--output'"],
    [['-p', '1', 'true'], "option '--pid' cannot be used with PROGRAM"],
    [['--no-such'], "unrecognized option '--no-such'"],
    [['-x'], "invalid option -- 'x'"],
    [['-d'], "option requires an argument -- 'd'"],
  ])('%j', (args, message) => {
    const run = ours(['segfaults', ...args]);
    expect([run.status, run.stdout, run.stderr]).toEqual([2, '', `syscall-trace: ${message}\n`]);
  });

  it('--symbol-cache-limit bounds what is kept', () => {
    expect(ours(['segfaults', '--symbol-cache-limit', '3', faults, 'nullPointer']).stderr).toMatch(
      /Symbol cache: +\d+ hits, \d+ misses \(.*\), 3 of 3 entries/,
    );
  });

  it('-h names each, -V the version', () => {
    const help = ours(['segfaults', '-h']);
    expect(help.status).toBe(0);
    for (const name of ['-d, --duration=SECONDS', '-p, --pid=PID', '-n, --process-name=NAME', '-r, --registers', '-t, --stack-trace', '--max-stack-depth=N'])
      expect(help.stdout).toContain(name);
    for (const name of ['-o, --output=FILE', '--format=FORMAT', '-a, --append', '--stats', '--stats-interval=SECONDS', '--symbol-cache-limit=N'])
      expect(help.stdout).toContain(name);
    for (const name of ['--memory-limit=MB', '-v, --verbose', '-h, --help', '-V, --version', '--signals=LIST', '--rotate=WHEN'])
      expect(help.stdout).toContain(name);
    expect(ours(['segfaults', '-V']).stdout).toMatch(/^syscall-trace \d+\.\d+\.\d+\n$/);
    expect(ours(['--help']).stdout).toContain('segfaults');
  });
});

describe('C15: without eBPF', () => {
  const without = (args: readonly string[]) =>
    spawnSync(process.execPath, [cli, 'segfaults', ...args], { encoding: 'utf8', timeout: 30_000, env: { ...process.env, SYSCALL_TRACE_BPF: '/no/helper' } });

  it('the whole system cannot be watched: one line that says why, status 3', () => {
    const run = without(['-d', '1']);
    expect([run.status, run.stdout]).toEqual([3, '']);
    expect(run.stderr).toMatch(/^syscall-trace: Can't watch crashes system-wide: \/no\/helper is not there.*\n$/);
  });

  it('one process can be, by ptrace', async () => {
    const go = join(folder, 'go-without');
    gate(go);
    const program = spawn('sh', ['-c', `read line < ${go}; exec ${faults} nullPointer`], { stdio: 'ignore' });
    const monitor = spawn(process.execPath, [cli, 'segfaults', '--format=json', '-p', String(program.pid)], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, SYSCALL_TRACE_BPF: '/no/helper' },
    });
    const out = rest(monitor.stdout);
    await until(monitor.stderr, /is watched by ptrace instead/);
    await expect.poll(() => /TracerPid:\t[1-9]/.test(readFileSync(`/proc/${program.pid}/status`, 'utf8')), { timeout: 20_000 }).toBe(true);
    writeFileSync(go, 'go\n');
    expect(await ended(monitor)).toEqual({ status: 0, signal: null });
    expect(crashesIn(await out)).toMatchObject([{ pid: program.pid, cause: { kind: 'nullPointer' } }]);
  });
});

describe('the last moments', () => {
  /** Status and output of a traced program. */
  function traced(...args: string[]): { signal: string | null; text: string } {
    const file = join(folder, 'traced');
    const { signal } = ours(['trace', '--crash-report', '-o', file, ...args]);
    return { signal, text: readFileSync(file, 'utf8') };
  }

  it('trace --crash-report ends in the report, with the last 50 calls and what they explain', () => {
    const { signal, text } = traced(faults, 'useAfterUnmap');
    expect(signal).toBe('SIGSEGV');
    expect(text).toMatch(/\n\+\+\+ killed by SIGSEGV[\s\S]*SEGFAULT in process faults-0/);
    expect(text).toMatch(
      /Cause: +Use of a freed mapping: write of 1 byte at 0x[0-9a-f]+, which the program has unmapped\.\n +It did so by munmap\(0x[0-9a-f]+, 32768\) = 0\n/,
    );
    const calls = text
      .split(/Last System Calls \(\d+\):\n/)[1]!
      .trimEnd()
      .split('\n');
    expect(calls.length).toBeLessThanOrEqual(50);
    expect(calls.at(-1)).toMatch(/^ {8}munmap\(0x[0-9a-f]+, 32768\) = 0$/);
    expect(traced('sh', '-c', 'for i in $(seq 100); do cd /; done; kill -SEGV $$').text).toContain('Last System Calls (50):');
  });

  it('the stack for the report is not taken for that of the last call (-k)', () => {
    const { text } = traced('-k', '-e', 'trace=munmap', '-e', 'signal=none', faults, 'useAfterUnmap');
    const [calls] = text.split('[20') as [string];
    const last = calls.slice(calls.lastIndexOf('munmap('));
    expect(last.match(/\(main\+0x/g)).toHaveLength(1);
  });

  it('no report without a crash', () => {
    expect(traced('true').text).not.toContain('process true');
  });
});
