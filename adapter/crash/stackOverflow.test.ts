import { expect, test } from 'vitest';
import type { Frame } from '../symbols/frame.js';
import { recursionWords } from './stackOverflow.js';

const frames = (...names: string[]): Frame[] => names.map((symbol) => ({ quality: 'symbol', address: 1n, symbol, inlined: false }));
const times = (count: number, ...names: string[]): string[] => Array.from({ length: count }, () => names).flat();

test('C5: the function that repeats is named, and who called it first', () => {
  expect(recursionWords(frames(...times(6, 'f'), 'main'), true)).toBe('f calls itself: 6 of the frames are its own; main began it.');
  expect(recursionWords(frames(...times(6, 'f')), false)).toBe('f calls itself: at least 6 of the frames are its own.');
  expect(recursionWords(frames('leaf', ...times(6, 'f'), 'main'), true)).toBe('f calls itself: 6 of the frames are its own; main began it.');
});

test('C5: functions that call each other in a circle', () => {
  expect(recursionWords(frames(...times(5, 'a', 'b', 'c'), 'main'), true)).toBe(
    'a ← b ← c call each other in a circle: 15 of the frames are theirs; main began it.',
  );
});

test('C5: frames that do not repeat are no recursion', () => {
  expect(recursionWords(frames('a', 'b', 'c', 'd', 'e', 'main'), true)).toBeUndefined();
  expect(recursionWords(frames('f', 'f', 'f', 'main'), true)).toBeUndefined();
  expect(recursionWords([], true)).toBeUndefined();
});
