import { describe, expect, it } from 'vitest';
import { ours, shell, temporaryFolder } from './runCli.js';

const folder = temporaryFolder();

describe('T1: how the command ends', () => {
  it('with the exit status of the program', () => {
    expect(ours(['trace', '-o', '/dev/null', 'sh', '-c', 'exit 7'])).toEqual({ status: 7, signal: null, stdout: '', stderr: '' });
  });

  it.each(['SEGV', 'TERM', 'KILL', 'INT', 'USR1', 'ABRT'])('by the signal that ended the program: SIG%s', (name) => {
    const run = ours(['trace', '-o', 'log', 'sh', '-c', `ulimit -c 0; kill -${name} $$`], folder);
    expect(run).toMatchObject({ status: null, signal: `SIG${name}` });
  });

  it('passes on standard input and output', () => {
    expect(ours(['trace', '-o', '/dev/null', 'cat'], folder, 'through\n')).toMatchObject({ status: 0, stdout: 'through\n', stderr: '' });
  });

  it('gives the program default signal actions', () => {
    expect(shell('$OURS trace -o /dev/null yes | head -n 1; echo end', folder).stdout).toBe('y\nend\n');
  });

  it('gives the program what a shell would have given it: limits and the terminal’s process group', () => {
    const script = 'ulimit -Sn; cut -d" " -f 5-7 /proc/$$/stat | sed "s/^[0-9]* //"';
    const run = (tracer: string) => shell(`ulimit -Sn 256; ${tracer} -o /dev/null sh -c '${script}'`, folder).stdout;
    expect(run('$OURS trace')).toBe(run('strace'));
  });

  it.each([
    [['trace', 'no-such-program'], 1, "Can't stat 'no-such-program': No such file or directory"],
    [['trace', './no-such-program'], 1, "Can't stat './no-such-program': No such file or directory"],
    [['trace', '-o', '/dev/null', '/tmp'], 1, "Can't run '/tmp': Permission denied (a directory, or not executable)"],
    [['trace', '-o', '/dev/null', '/etc/passwd'], 1, "Can't run '/etc/passwd': Permission denied (a directory, or not executable)"],
    [['trace', '-o', '/no/such/folder/log', 'true'], 1, "Can't fopen '/no/such/folder/log': No such file or directory"],
    [['trace', '-u', 'no-such-user', 'true'], 1, "Cannot find user 'no-such-user'"],
    [['trace', '--record', '/no/such/x.sctrace', 'true'], 1, "Can't create the trace file '/no/such/x.sctrace': No such file or directory"],
    [['trace', '-p', '999999999'], 1, "Can't attach to process 999999999: there is no such process"],
    [['print', 'no-such-file'], 1, "Can't read 'no-such-file': no such file or directory"],
    [['trace'], 2, 'must have PROG [ARGS] or -p PID'],
    [['trace', '-e', 'trace=nonsense', 'true'], 2, "invalid system call 'nonsense'"],
    [['trace', '-Q', 'true'], 2, "invalid option -- 'Q'"],
    [['print'], 2, 'must have one FILE.sctrace'],
    [['nonsense'], 2, "unknown command 'nonsense'"],
  ])('%j: one line', (args, status, message) => {
    expect(ours(args)).toEqual({ status, signal: null, stdout: '', stderr: `syscall-trace: ${message}\n` });
  });

  it('shows help and version', () => {
    expect(ours(['--version']).stdout).toMatch(/^syscall-trace \d+\.\d+\.\d+\n$/);
    expect(ours(['trace', '-V']).stdout).toMatch(/^syscall-trace \d+\.\d+\.\d+\n$/);
    expect(ours(['help'])).toMatchObject({ status: 0, stdout: expect.stringContaining('trace a program') });
    expect(ours(['trace', '--help']).stdout).toContain('--string-limit=[CALL[.ARG]=]LENGTH');
  });
});

describe('T12: the program goes on when its trace cannot be written', () => {
  it('to a full disk', () => {
    const run = ours(['trace', '-o', '/dev/full', 'sh', '-c', 'echo alive; exit 4']);
    expect(run).toEqual({
      status: 4,
      signal: null,
      stdout: 'alive\n',
      stderr: 'syscall-trace: /dev/full: No space left on device; the program goes on without its trace\n',
    });
  });

  it('to a pipe that nobody reads any more', () => {
    const line = `$OURS trace -o '|head -n 1' sh -c 'for i in 1 2 3 4 5 6 7 8 9; do echo $i > /dev/null; done; echo alive > end; exit 5'; echo $?; cat end`;
    const run = shell(line, folder);
    expect(run.stdout.split('\n').slice(-3)).toEqual(['5', 'alive', '']);
  });
});
