import { expect, it } from 'vitest';
import type { AttachTarget, LaunchTarget } from './backend.js';
import { explainFailure, type ReadProc } from './explainFailure.js';

const attach: AttachTarget = { kind: 'attach', pids: [42] };
const launch: LaunchTarget = { kind: 'launch', file: '/bin/nothing', argv: ['nothing'], env: [], cwd: '/gone', stdio: [0, 1, 2], exitKill: false };

const OWN = 'Uid:\t1000\t1000\t1000\t1000\nCapEff:\t0000000000000000\n';
const proc =
  (files: Record<string, string>): ReadProc =>
  (file) =>
    ({ '/proc/self/status': OWN, '/proc/42/status': `State:\tS\nTracerPid:\t0\n${OWN}`, ...files })[file];
const seize = (errno: number, files: Record<string, string> = {}) => explainFailure({ step: 'seize', errno, pid: 42 }, attach, '/t', proc(files));

it('T2: says who traces it already', () => {
  expect(seize(1, { '/proc/42/status': 'TracerPid:\t9\n', '/proc/9/status': 'Tgid:\t7\n', '/proc/7/comm': 'gdb\n' })).toBe(
    "Can't attach to process 42: process 7 (gdb) traces it already",
  );
});

it('T2: tells a kernel thread, a zombie and a missing process', () => {
  expect(seize(1, { '/proc/42/stat': '42 (k worker)) S 2 0 0 0 -1 2129984 0' })).toContain('kernel thread');
  expect(seize(1, { '/proc/42/status': 'State:\tZ (zombie)\n' })).toContain('zombie');
  expect(seize(3)).toBe("Can't attach to process 42: there is no such process");
});

it('T2: explains Yama and missing privileges', () => {
  expect(seize(1, { '/proc/sys/kernel/yama/ptrace_scope': '1\n' })).toContain('ptrace_scope is 1');
  expect(seize(1, { '/proc/sys/kernel/yama/ptrace_scope': '2\n' })).toContain('ptrace_scope is 2');
  expect(seize(1, { '/proc/sys/kernel/yama/ptrace_scope': '3\n' })).toContain('next boot');
  expect(seize(1, { '/proc/42/status': 'Uid:\t0\t0\t0\t0\n' })).toContain('another user');
  expect(seize(1, { '/proc/self/status': 'Uid:\t0\nCapEff:\t000001ffffffffff\n' })).toContain('security module');
  expect(seize(1)).toContain('CAP_SYS_PTRACE');
});

it('T1: names the program, directory, user or file that was refused', () => {
  expect(explainFailure({ step: 'exec', errno: 2 }, launch, '/t')).toBe(
    "Can't run '/bin/nothing': No such file or directory (the file, or the interpreter that it names)",
  );
  expect(explainFailure({ step: 'exec', errno: 13 }, launch, '/t')).toContain('a directory, or not executable');
  expect(explainFailure({ step: 'exec', errno: 8 }, launch, '/t')).toBe("Can't run '/bin/nothing': Exec format error");
  expect(explainFailure({ step: 'chdir', errno: 2 }, launch, '/t')).toBe("Can't change to the working directory '/gone': No such file or directory");
  expect(explainFailure({ step: 'open', errno: 28 }, launch, '/t')).toBe("Can't create the trace file '/t': No space left on device");
  expect(explainFailure({ step: 'user', errno: 1 }, { ...launch, user: { uid: 5, gid: 5, groups: [] } }, '/t')).toContain('only root');
  for (const step of ['fork', 'options', 'seccomp'] as const)
    expect(explainFailure({ step, errno: 11 }, launch, '/t')).toContain('Resource temporarily unavailable');
});
