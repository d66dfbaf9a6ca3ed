import { expect, it } from 'vitest';
import type { StatsRow } from './messages.js';
import { clicked, initialSorting, sorted, summed } from './sorting.js';

const row = (name: string, calls: number, totalNs: number): StatsRow => ({
  name,
  calls,
  errors: calls % 2,
  totalNs,
  averageNs: totalNs / calls,
  minNs: 5,
  maxNs: totalNs,
});
const rows = [row('read', 3, 30), row('write', 9, 10), row('close', 3, 90)];
const names = (list: readonly StatsRow[]) => list.map(({ name }) => name).join(' ');

it('T11: sorts by time first, by any column after', () => {
  expect(names(sorted(rows, initialSorting))).toBe('close read write');
  expect(names(sorted(rows, { key: 'name', descending: false }))).toBe('close read write');
  expect(names(sorted(rows, { key: 'calls', descending: true }))).toBe('write close read');
  expect(names(sorted(rows, { key: 'calls', descending: false }))).toBe('close read write');
  expect(names(rows)).toBe('read write close');
});

it('a click sorts numbers from the largest, names from A, and turns the order round', () => {
  expect(clicked(initialSorting, 'calls')).toEqual({ key: 'calls', descending: true });
  expect(clicked(initialSorting, 'totalNs')).toEqual({ key: 'totalNs', descending: false });
  expect(clicked(initialSorting, 'name')).toEqual({ key: 'name', descending: false });
});

it('sums the table up', () => {
  expect(summed(rows)).toEqual({ name: '', calls: 15, errors: 3, totalNs: 130, averageNs: 130 / 15, minNs: 5, maxNs: 90 });
  expect(summed([])).toEqual({ name: '', calls: 0, errors: 0, totalNs: 0, averageNs: 0, minNs: 0, maxNs: 0 });
});
