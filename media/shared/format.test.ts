import { expect, it } from 'vitest';
import { fill, formatDuration, formatTime } from './format.js';

it('shows durations by three digits and a unit', () => {
  const shown = [0, 999, 999.6, 1000, 12_345, 99_960, 999_499, 999_600, 1_234_567, 61e9].map(formatDuration);
  expect(shown).toEqual(['0 ns', '999 ns', '1.00 µs', '1.00 µs', '12.3 µs', '100 µs', '999 µs', '1.00 ms', '1.23 ms', '61.0 s']);
});

it('shows times to the microsecond', () => {
  expect(formatTime(1_234_567_890)).toBe('1.234568');
});

it('fills places in translated texts', () => {
  expect(fill('{1} of {0}, {2}', 'a', 3)).toBe('3 of a, {2}');
});
