import type { SyscallStatistic } from './syscallStatistics.js';

/** The columns of strace’s call summary, and those that are ours: percentiles. */
export const summaryColumns = [
  'time-percent',
  'total-time',
  'min-time',
  'max-time',
  'avg-time',
  'p50-time',
  'p90-time',
  'p99-time',
  'wall-total',
  'wall-min',
  'wall-max',
  'wall-avg',
  'calls',
  'errors',
  'name',
] as const;
export type SummaryColumn = (typeof summaryColumns)[number];

export const sortKeys = [
  'time',
  'min-time',
  'max-time',
  'avg-time',
  'wall-total',
  'wall-min',
  'wall-max',
  'wall-avg',
  'calls',
  'errors',
  'name',
  'nothing',
] as const;
export type SortKey = (typeof sortKeys)[number];

export const defaultColumns: readonly SummaryColumn[] = ['time-percent', 'total-time', 'avg-time', 'calls', 'errors', 'name'];

export interface SummaryOptions {
  readonly columns: readonly SummaryColumn[];
  readonly sortBy: SortKey;
  /** Taken off each call’s time (-O), in nanoseconds. */
  readonly overheadNs: number;
  nameOf(abi: number, nr: number): string;
}

interface WallTimes {
  readonly totalNs: number;
  readonly minNs: number;
  readonly maxNs: number;
  readonly averageUs: number;
}

/** One line of the table before it is formatted. */
interface Line {
  readonly name: string;
  readonly calls: number;
  readonly errors: number;
  readonly totalNs: number;
  readonly minNs: number;
  readonly maxNs: number;
  readonly averageUs: number;
  /** On the wall, whatever the times above are. */
  readonly wall: WallTimes;
  readonly percentile: (fraction: number) => number;
}

interface ColumnFormat {
  readonly title: string;
  readonly width: number;
  cell(line: Line, total: Line): string;
}

const seconds = (ns: number): string => (ns / 1e9).toFixed(6);
const time = (title: string, of: (line: Line) => number): ColumnFormat => ({ title, width: 8, cell: (line) => seconds(of(line)) });

const formats: Record<SummaryColumn, ColumnFormat> = {
  'time-percent': { title: '% time', width: 6, cell: (line, total) => percent(line, total).toFixed(2) },
  'total-time': { title: 'seconds', width: 11, cell: (line) => seconds(line.totalNs) },
  'min-time': time('shortest', (line) => line.minNs),
  'max-time': time('longest', (line) => line.maxNs),
  'avg-time': { title: 'usecs/call', width: 11, cell: (line) => String(line.averageUs) },
  'p50-time': time('p50', (line) => line.percentile(0.5)),
  'p90-time': time('p90', (line) => line.percentile(0.9)),
  'p99-time': time('p99', (line) => line.percentile(0.99)),
  'wall-total': { title: 'wall seconds', width: 12, cell: ({ wall }) => seconds(wall.totalNs) },
  'wall-min': { title: 'wall min', width: 8, cell: ({ wall }) => seconds(wall.minNs) },
  'wall-max': { title: 'wall max', width: 8, cell: ({ wall }) => seconds(wall.maxNs) },
  'wall-avg': { title: 'wall usecs/call', width: 15, cell: ({ wall }) => String(wall.averageUs) },
  calls: { title: 'calls', width: 9, cell: (line) => String(line.calls) },
  errors: { title: 'errors', width: 9, cell: (line) => (line.errors === 0 ? '' : String(line.errors)) },
  name: { title: 'syscall', width: 16, cell: (line) => line.name },
};

const compare: Record<SortKey, ((a: Line, b: Line) => number) | undefined> = {
  time: (a, b) => b.totalNs - a.totalNs,
  'min-time': (a, b) => b.minNs - a.minNs,
  'max-time': (a, b) => b.maxNs - a.maxNs,
  'avg-time': (a, b) => b.averageUs - a.averageUs,
  'wall-total': (a, b) => b.wall.totalNs - a.wall.totalNs,
  'wall-min': (a, b) => b.wall.minNs - a.wall.minNs,
  'wall-max': (a, b) => b.wall.maxNs - a.wall.maxNs,
  'wall-avg': (a, b) => b.wall.averageUs - a.wall.averageUs,
  calls: (a, b) => b.calls - a.calls,
  errors: (a, b) => b.errors - a.errors,
  name: (a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0),
  nothing: undefined,
};

/** Those whose calls returned, in the order that -S asks for. */
export function sorted(statistics: readonly SyscallStatistic[], options: SummaryOptions): SyscallStatistic[] {
  const pairs = statistics.filter(({ returned }) => returned > 0).map((statistic) => ({ statistic, line: lineOf(statistic, options) }));
  const order = compare[options.sortBy];
  if (order !== undefined) pairs.sort((a, b) => order(a.line, b.line));
  return pairs.map(({ statistic }) => statistic);
}

/**
 * The summary of `strace -c` for the statistics of one ABI: calls that returned, as strace counts them.
 * Ends with a newline; empty when nothing returned.
 */
export function summaryTable(statistics: readonly SyscallStatistic[], options: SummaryOptions): string {
  const lines = sorted(statistics, options).map((statistic) => lineOf(statistic, options));
  if (lines.length === 0) return '';
  const total = totalOf(lines, statistics);

  const columns = options.columns.includes('name') ? options.columns : [...options.columns, 'name' as const];
  const rows = lines.map((line) => columns.map((column) => formats[column].cell(line, total)));
  const last = columns.map((column) => formats[column].cell(total, total));
  const widths = columns.map((column, i) => Math.max(formats[column].width, ...(column === 'name' ? [] : [...rows, last].map((row) => row[i]?.length ?? 0))));
  const print = (cells: readonly string[]): string => cells.map((cell, i) => pad(cell, columns[i], widths[i] ?? 0, i === cells.length - 1)).join(' ');
  const rule = widths.map((width) => '-'.repeat(width)).join(' ');
  return [print(columns.map((column) => formats[column].title)), rule, ...rows.map(print), rule, print(last), ''].join('\n');
}

function pad(cell: string, column: SummaryColumn | undefined, width: number, isLast: boolean): string {
  if (column !== 'name') return cell.padStart(width);
  return isLast ? cell : cell.padEnd(width);
}

function lineOf(statistic: SyscallStatistic, { overheadNs, nameOf }: SummaryOptions): Line {
  const less = (ns: number): number => Math.max(0, ns - overheadNs);
  const totalNs = Math.max(0, statistic.totalNs - overheadNs * statistic.timed);
  const wallNs = Math.max(0, statistic.wall.totalNs - overheadNs * statistic.timed);
  return {
    name: nameOf(statistic.abi, statistic.nr),
    calls: statistic.returned,
    errors: statistic.errors,
    totalNs,
    minNs: less(statistic.minNs),
    maxNs: less(statistic.maxNs),
    averageUs: Math.floor(totalNs / 1000 / statistic.returned),
    wall: {
      totalNs: wallNs,
      minNs: less(statistic.wall.minNs),
      maxNs: less(statistic.wall.maxNs),
      averageUs: Math.floor(wallNs / 1000 / statistic.returned),
    },
    percentile: (fraction) => less(Math.min(statistic.maxNs, statistic.histogram.percentile(fraction))),
  };
}

function totalOf(lines: readonly Line[], statistics: readonly SyscallStatistic[]): Line {
  const sum = (of: (line: Line) => number): number => lines.reduce((total, line) => total + of(line), 0);
  const calls = sum((line) => line.calls);
  const totalNs = sum((line) => line.totalNs);
  const maxNs = Math.max(...lines.map((line) => line.maxNs));
  const percentile = (fraction: number): number => Math.min(maxNs, mergedPercentile(statistics, fraction));
  const wallNs = sum((line) => line.wall.totalNs);
  return {
    name: 'total',
    calls,
    errors: sum((line) => line.errors),
    totalNs,
    minNs: Math.min(...lines.map((line) => line.minNs)),
    maxNs,
    averageUs: Math.floor(totalNs / 1000 / calls),
    wall: {
      totalNs: wallNs,
      minNs: Math.min(...lines.map(({ wall }) => wall.minNs)),
      maxNs: Math.max(...lines.map(({ wall }) => wall.maxNs)),
      averageUs: Math.floor(wallNs / 1000 / calls),
    },
    percentile,
  };
}

function mergedPercentile(statistics: readonly SyscallStatistic[], fraction: number): number {
  const [first, ...rest] = statistics;
  if (first === undefined) return 0;
  const merged = first.histogram.copy();
  for (const statistic of rest) merged.merge(statistic.histogram);
  return merged.percentile(fraction);
}

function percent(line: Line, total: Line): number {
  if (line === total) return 100;
  return total.totalNs === 0 ? 0 : (100 * line.totalNs) / total.totalNs;
}
