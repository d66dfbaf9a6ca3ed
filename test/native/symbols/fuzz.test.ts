import { expect, test } from 'vitest';
import { fuzzSymbols } from '../../fuzz/symbolFuzzer.js';

/** Under sanitizers it is this test that counts; without, test/fuzz has it too. */
const seconds = process.env.ASAN_OPTIONS === undefined ? 2 : 20;

test('S14: damaged files are answered or refused', { timeout: 180_000 }, async () => {
  expect(await fuzzSymbols(seconds, 1)).toBeGreaterThan(10);
});
