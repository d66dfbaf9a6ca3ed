import { type SummaryOptions, sorted } from './summaryTable.js';
import type { SyscallStatistic } from './syscallStatistics.js';

const BAR = 40;
const UNITS = [
  ['ns', 1],
  ['us', 1e3],
  ['ms', 1e6],
  ['s', 1e9],
] as const;

/**
 * A log₂ histogram of durations for each syscall that was timed, in the order of the summary: a line for each power of two, with its
 * number of calls. Times are as measured: -O is not taken off. Ends with a newline; empty when nothing was timed.
 */
export function histogramTable(statistics: readonly SyscallStatistic[], options: SummaryOptions): string {
  return sorted(statistics, options)
    .filter(({ timed }) => timed > 0)
    .map((statistic) => `\n${options.nameOf(statistic.abi, statistic.nr)}: ${statistic.timed} ${statistic.timed === 1 ? 'call' : 'calls'}\n${rows(statistic)}`)
    .join('');
}

/** From the first power of two that has calls to the last. */
function rows({ histogram }: SyscallStatistic): string {
  const octaves = histogram.octaves();
  const most = Math.max(...octaves);
  const first = octaves.findIndex((count) => count > 0);
  return octaves
    .slice(first)
    .map((count, index) => row(first + index, count, most))
    .join('');
}

function row(octave: number, count: number, most: number): string {
  const from = octave === 0 ? 0 : 2 ** octave;
  const bar = '#'.repeat(count === 0 ? 0 : Math.max(1, Math.round((BAR * count) / most)));
  return `  ${timeText(from)} to ${timeText(2 ** (octave + 1))} ${String(count).padStart(9)} |${bar.padEnd(BAR)}|\n`;
}

/** Four significant digits at most, in the unit in which they are fewest. */
function timeText(ns: number): string {
  const [unit, size] = UNITS.findLast(([, at]) => ns >= at) ?? UNITS[0];
  const value = ns / size;
  const digits = unit === 'ns' ? 0 : value < 10 ? 2 : value < 100 ? 1 : 0;
  return `${value.toFixed(digits)} ${unit.padEnd(2)}`.padStart(8);
}
