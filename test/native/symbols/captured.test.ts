import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { selection } from '../../../adapter/plan/op.js';
import type { Frame, StackSnapshot } from '../../../adapter/symbols/frame.js';
import { sourceOfCall } from '../../../adapter/symbols/sourceOfCall.js';
import { straceStackLines } from '../../../adapter/symbols/straceStack.js';
import { launch, planOf } from '../captureRun.js';
import type { Recorded } from '../records.js';
import { hasTool, lineOf, newSymbolizer, Workshop } from './snapshots.js';

const workshop = new Workshop();
afterAll(() => workshop.remove());

const write = 1;

/** The Stack records of all write(2) calls of a program that ran to its end, and the records that they refer to. */
async function captureStacks(program: string): Promise<StackSnapshot[]> {
  const both = selection.trace | selection.stack;
  const run = launch([program], { plan: planOf([{ nr: write, selection: both }], selection.trace), stackBytes: 1 << 16, temporary: false });
  try {
    await run.end();
    const records = run.records();
    return records.filter(({ type }) => type === 'stack').map((record) => snapshotOf(record, records));
  } finally {
    rmSync(run.tracePath, { force: true });
  }
}

function snapshotOf(record: Recorded, records: readonly Recorded[]): StackSnapshot {
  const blob = (of: Recorded | undefined, kind: string) => {
    const found = of?.blobs.find((one) => one.kind === kind);
    if (found === undefined) throw new Error(`no blob ${kind}`);
    return found;
  };
  const maps = records.find(({ offset }) => offset === record.mapsOffset);
  const stack = blob(record, 'stack');
  return { maps: blob(maps, 'maps').data, registers: blob(record, 'regs').data, stackAddress: stack.addr, stack: stack.data };
}

async function framesOfCalls(program: string): Promise<Frame[][]> {
  const symbolizer = newSymbolizer();
  const stacks = await Promise.all((await captureStacks(program)).map((snapshot) => symbolizer.stack(snapshot, 256)));
  return stacks.map(({ frames }) => frames);
}

test('T17: the source line of each traced call, after the program is gone', async () => {
  const calls = await framesOfCalls(workshop.compile('calls.c', ['-O1', '-g']));
  expect(calls.length).toBeGreaterThan(3);
  for (const frames of calls) {
    expect(sourceOfCall(frames)).toMatchObject({ symbol: 'say', line: lineOf('calls.c', 'write(2, text, 1)') });
    expect(frames.map(({ symbol }) => symbol)).toEqual(expect.arrayContaining(['write', 'say', 'main', '_start']));
  }
});

const strace = spawnSync('strace', ['-k', '-o', '/dev/null', 'true']).status === 0;

describe.skipIf(!strace || !hasTool('gcc'))('S10: the stacks that strace -k prints', () => {
  test.each(['-O0 -g', '-O2 -fomit-frame-pointer', '-O1 -no-pie', '-O2 -s'])('gcc %s', async (flags) => {
    const program = workshop.compile('calls.c', flags.split(' '));
    const log = join(workshop.directory, 'strace.log');
    const { status, stderr } = spawnSync('strace', ['-k', '-o', log, '-e', 'trace=write', program], { encoding: 'utf8' });
    expect([status, stderr.replace(/[ch]/g, '')]).toEqual([0, '']);
    const theirs = stacksIn(readFileSync(log, 'utf8'));
    const ours = (await framesOfCalls(program)).map((frames) => straceStackLines(frames));
    expect(ours.map((lines) => lines.map(withoutName))).toEqual(theirs.map((lines) => lines.map(withoutName)));
    // strace looks only into the mapped files, and names any symbol before the address: names of libc differ.
    const own = (lines: string[][]) => lines.flat().filter((line) => line.startsWith(` > ${program}(`));
    expect(own(ours)).toEqual(own(theirs));
  });

  /** The lines below each write(2); strace prints stacks of signals too. */
  function stacksIn(log: string): string[][] {
    const stacks: string[][] = [];
    let current: string[] | undefined;
    for (const line of log.split('\n')) {
      if (line.startsWith(' > ')) {
        current?.push(line);
        continue;
      }
      current = line.startsWith('write(') ? [] : undefined;
      if (current !== undefined) stacks.push(current);
    }
    return stacks;
  }

  function withoutName(line: string): string {
    return line.replace(/\([^()]*(\([^()]*\))?[^()]*\) \[/, '() [');
  }
});
