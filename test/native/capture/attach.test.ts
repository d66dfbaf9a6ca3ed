import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { CaptureError } from '../../../adapter/capture/captureError.js';
import { attach, launch, planOf, trace } from '../captureRun.js';
import { startProgram } from '../output.js';
import { program } from '../programs.js';
import { taskOrigins } from './vocabulary.js';

const SYS_GETUID = 102;

const status = (pid: number, field: string) => new RegExp(`^${field}:\\s*(.*)$`, 'm').exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];

it('T2: attaches to a running process, and detaching leaves it undisturbed', async () => {
  const running = await startProgram([program('loop')]);
  const run = attach([running.pid]);
  await run.record(({ type, nr }) => type === 'syscallExit' && nr === SYS_GETUID);
  expect(run.records()[0]).toMatchObject({ type: 'taskStart', how: taskOrigins.attach, pid: running.pid });
  expect(run.session.pid).toBeUndefined();
  run.session.detach();
  expect(await run.end()).toBe(-1);
  expect(run.records().at(-1)).toMatchObject({ type: 'taskExit', flags: ['detached'] });
  expect(status(running.pid, 'TracerPid')).toBe('0');
  expect(await running.finish()).toBe(9);
  expect(running.output()).toContain('done');
});

it('T2: attaches to all threads, with follow to later ones too', async () => {
  const running = await startProgram([program('threads'), '20']);
  const run = attach([running.pid]);
  const tids = readdirSync(`/proc/${running.pid}/task`).map(Number);
  for (const tid of tids) await run.record((record) => record.tid === tid && record.type !== 'taskStart');
  run.session.detach();
  await run.end();
  for (const tid of tids) expect(status(tid, 'TracerPid')).toBe('0');
  expect(await running.finish()).toBe(0);
});

it('T2: attaches to two processes, and ends when both have', async () => {
  const both = [await startProgram([program('loop')]), await startProgram([program('loop')])];
  const run = attach(both.map(({ pid }) => pid));
  for (const { pid } of both) await run.record((record) => record.pid === pid && record.nr === SYS_GETUID);
  for (const running of both) await running.finish();
  expect(await run.end()).toBe(-1);
  expect(new Set(run.records().map(({ pid }) => pid))).toEqual(new Set(both.map(({ pid }) => pid)));
  expect(await Promise.all(both.map(({ exited }) => exited))).toEqual([9, 9]);
});

it('T2: detaching leaves a job that was stopped stopped, and a later SIGCONT wakes it', async () => {
  const running = await startProgram([program('loop')]);
  const run = attach([running.pid]);
  process.kill(running.pid, 'SIGSTOP');
  await run.record(({ type }) => type === 'groupStop');
  run.session.detach();
  await run.end();
  expect(status(running.pid, 'State')).toMatch(/^T/);
  process.kill(running.pid, 'SIGCONT');
  expect(await running.finish()).toBe(9);
});

it('T2: a second tracer is refused, and told so', async () => {
  const running = await startProgram([program('loop')]);
  const run = attach([running.pid]);
  let message = '';
  try {
    attach([running.pid]);
  } catch (error) {
    if (error instanceof CaptureError) message = error.message;
  }
  expect(message).toMatch(new RegExp(`process ${process.pid} .* traces it already`));
  run.session.detach();
  await run.end();
  await running.finish();
});

it('T2: what is not there or cannot be traced is an error', () => {
  const failure = (pid: number) => {
    try {
      attach([pid]);
    } catch (error) {
      return error instanceof CaptureError ? error.failure : error;
    }
    return undefined;
  };
  expect(failure(4_194_304)).toMatchObject({ step: 'seize', errno: 3 });
  // kthreadd
  expect(failure(2)).toMatchObject({ step: 'seize', errno: 1, pid: 2 });
});

it('T2: a launched program that is detached runs on and is reaped', async () => {
  const run = launch([program('loop'), '400', 'alone']);
  await run.record(({ type, nr }) => type === 'syscallEntry' && nr === SYS_GETUID);
  run.session.detach();
  expect(await run.end()).toBe(-1);
  expect(status(run.pid, 'TracerPid')).toBe('0');
  // It ends by itself; kill(2) fails when no zombie is left of it.
  const gone = () => {
    try {
      process.kill(run.pid, 0);
      return false;
    } catch {
      return true;
    }
  };
  await expect.poll(gone, { interval: 5, timeout: 5000 }).toBe(true);
});

it('T2: when the tracer is killed, attached programs run on and launched ones as chosen', async () => {
  const running = await startProgram([program('loop')]);
  const bundle = path.resolve(import.meta.dirname, 'victim.mjs');
  for (const [what, survives] of [
    [`attach:${running.pid}`, true],
    [`keep:${program('loop')}`, true],
    [`exitKill:${program('loop')}`, false],
  ] as const) {
    const tracer = spawn(process.execPath, [bundle, what], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, LD_PRELOAD: process.env.SYSCALL_TRACE_PRELOAD ?? '' },
    });
    const [line] = (await once(tracer.stdout, 'data')) as [Buffer];
    const pid = Number(line.toString());
    // The kernel names the tracing thread.
    expect(status(Number(status(pid, 'TracerPid')), 'Tgid')).toBe(String(tracer.pid));
    tracer.kill('SIGKILL');
    await once(tracer, 'close');
    const alive = () => {
      try {
        return status(pid, 'State')?.startsWith('Z') === false && status(pid, 'TracerPid') === '0';
      } catch {
        return false;
      }
    };
    await expect.poll(alive, { interval: 5, timeout: 5000 }).toBe(survives);
    if (survives && pid !== running.pid) process.kill(pid, 'SIGKILL');
  }
  expect(await running.finish()).toBe(9);
});

it('T14: SIGKILL at any moment ends tracing in order', async () => {
  for (let round = 0; round < 20; round++) {
    const run = launch([program('threads'), '8', 'alone']);
    await run.record(({ type }) => type === 'taskStart');
    run.session.signal(9);
    expect(await run.end()).toBe(9);
    expect(run.records().filter(({ type }) => type === 'taskStart').length).toBe(run.records().filter(({ type }) => type === 'taskExit').length);
  }
});

it('T4: a full trace file counts what is lost and says so, and the program runs on', async () => {
  const { run, status: code, records } = await trace([program('spawner'), '60'], { maxBytes: 20_000 });
  expect(code).toBe(0);
  expect(run.lost).toBeGreaterThan(100);
  expect(records.filter(({ type }) => type === 'note')).toHaveLength(1);
  expect(records.at(-1)).toMatchObject({ type: 'note', noteCode: 2 });
});

it('T4: a call that blocks is visible while it blocks', async () => {
  const run = launch(['/bin/sleep', '5'], { plan: planOf() });
  await run.record(({ type, nr }) => type === 'syscallEntry' && nr === 230);
  run.session.kill();
  expect(await run.end()).toBe(9);
});
