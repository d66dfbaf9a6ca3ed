import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { cxxHeader, place } from './generate.js';

it('T18: the C++ header is what the layout tables generate', () => {
  expect(readFileSync('native/record/layout.gen.h', 'utf8')).toBe(cxxHeader());
});

it('refuses a table that would need padding', () => {
  const field = (name: string, type: 'u8' | 'u32' | 'u64') => ({ name, type, doc: '' });
  expect(() => place('Gap', [field('a', 'u8'), field('b', 'u32')])).toThrow('Gap.b at 1');
  expect(() => place('Tail', [field('a', 'u64'), field('b', 'u32')])).toThrow('Tail of 12 bytes');
});
