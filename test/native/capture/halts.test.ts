import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { CaptureSession } from '../../../adapter/capture/backend.js';
import { attach, execve, launch, planOf } from '../captureRun.js';
import { startProgram } from '../output.js';
import { program } from '../programs.js';
import { selection } from './vocabulary.js';

const SYS_GETUID = 102;
const SIGUSR2 = 12;
const SIGSEGV = 11;

/** State letter of a task. */
const state = (pid: number) => readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.[0];

/** Offset of rip in user_regs_struct. */
const instructionPointer = (session: CaptureSession, tid: number) => Buffer.from(session.registers(tid) ?? []).readBigUInt64LE(128);

it('halts at the first instruction of the program, shows its state, and goes on', async () => {
  const run = launch(['/bin/true'], { haltOnExec: true });
  const halt = await run.halted();
  expect(halt).toMatchObject({ reason: { kind: 'entry' }, pid: run.pid, tid: run.pid });
  expect(run.records().find(({ offset }) => offset === halt.offset)).toMatchObject({ type: 'syscallExit', nr: 59, ret: 0n });
  expect(state(run.pid)).toBe('t');
  const ip = instructionPointer(run.session, run.pid);
  expect(run.session.readMemory(run.pid, ip, 16)).toHaveLength(16);
  expect(run.session.readMemory(run.pid, 1n, 16)).toHaveLength(0);
  expect(run.session.registers(1)).toBeUndefined();
  run.session.resume();
  expect(await run.end()).toBe(0);
});

it('steps from syscall to syscall, and out of one', async () => {
  const run = launch(['/bin/true'], { haltOnExec: true });
  await run.halted();
  for (let i = 0; i < 4; i++) {
    run.session.resume({ step: 'next' });
    const entry = await run.halted();
    expect(entry.reason).toEqual({ kind: 'syscallEntry', step: true });
    run.session.resume({ step: 'out', tid: entry.tid });
    const exit = await run.halted();
    expect(exit.reason).toEqual({ kind: 'syscallExit', step: true });
    expect(run.records().find(({ offset }) => offset === exit.offset)?.entryOffset).toBe(entry.offset);
  }
  run.session.resume();
  expect(await run.end()).toBe(0);
  expect(run.events.filter(({ kind }) => kind === 'halted')).toHaveLength(9);
});

it('halts where the plan says: at entry, at exit, on error', async () => {
  const chosen = [
    execve,
    { nr: 102, selection: selection.trace | selection.haltAtEntry },
    { nr: 107, selection: selection.trace | selection.haltAtExit },
    { nr: 257, selection: selection.trace | selection.haltOnError },
  ];
  const run = launch(['/bin/sh', '-c', 'test -r /; : < /nonexistent'], { plan: planOf(chosen, 0) });
  const seen: string[] = [];
  for (;;) {
    const halt = await run.halted().catch(() => undefined);
    if (halt === undefined) break;
    const record = run.records().find(({ offset }) => offset === halt.offset);
    seen.push(`${halt.reason.kind} ${record?.nr}`);
    run.session.resume();
  }
  expect(seen).toContain('syscallEntry 102');
  expect(seen).toContain('syscallExit 107');
  expect(seen.filter((one) => one === 'syscallExit 257')).toHaveLength(1);
});

it('halts on a signal, which can be withheld or replaced', async () => {
  const run = launch([program('crash')], { haltSignals: [SIGUSR2, SIGSEGV] });
  const first = await run.halted();
  expect(first.reason).toEqual({ kind: 'signal', signo: SIGUSR2 });
  expect(run.records().find(({ offset }) => offset === first.offset)).toMatchObject({ type: 'signal', signo: SIGUSR2 });
  run.session.resume({ signal: 0 });
  const second = await run.halted();
  expect(second.reason).toEqual({ kind: 'signal', signo: SIGSEGV });
  run.session.resume({ signal: 15 });
  expect(await run.end()).toBe(15);
});

it('resumes with the signal that halted, unless told otherwise', async () => {
  const run = launch([program('crash')], { haltSignals: [SIGUSR2] });
  await run.halted();
  run.session.resume();
  expect(await run.end()).toBe(SIGUSR2);
});

it('pauses all threads, and they go on', async () => {
  const running = await startProgram([program('threads'), '12']);
  const run = attach([running.pid]);
  for (let round = 0; round < 5; round++) {
    run.session.pause();
    const halt = await run.halted();
    expect(halt.reason).toEqual({ kind: 'pause' });
    const tids = [...new Set(run.records().map(({ tid }) => tid))];
    expect(tids).toHaveLength(13);
    for (const tid of tids) {
      expect(state(tid)).toBe('t');
      expect(run.session.registers(tid)).toHaveLength(216);
    }
    run.session.resume();
  }
  run.session.detach();
  await run.end();
  expect(await running.finish()).toBe(0);
});

it('pauses while threads come and go', async () => {
  const run = launch([program('spawner'), '400']);
  let halts = 0;
  for (; halts < 15; halts++) {
    run.session.pause();
    const halt = await run.halted().catch(() => undefined);
    if (halt === undefined) break;
    run.session.resume();
  }
  expect(halts).toBeGreaterThan(0);
  expect(await run.end()).toBe(0);
});

it('pauses around a vfork, whose parent cannot stop', async () => {
  const source = 'import subprocess\nfor i in range(60): subprocess.run(["/bin/true"])';
  const run = launch(['/usr/bin/python3', '-S', '-c', source]);
  for (let halts = 0; halts < 25; halts++) {
    run.session.pause();
    if ((await run.halted().catch(() => undefined)) === undefined) break;
    run.session.resume();
  }
  expect(await run.end()).toBe(0);
});

it('T14: a halted program can be killed, by us and by others', async () => {
  const ours = launch(['/bin/cat'], { haltOnExec: true });
  await ours.halted();
  ours.session.kill();
  expect(await ours.end()).toBe(9);
  const others = launch(['/bin/cat'], { haltOnExec: true });
  await others.halted();
  process.kill(others.pid, 'SIGKILL');
  expect(await others.end()).toBe(9);
});

it('T2: detaching while halted lets the program go on', async () => {
  const running = await startProgram([program('threads'), '5']);
  const run = attach([running.pid]);
  run.session.pause();
  await run.halted();
  run.session.detach();
  await run.end();
  expect(await running.finish()).toBe(0);
});

it('takes a new plan while running, also where nothing stopped before', async () => {
  const run = launch([program('loop'), '100000', 'alone'], { plan: planOf([], 0) });
  run.session.setPlan(planOf([{ nr: SYS_GETUID }], 0));
  const first = await run.record(({ type, nr }) => type === 'syscallEntry' && nr === SYS_GETUID);
  expect(first.tid).toBe(run.pid);
  expect(
    run
      .records()
      .filter(({ type }) => type === 'syscallEntry')
      .every(({ nr }) => nr === SYS_GETUID),
  ).toBe(true);
  expect(() => run.session.setPlan(Uint32Array.of(1))).toThrow('capture plan');
  run.session.setHaltSignals([SIGUSR2]);
  run.session.signal(SIGUSR2);
  expect((await run.halted()).reason).toEqual({ kind: 'signal', signo: SIGUSR2 });
  run.session.kill();
  await run.end();
});
