import { expect, test } from 'vitest';
import { fuzzSymbols } from './symbolFuzzer.js';

const seconds = Number(process.env.FUZZ_SECONDS ?? 4);
const seed = Number(process.env.FUZZ_SEED ?? 1);

test(
  'S14: damaged files are answered or refused',
  async () => {
    expect(await fuzzSymbols(seconds, seed)).toBeGreaterThan(seconds);
  },
  (seconds + 120) * 1000,
);
