import type { StatsRow } from './messages.js';

/** Columns by which the table can be sorted. The share of the time sorts as the total does. */
export const sortKeys = ['name', 'totalNs', 'calls', 'errors', 'averageNs', 'minNs', 'maxNs'] as const;
export type SortKey = (typeof sortKeys)[number];

export interface Sorting {
  readonly key: SortKey;
  readonly descending: boolean;
}

/** Where most of the time went, first. */
export const initialSorting: Sorting = { key: 'totalNs', descending: true };

/** The sorting after a click on a column: the other direction of the same one, else what is most wanted of another. */
export function clicked(current: Sorting, key: SortKey): Sorting {
  return current.key === key ? { key, descending: !current.descending } : { key, descending: key !== 'name' };
}

/** A sorted copy; equal rows are in the order of their names. */
export function sorted(rows: readonly StatsRow[], { key, descending }: Sorting): StatsRow[] {
  const direction = descending ? -1 : 1;
  return [...rows].sort((a, b) => direction * compare(a, b, key) || compareNames(a, b));
}

function compare(a: StatsRow, b: StatsRow, key: SortKey): number {
  return key === 'name' ? compareNames(a, b) : a[key] - b[key];
}

/** Syscall names are ASCII identifiers. */
const compareNames = (a: StatsRow, b: StatsRow): number => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);

/** All rows as one. */
export function summed(rows: readonly StatsRow[]): StatsRow {
  let [calls, errors, totalNs, maxNs, minNs] = [0, 0, 0, 0, Number.POSITIVE_INFINITY];
  for (const row of rows) {
    calls += row.calls;
    errors += row.errors;
    totalNs += row.totalNs;
    // Calls that never returned took no time that is known.
    if (row.maxNs > 0) minNs = Math.min(minNs, row.minNs);
    maxNs = Math.max(maxNs, row.maxNs);
  }
  return { name: '', calls, errors, totalNs, averageNs: calls === 0 ? 0 : totalNs / calls, minNs: Number.isFinite(minNs) ? minNs : 0, maxNs };
}
