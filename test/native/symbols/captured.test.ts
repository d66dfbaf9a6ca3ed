import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { CaptureOptions } from '../../../adapter/capture/backend.js';
import type { Frame } from '../../../adapter/symbols/frame.js';
import { sourceOfCall } from '../../../adapter/symbols/sourceOfCall.js';
import { straceStackLines } from '../../../adapter/symbols/straceStack.js';
import { framesOf, recordStacks } from './recordedStacks.js';
import { hasTool, lineOf, newSymbolizer, ownNames, Workshop } from './snapshots.js';

const workshop = new Workshop();
afterAll(() => workshop.remove());

const write = 1;

const getppid = { x86_64: 110, i386: 64 };

async function framesOfCalls(program: string, options: Partial<CaptureOptions> = {}): Promise<Frame[][]> {
  const symbolizer = newSymbolizer();
  const { stacks } = await recordStacks([program], [write], options);
  return (await Promise.all(stacks.map((stack) => framesOf(symbolizer, stack)))).map(({ frames }) => frames);
}

describe('S10: stacks are unwound where the task stops, once the rows of its files are compiled', () => {
  const levels = ['innermost', ...Array.from({ length: 10 }, (_, index) => `level${10 - index}`)];
  test.each([
    ['-O2 -fomit-frame-pointer', '', [...levels, 'main', '_start']],
    ['-O0 -fno-omit-frame-pointer', '', [...levels, 'main', '_start']],
    ['-O2 -static', '', [...levels, 'main', '_start']],
    ['-O2', 'handler', [...levels, 'handler', 'main', '_start']],
    ['-O2', 'thread', [...levels, 'thread']],
    ['-m32 -O2 -fomit-frame-pointer', '', [...levels, 'main', '_start']],
    ['-m32 -O2', 'handler', [...levels, 'handler', 'main', '_start']],
    // Rows in .debug_frame alone.
    ['-O2 -g -fno-asynchronous-unwind-tables -fno-unwind-tables', '', [...levels, 'main', '_start']],
  ])('gcc %s, %s', async (flags, where, expected) => {
    const program = workshop.compile('deepCalls.c', flags.split(' '));
    const abi = flags.includes('-m32') ? 'i386' : 'x86_64';
    const number = getppid[abi];
    const { stacks, types } = await recordStacks([program, '20000', ...(where === '' ? [] : [where])], [number], {}, abi);
    const symbolizer = newSymbolizer();
    const last = stacks.at(-1);
    expect(last?.kind).toBe('unwound');
    const { frames, end } = await framesOf(symbolizer, last!);
    expect(end).toBe('start');
    expect(ownNames(frames).filter((name) => expected.includes(name))).toEqual(expected);
    // Equal stacks are stored once for each state of the mappings.
    expect(types.filter((type) => type === 'frames').length).toBeLessThan(5);
    expect(types.filter((type) => type === 'sameFrames').length).toBeGreaterThan(1000);
    // A copy gives the same; that of a 32-bit process ends in its vdso once it is gone.
    if (abi === 'i386') return;
    const copied = (await recordStacks([program, '1', ...(where === '' ? [] : [where])], [number], { stackFrames: 0 }, abi)).stacks.at(-1)!;
    expect(copied.kind).toBe('copied');
    const names = (list: readonly Frame[]) => list.map(({ symbol, symbolOffset, module }) => `${symbol}+${symbolOffset} ${module}`);
    expect(names((await framesOf(symbolizer, copied)).frames)).toEqual(names(frames));
  });
});

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
