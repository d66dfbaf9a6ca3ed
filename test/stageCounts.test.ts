import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readCounts } from './stageCounts.mjs';

describe('the counts of a stage', () => {
  let results: string;
  beforeEach(() => {
    results = path.join(mkdtempSync(path.join(os.tmpdir(), 'counts-')), 'results.json');
  });
  afterEach(() => rmSync(path.dirname(results), { recursive: true }));

  const vitest = { counts: 'vitest' } as const;
  const write = (...testResults: object[]) => writeFileSync(results, JSON.stringify({ testResults }));
  const test = (fullName: string, status: string) => ({ fullName, status });

  it('are those of the tests, with the skipped ones by name', () => {
    write({
      name: 'a.test.ts',
      status: 'failed',
      assertionResults: [test('one', 'passed'), test('two', 'failed'), test('three', 'skipped'), test('four', 'todo')],
    });
    expect(readCounts(vitest, results, 1)).toEqual({ passed: 1, failed: 1, skipped: 2, skippedNames: ['three', 'four'] });
  });

  it('hold one failure for a file that could not be loaded', () => {
    write({ name: 'a.test.ts', status: 'failed', assertionResults: [] }, { name: 'b.test.ts', status: 'passed', assertionResults: [test('one', 'passed')] });
    expect(readCounts(vitest, results, 1)).toMatchObject({ passed: 1, failed: 1 });
  });

  it('hold one failure for a stage that ends badly though its tests passed', () => {
    write({ name: 'a.test.ts', status: 'passed', assertionResults: [test('one', 'passed')] });
    expect(readCounts(vitest, results, null)).toMatchObject({ passed: 1, failed: 1 });
    expect(readCounts(vitest, results, 0)).toMatchObject({ passed: 1, failed: 0 });
  });

  it('hold one failure for a stage that ran nothing', () => {
    expect(readCounts(vitest, results, 0)).toMatchObject({ passed: 0, failed: 1 });
  });

  it('are one for a check', () => {
    expect(readCounts({ counts: 'check' }, results, 0)).toMatchObject({ passed: 1, failed: 0 });
    expect(readCounts({ counts: 'check' }, results, 2)).toMatchObject({ passed: 0, failed: 1 });
  });

  it('come from Mocha in the extension host, too', () => {
    writeFileSync(
      results,
      JSON.stringify([
        { title: 'one', state: 'passed', duration: 1 },
        { title: 'two', state: 'skipped', duration: 0 },
      ]),
    );
    expect(readCounts({ counts: 'integration' }, results, 0)).toEqual({ passed: 1, failed: 0, skipped: 1, skippedNames: ['two'] });
  });
});
