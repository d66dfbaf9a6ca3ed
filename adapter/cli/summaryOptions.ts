import { type SortKey, type SummaryColumn, summaryColumns } from '../stats/summaryTable.js';
import { usageError } from './cliError.js';

const columnNames: Readonly<Record<string, SummaryColumn>> = {
  ...Object.fromEntries(summaryColumns.map((name) => [name, name])),
  time: 'time-percent',
  'time-total': 'total-time',
  'time-min': 'min-time',
  shortest: 'min-time',
  'time-max': 'max-time',
  longest: 'max-time',
  'time-avg': 'avg-time',
  p50: 'p50-time',
  p90: 'p90-time',
  p99: 'p99-time',
  'total-wall': 'wall-total',
  'min-wall': 'wall-min',
  'max-wall': 'wall-max',
  'avg-wall': 'wall-avg',
  count: 'calls',
  error: 'errors',
  syscall: 'name',
  'syscall-name': 'name',
};

const sortNames: Readonly<Record<string, SortKey>> = {
  time: 'time',
  'time-percent': 'time',
  'time-total': 'time',
  'total-time': 'time',
  'min-time': 'min-time',
  shortest: 'min-time',
  'time-min': 'min-time',
  'max-time': 'max-time',
  longest: 'max-time',
  'time-max': 'max-time',
  'avg-time': 'avg-time',
  'time-avg': 'avg-time',
  'wall-total': 'wall-total',
  'total-wall': 'wall-total',
  'wall-min': 'wall-min',
  'min-wall': 'wall-min',
  'wall-max': 'wall-max',
  'max-wall': 'wall-max',
  'wall-avg': 'wall-avg',
  'avg-wall': 'wall-avg',
  calls: 'calls',
  count: 'calls',
  errors: 'errors',
  error: 'errors',
  name: 'name',
  syscall: 'name',
  'syscall-name': 'name',
  nothing: 'nothing',
  none: 'nothing',
};

export function parseSort(value: string): SortKey {
  const key = sortNames[value];
  if (key === undefined) throw usageError(`invalid sortby: '${value}'`);
  return key;
}

export function parseColumns(value: string): SummaryColumn[] {
  const columns: SummaryColumn[] = [];
  const words = value.split(',');
  for (const [index, word] of words.entries()) {
    const column = columnNames[word];
    if (column === undefined) throw usageError(`unknown column name: '${word}'`);
    if (columns.includes(column))
      throw usageError(`call summary column has been provided more than once: '${word}' (-U option residual: '${words.slice(index).join(',')}')`);
    columns.push(column);
  }
  return columns;
}
