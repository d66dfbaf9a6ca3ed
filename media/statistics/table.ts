import { button, element } from '../shared/element.js';
import { fill, formatCount, formatDuration } from '../shared/format.js';
import type { StatsRow, Strings } from './messages.js';
import type { Sorting, SortKey } from './sorting.js';

const columns = [
  { key: 'name', title: 'name' },
  { key: 'totalNs', title: 'share', className: 'share' },
  { key: 'totalNs', title: 'total' },
  { key: 'calls', title: 'calls' },
  { key: 'errors', title: 'errors' },
  { key: 'averageNs', title: 'average' },
  { key: 'minNs', title: 'minimum' },
  { key: 'maxNs', title: 'maximum' },
] as const satisfies readonly { readonly key: SortKey; readonly title: keyof Strings; readonly className?: string }[];

/** The headers: buttons that sort. */
export function headerCells(strings: Strings, sorting: Sorting, onSort: (key: SortKey) => void): HTMLElement[] {
  return columns.map(({ key, title }) => {
    const name = button(strings[title], 'link', () => onSort(key));
    name.dataset.sort = title;
    name.title = fill(strings.sortBy, strings[title]);
    const cell = element('th', { className: title === 'name' ? 'name' : title === 'share' ? 'share' : 'number' }, name);
    cell.scope = 'col';
    // One column says how the table is sorted: the share is only another look of the total.
    if (key === sorting.key && title !== 'share') cell.setAttribute('aria-sort', sorting.descending ? 'descending' : 'ascending');
    return cell;
  });
}

/** One syscall. `sum`: all of them. */
export function bodyRow(row: StatsRow, sum: StatsRow): HTMLElement {
  const share = sum.totalNs === 0 ? 0 : row.totalNs / sum.totalNs;
  const name = element('th', { className: 'name', text: row.name });
  name.scope = 'row';
  return element('tr', {}, name, shareCell(share), ...numbers(row));
}

export function sumRow(sum: StatsRow, strings: Strings): HTMLElement {
  const name = element('th', { className: 'name', text: strings.sum });
  name.scope = 'row';
  return element('tr', {}, name, element('td', { className: 'share' }), ...numbers(sum));
}

function numbers(row: StatsRow): HTMLElement[] {
  const errors = element('td', { className: row.errors > 0 ? 'number failed' : 'number', text: row.errors === 0 ? '' : formatCount(row.errors) });
  return [
    number(formatDuration(row.totalNs)),
    number(formatCount(row.calls)),
    errors,
    ...[row.averageNs, row.minNs, row.maxNs].map((ns) => number(formatDuration(ns))),
  ];
}

const number = (text: string): HTMLElement => element('td', { className: 'number', text });

function shareCell(share: number): HTMLElement {
  const bar = element('span', { className: 'bar' });
  bar.style.width = `${100 * share}%`;
  const percent = element('span', { className: 'percent', text: `${(100 * share).toFixed(1)} %` });
  return element('td', { className: 'share' }, element('span', { className: 'track' }, bar), percent);
}
