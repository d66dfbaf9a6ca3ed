/** T4, T14: how soon a record can be seen, and how long a reader can hold the program up. */
import { performance } from 'node:perf_hooks';
import { expect, it } from 'vitest';
import { TraceFile } from '../../../adapter/record/traceFile.js';
import { launch, planOf, selection } from '../captureRun.js';
import { program } from '../programs.js';

const SYS_WRITE = 1;
const sanitized = process.env.SYSCALL_TRACE_PRELOAD !== undefined;

it('T4: a record can be read 10 ms after the event', async () => {
  // Alternates a sleep of 1 ms and a call: there is always something new, and never much.
  const run = launch([program('loop'), '5000', 'alone'], { plan: planOf() });
  const file = new TraceFile(run.session.readFd, run.tracePath);
  const ages: number[] = [];
  let seen = 0;
  while (ages.length < 40) {
    const oldestUnseen = await run.record(({ offset }) => offset > seen);
    // Both are CLOCK_MONOTONIC; timeNs counts from the start of the recording.
    ages.push((Number(process.hrtime.bigint() - file.startMonotonicNs) - oldestUnseen.timeNs) / 1e6);
    seen = run.records().at(-1)?.offset ?? seen;
  }
  run.session.kill();
  await run.end();
  ages.sort((a, b) => a - b);
  // Half of them: a loaded machine may take its time before it runs either side.
  expect(ages[ages.length / 2]).toBeLessThan(sanitized ? 50 : 10);
});

it('T14: a reader that stands still holds up a program in lockstep once, not at every call', async () => {
  const begin = performance.now();
  const writes = { nr: SYS_WRITE, selection: selection.trace | selection.inOrder };
  const run = launch(['/bin/sh', '-c', 'for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do echo $i; done'], {
    lockstep: true,
    plan: planOf([writes]),
  });
  expect(await run.end()).toBe(0);
  expect(run.records().filter(({ type, nr }) => type === 'syscallEntry' && nr === SYS_WRITE)).toHaveLength(20);
  // 20 waits of half a second would be 10 s.
  expect(performance.now() - begin).toBeLessThan(5000);
});

it('T14: the reader is waited for again when it has moved', async () => {
  const writes = { nr: SYS_WRITE, selection: selection.trace | selection.inOrder };
  const run = launch(['/bin/sh', '-c', 'echo 1; echo 2; echo 3'], { lockstep: true, plan: planOf([writes]) });
  const entries = () => run.records().filter(({ type, nr }) => type === 'syscallEntry' && nr === SYS_WRITE);
  await run.record(({ type, nr, offset }) => type === 'syscallExit' && nr === SYS_WRITE && offset > 0);
  // It gave up waiting for the first; whoever reads on is a reader again.
  run.session.consumed(entries()[0]?.offset ?? 0);
  expect(await run.end()).toBe(0);
  expect(entries()).toHaveLength(3);
});
