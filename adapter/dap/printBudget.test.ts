import { expect, test } from 'vitest';
import { omittedNote, PrintBudget } from './printBudget.js';

test('U2: lines are limited by the second and in all, and those left out are counted', () => {
  const budget = new PrintBudget({ perSecond: 3, total: 5 });
  const taken = (nowMs: number, count: number) => Array.from({ length: count }, () => budget.take(nowMs)).filter(Boolean).length;
  expect(taken(0, 10)).toBe(3);
  expect(budget.takeOmitted()).toBe(7);
  expect(budget.takeOmitted()).toBe(0);
  expect(taken(999, 1)).toBe(0);
  expect(taken(1000, 10)).toBe(2);
  expect(budget.exhausted).toBe(true);
  expect(taken(5000, 4)).toBe(0);
  expect(budget.takeOmitted()).toBe(13);
  expect(omittedNote(12345)).toBe('… 12,345 calls not shown; see the Syscalls view');
});
