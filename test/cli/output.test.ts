import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ended, ours, peer, rest, shell, start, temporaryFolder, until } from './runCli.js';

const folder = temporaryFolder();
const inFolder = (name: string): string => join(folder, name);

/** Lines with what differs from run to run made equal. */
function comparable(text: string): string[] {
  const pids = new Map<string, string>();
  const name = (pid: string): string => {
    if (!pids.has(pid)) pids.set(pid, `PID${pids.size}`);
    return pids.get(pid) ?? '';
  };
  return text
    .replace(/^(?:syscall-trace|strace): Process/gm, 'TRACER: Process')
    .replace(/0x[0-9a-f]{7,}/g, 'ADDRESS')
    .replace(/(\[pid +|Process |si_pid=|kill\(|, )(\d{3,7})\b/g, (_, before: string, pid: string) => before + name(pid))
    .replace(/ = (\d{3,7})$/gm, (_, pid: string) => ` = ${name(pid)}`)
    .replace(/^(\d+)( +)/gm, (_, pid: string) => `${name(pid)} `)
    .replace(/ +=/g, ' =')
    .split('\n');
}

describe('T4, T12: order with the program’s own output', () => {
  it('is kept when both go to one file', () => {
    const script = 'echo one; echo two >&2; echo three; exit 3';
    const options = ['-e', 'trace=write,exit_group', '-e', 'signal=none'];
    const run = (tracer: string): string[] => comparable(shell(`${tracer} ${options.join(' ')} sh -c '${script}' 2>&1`, folder).stdout);
    expect(run('$OURS trace')).toEqual(run('strace'));
  });

  it('is kept though the calls that write are not traced', () => {
    const { stdout } = shell(`$OURS trace -e trace=chdir sh -c 'cd /; echo between; cd /tmp' 2>&1`, folder);
    expect(stdout.split('\n').map((line) => line.slice(0, 12))).toEqual(['chdir("/")  ', 'between', 'chdir("/tmp"', '+++ exited w', '']);
  });

  it('shows a call while it blocks', async () => {
    const child = start(['trace', '-e', 'trace=read', 'sh', '-c', 'read line; exit 6']);
    await until(child.stderr!, /^read\(0, $/m);
    child.stdin!.end('x\n');
    const [end, text] = await Promise.all([ended(child), rest(child.stderr!)]);
    expect(end.status).toBe(6);
    expect(text).toMatch(/^"x", 1\) += 1\n/);
  });
});

describe('T12: where output goes', () => {
  it('-o FILE, -A appends', () => {
    for (const append of [[], ['-A'], ['-A']]) ours(['trace', ...append, '-e', 'trace=exit_group', '-o', 'log', 'true'], folder);
    expect(readFileSync(inFolder('log'), 'utf8')).toBe('exit_group(0)                           = ?\n+++ exited with 0 +++\n'.repeat(3));
  });

  it('-o |COMMAND, and waits for it', () => {
    for (const mark of ['|', '!']) {
      const run = ours(['trace', '-e', 'trace=exit_group', '-o', `${mark}cat -n; echo end`, 'true'], folder);
      expect(run).toMatchObject({ status: 0, stderr: '', stdout: '     1\texit_group(0)                           = ?\n     2\t+++ exited with 0 +++\nend\n' });
    }
  });

  it('-ff -o FILE: a file for each process, without pids', () => {
    ours(['trace', '-ff', '-e', 'trace=exit_group', '-e', 'signal=none', '-o', 'each', 'sh', '-c', 'sh -c "exit 2"; exit 3'], folder);
    const files = readdirSync(folder).filter((name) => /^each\.\d+$/.test(name));
    expect(files.map((name) => readFileSync(inFolder(name), 'utf8')).sort()).toEqual([
      'exit_group(2)                           = ?\n+++ exited with 2 +++\n',
      'exit_group(3)                           = ?\n+++ exited with 3 +++\n',
    ]);
  });
});

describe('T12: pid prefixes and messages as strace has them', () => {
  const script = 'sh -c "exit 2"; true';
  const options = ['-f', '-e', 'trace=exit_group'];

  it.each([[[]], [['-q']], [['-qq']], [['-qqq']]])('to stderr %j', (quiet) => {
    const args = [...options, ...quiet, 'sh', '-c', script];
    expect(comparable(ours(['trace', ...args]).stderr)).toEqual(comparable(peer(args).stderr));
  });

  it('to a file', () => {
    const args = [...options, '-o', 'forks', 'sh', '-c', script];
    ours(['trace', ...args], folder);
    const text = readFileSync(inFolder('forks'), 'utf8');
    peer(args, folder);
    expect(comparable(text)).toEqual(comparable(readFileSync(inFolder('forks'), 'utf8')));
  });
});

describe('T10: times', () => {
  const shape = (text: string): string =>
    text
      .replace(/\d/g, 'N')
      .replace(/^ +N/gm, 'N')
      .replace(/\(\+ +N/g, '(+N')
      .replace(/ +=/g, ' =');
  it.each([
    ['-t'],
    ['-tt'],
    ['-ttt'],
    ['-r'],
    ['-T'],
    ['-ttTr'],
    ['-n'],
    ['-in'],
    ['--relative-timestamps=ns'],
    ['--syscall-times=s'],
    ['--absolute-timestamps=unix,ms'],
  ])('%s looks as strace’s', (option) => {
    const args = [option, '-e', 'trace=getppid,exit_group,chdir', 'sh', '-c', 'cd /no/where; exit 1'];
    const hideAddress = (text: string): string => text.replace(/\[[0-9a-f]{16}\]/g, '[ADDRESS]');
    expect(shape(hideAddress(ours(['trace', ...args]).stderr))).toBe(shape(hideAddress(peer(args).stderr)));
  });

  it('a duration is the time between entry and exit', () => {
    const { stderr } = ours(['trace', '-T', '-e', 'trace=clock_nanosleep', 'sleep', '0.2']);
    const seconds = Number(/<(\d+\.\d{6})>$/m.exec(stderr)?.[1]);
    expect(seconds).toBeGreaterThanOrEqual(0.2);
    expect(seconds).toBeLessThan(2);
  });

  it('the wall clock is right', () => {
    const before = Date.now() / 1000 - 0.001;
    const { stderr } = ours(['trace', '-ttt', '-e', 'trace=exit_group', 'true']);
    const stamp = Number(/^(\d+\.\d{6}) exit_group/m.exec(stderr)?.[1]);
    expect(stamp).toBeGreaterThan(before);
    expect(stamp).toBeLessThan(Date.now() / 1000 + 0.001);
  });
});

describe('T8: filters', () => {
  it.each([[['-z']], [['-Z']], [['-e', 'status=unfinished']], [['-e', 'signal=none']], [['-e', 'signal=SIGUSR1']]])('%j as strace', (filter) => {
    const args = [...filter, '-e', 'trace=chdir,kill,exit_group', 'sh', '-c', 'cd /; cd /no/where; trap : USR1; kill -USR1 $$; sh -c "exit 4"'];
    const scrub = (text: string): string[] => comparable(text).filter((line) => !line.startsWith('sh: '));
    expect(scrub(ours(['trace', ...args]).stderr)).toEqual(scrub(peer(args).stderr));
  });
});

describe('T18: recordings', () => {
  it('print as they did when they were made, and tell a cut file', () => {
    ours(['trace', '-f', '--record', 'x.sctrace', '-o', 'live', 'sh', '-c', 'ls / | cat'], folder);
    const live = readFileSync(inFolder('live'), 'utf8');
    // A recording is printed as with -o: pids in a column.
    expect(ours(['print', '-f', '-o', 'again', 'x.sctrace'], folder)).toMatchObject({ status: 0, stderr: '' });
    expect(readFileSync(inFolder('again'), 'utf8')).toBe(live);
    expect(ours(['open', '-c', 'x.sctrace'], folder).stdout).toMatch(/^% time .*\n(.*\n)+100\.00 .* total\n$/);

    const bytes = readFileSync(inFolder('x.sctrace'));
    writeFileSync(inFolder('cut.sctrace'), bytes.subarray(0, bytes.length / 2));
    const cut = ours(['print', '-f', '-o', 'half', 'cut.sctrace'], folder);
    expect(cut.status).toBe(1);
    expect(cut.stderr).toMatch(
      /^syscall-trace: 'cut.sctrace' ends inside a record at offset \d+ \(\d+ bytes are missing\); the records before it were read\n$/,
    );
    const half = readFileSync(inFolder('half'), 'utf8').split('\n').slice(0, -2);
    expect(half.length).toBeGreaterThan(20);
    expect(live.startsWith(half.join('\n'))).toBe(true);
  });

  it('leave no file behind that was not asked for', () => {
    const before = readdirSync('/tmp').filter((name) => name.endsWith('.sctrace'));
    ours(['trace', '-o', '/dev/null', 'true']);
    expect(readdirSync('/tmp').filter((name) => name.endsWith('.sctrace'))).toEqual(before);
  });
});
