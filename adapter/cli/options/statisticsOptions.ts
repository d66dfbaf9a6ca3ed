import { usageError } from '../cliError.js';
import { timeSpan } from '../numbers.js';
import { parseColumns, parseSort } from '../summaryOptions.js';
import type { Spec } from './optionSpec.js';

/** The summary. */
export const statisticsOptions: readonly Spec[] = [
  {
    short: 'c',
    long: ['summary-only'],
    group: 'Statistics',
    help: 'count calls, errors and time, and print a table at the end instead of the calls',
    apply: (settings) => {
      if (settings.summary === 'also') throw usageError('-c/--summary-only and -C/--summary are mutually exclusive');
      settings.summary = 'only';
    },
  },
  {
    short: 'C',
    long: ['summary'],
    group: 'Statistics',
    help: 'print the calls and the table',
    apply: (settings) => {
      if (settings.summary === 'only') throw usageError('-c/--summary-only and -C/--summary are mutually exclusive');
      settings.summary = 'also';
    },
  },
  {
    short: 'w',
    long: ['summary-wall-clock'],
    group: 'Statistics',
    help: 'table of wall-clock times',
    apply: (settings) => {
      settings.wallClock = true;
      settings.summaryOnly.push('-w/--summary-wall-clock');
    },
  },
  {
    short: 'O',
    long: ['summary-syscall-overhead'],
    shortArgument: 'required',
    longArgument: 'required',
    argumentName: 'TIME',
    group: 'Statistics',
    help: 'take this off each call',
    apply: (settings, value, spelling) => {
      settings.overheadNs = timeSpan(value, spelling);
    },
  },
  {
    short: 'S',
    long: ['summary-sort-by'],
    shortArgument: 'required',
    longArgument: 'required',
    argumentName: 'KEY',
    group: 'Statistics',
    help: 'sort by time, min-time, max-time, avg-time, wall-total, wall-min, wall-max, wall-avg, calls, errors, name or nothing',
    apply: (settings, value) => {
      settings.sortBy = parseSort(value ?? '');
      settings.sortAsked = true;
    },
  },
  {
    short: 'U',
    long: ['summary-columns'],
    shortArgument: 'required',
    longArgument: 'required',
    argumentName: 'COLUMNS',
    group: 'Statistics',
    help: 'time-percent, total-time, min-time, max-time, avg-time, p50-time, p90-time, p99-time, wall-total, wall-min, wall-max, wall-avg, calls, errors, name',
    apply: (settings, value) => {
      settings.columns = parseColumns(value ?? '');
      settings.summaryOnly.push('-U/--summary-columns');
    },
  },
  {
    long: ['histogram'],
    ownName: true,
    group: 'Statistics',
    help: 'below the table, how many calls of each syscall took how long, by powers of two',
    apply: (settings) => {
      settings.histogram = true;
      settings.summaryOnly.push('--histogram');
    },
  },
];
