import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import type { CrashReport } from '../../../adapter/crash/crashReport.js';
import { describeCode } from '../../../adapter/crash/faultCodes.js';
import { expectedFaults, ownFrames } from './expectedFaults.js';
import { type BuildName, builds, checksSource, FaultPrograms, faultsSource } from './faultPrograms.js';
import { reportOf } from './ptraceCrashes.js';

const programs = new FaultPrograms();
afterAll(() => programs.remove());

/** Function and line of each frame of the program’s own source, innermost first. */
function framesOf({ context }: CrashReport): [string | undefined, number | undefined][] {
  return context.frames.filter(({ file }) => file === faultsSource).map(({ symbol, line }) => [symbol, line]);
}

describe.each(Object.keys(builds) as BuildName[])('C2, C4, C5: a program built by %s', (build) => {
  test.each(Object.keys(expectedFaults))('%s', async (kind) => {
    const expected = expectedFaults[kind]!;
    const report = await reportOf([programs.build(build), kind]);
    const { context, diagnosis } = report;
    expect([context.signal, describeCode(context.signal, context.facts.code).name]).toEqual([expected.signal, expected.code]);
    expect(diagnosis, diagnosis.summary).toMatchObject({ kind: expected.kind });
    expect(context.access).toBe(expected.access);
    if (expected.summary !== undefined) expect(diagnosis.summary).toMatch(expected.summary);
    expect(context.facts.handled).toBe(kind === 'handled');
    if (kind.endsWith('verflow') && expected.kind === 'stackOverflow') {
      expect(diagnosis.details[0]).toMatch(/^descend calls itself: at least \d+ of the frames are its own/);
      expect(framesOf(report)[0]![0]).toBe('descend');
    } else if (kind === 'returnOverwritten') {
      // The caller’s address is what was overwritten.
      expect(framesOf(report)[0]![0]).toBe('returnOverwritten');
    } else expect(framesOf(report)).toEqual(ownFrames(expected));
  });
});

test('S4, C4: a stripped program whose debug information lies in a separate file', async () => {
  const report = await reportOf([programs.stripped(), 'nullPointer']);
  expect(framesOf(report)).toEqual(ownFrames(expectedFaults.nullPointer!));
});

test('C2: who crashed', async () => {
  const program = programs.build('gcc -O0');
  const { facts } = (await reportOf([program, 'nullPointer', 'an argument', ''])).context;
  expect(facts).toMatchObject({
    executable: program,
    commandLine: [program, 'nullPointer', 'an argument', ''],
    comm: 'faults-0',
    parentPid: process.pid,
    uid: process.getuid?.(),
    gid: process.getgid?.(),
    signo: 11,
    mapsOrigin: 'proc',
    stackComplete: true,
    faultPlace: { kind: 'unmapped' },
  });
  expect(Math.abs(Number(facts.realtimeNs / 1_000_000n) - Date.now())).toBeLessThan(60_000);
});

test.each([
  ['uncaught', 'uncaughtException', 'uncaught()'],
  ['fortified', 'overrun', 'fortified(char const*)'],
])('C5: what a library’s own check found: %s', async (kind, cause, symbol) => {
  const { diagnosis } = await reportOf([programs.checks(), kind]);
  expect(diagnosis.kind).toBe(cause);
  expect(diagnosis.details).toEqual([expect.stringMatching(/^It happened in .* \(.*checks\.cc:\d+\)\.$/)]);
  expect(diagnosis.details[0]).toContain(`It happened in ${symbol} (${checksSource}:${checkLine(kind)})`);
});

const hasKeys = / ospke( |$)/m.test(readFileSync('/proc/cpuinfo', 'utf8'));
test.skipIf(!hasKeys)(`C5: memory that a protection key forbids${hasKeys ? '' : ' (skipped: this processor has none)'}`, async () => {
  const { context, diagnosis } = await reportOf([programs.checks(), 'protectionKey']);
  expect(describeCode(context.signal, context.facts.code).name).toBe('SEGV_PKUERR');
  expect(diagnosis).toMatchObject({ kind: 'protectionKey' });
  expect(diagnosis.summary).toMatch(/^Protection key: write of 1 byte at 0x[0-9a-f]+ in anonymous memory is forbidden/);
});

function checkLine(mark: string): number {
  return (
    readFileSync(checksSource, 'utf8')
      .split('\n')
      .findIndex((line) => line.endsWith(`// ${mark}`)) + 1
  );
}
