import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { CaptureError } from '../../../adapter/capture/captureError.js';
import { environment, launch, trace } from '../captureRun.js';
import { outputFile } from '../output.js';
import { program } from '../programs.js';

it('T1: the first event is the execve, and every call has entry and exit', async () => {
  const { status, records, run } = await trace(['/bin/ls', '-l', '/']);
  expect(status).toBe(0);
  expect(records[0]).toMatchObject({ type: 'taskStart', how: 0, pid: run.pid, tid: run.pid });
  expect(records[1]).toMatchObject({ type: 'syscallEntry', nr: 59, flags: ['exec'] });
  expect(records[1]?.blobs.map(({ text }) => text)).toEqual(expect.arrayContaining(['/bin/ls', '-l', '/']));
  expect(records[2]).toMatchObject({ type: 'taskExec', formerTid: run.pid });
  expect(records[3]).toMatchObject({ type: 'syscallExit', nr: 59, ret: 0n, flags: ['exec'], entryOffset: records[1]?.offset });
  const entries = records.filter(({ type }) => type === 'syscallEntry');
  const exits = records.filter(({ type }) => type === 'syscallExit');
  // Only exit_group does not return.
  expect(entries.length).toBe(exits.length + 1);
  expect(entries.at(-1)?.nr).toBe(231);
  expect(records.at(-1)).toMatchObject({ type: 'taskExit', status: 0 });
  expect(run.events.some(({ kind }) => kind === 'progress')).toBe(true);
});

it('T1: tells how the program ended', async () => {
  expect((await trace(['/bin/sh', '-c', 'exit 7'])).status).toBe(7 << 8);
  expect((await trace(['/bin/sh', '-c', 'kill -TERM $$'])).status).toBe(15);
  // Bit 7 says that a core was dumped, which depends on the machine.
  expect((await trace(['/bin/sh', '-c', 'kill -SEGV $$'])).status & 0x7f).toBe(11);
});

it('T1: a program that cannot run is an error and never a hang', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'capture-bad-'));
  const plain = path.join(folder, 'plain');
  const garbage = path.join(folder, 'garbage');
  writeFileSync(plain, 'text', { mode: 0o644 });
  writeFileSync(garbage, '\x01\x02', { mode: 0o755 });
  const failure = (file: string, options = {}) => {
    try {
      launch([file], options);
    } catch (error) {
      return error instanceof CaptureError ? { step: error.failure.step, errno: error.failure.errno } : error;
    }
    return undefined;
  };
  expect(failure('/nonexistent')).toEqual({ step: 'exec', errno: 2 });
  expect(failure(folder)).toEqual({ step: 'exec', errno: 13 });
  expect(failure(plain)).toEqual({ step: 'exec', errno: 13 });
  expect(failure(garbage)).toEqual({ step: 'exec', errno: 8 });
  expect(failure('/bin/true', { launch: { cwd: '/nonexistent' } })).toEqual({ step: 'chdir', errno: 2 });
  expect(failure('/bin/true', { tracePath: '/nonexistent/trace' })).toEqual({ step: 'open', errno: 2 });
  expect(failure('/bin/true', { seccomp: 'auto', launch: { file: '/nonexistent' } })).toEqual({ step: 'exec', errno: 2 });
  rmSync(folder, { recursive: true });
});

it('T1: the program starts as a shell would start it', async () => {
  for (const newSession of [false, true]) {
    const stdout = outputFile();
    await trace([program('state')], { launch: { stdio: [stdout.fd, stdout.fd, stdout.fd], newSession } });
    expect(stdout.text()).toBe(`masked 0 ignored 0 open 0 leader ${newSession ? 1 : 0}\n`);
  }
});

it('T1: stdio may be any descriptors, and environment and directory are those asked for', async () => {
  const stdout = outputFile();
  const stderr = outputFile();
  const { status } = await trace(['/bin/sh', '-c', 'echo $ONLY $PWD; echo error >&2'], {
    launch: { stdio: [stdout.fd, stdout.fd, stderr.fd], env: ['ONLY=this'], cwd: '/usr' },
  });
  expect(status).toBe(0);
  expect(stdout.text()).toBe('this /usr\n');
  expect(stderr.text()).toBe('error\n');
});

it.skipIf(process.getuid?.() !== 0)('T1: runs as another user', async () => {
  const stdout = outputFile();
  for (const seccomp of ['off', 'auto'] as const) {
    const { status } = await trace(['/usr/bin/id'], {
      seccomp,
      launch: { stdio: [0, stdout.fd, stdout.fd], cwd: '/', user: { uid: 65534, gid: 65534, groups: [65534] } },
    });
    expect(status).toBe(0);
  }
  expect(stdout.text().match(/^uid=65534\S* gid=65534\S*/gm)).toHaveLength(2);
});

it('T4: a malformed plan is refused and nothing is started', () => {
  for (const plan of [[], [1, 2], [0x4e4c5053, 9], [0x4e4c5053, 1, 3, 1], [0x4e4c5053, 1, 1, 1, 1, 9, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]]) {
    expect(() => launch(['/bin/true'], { plan: Uint32Array.from(plan), launch: { env: environment() } })).toThrow(/capture plan/);
  }
});
