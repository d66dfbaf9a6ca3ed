import { element } from '../shared/element.js';
import { fill, formatDuration, formatTime } from '../shared/format.js';
import type { Row, Strings } from './messages.js';

/** Columns in their order; the class name of their cells. */
export const columns = ['time', 'process', 'call', 'arguments', 'result', 'duration', 'source'] as const;
type Column = (typeof columns)[number];

/** Colours by which processes are told apart; the style sheet has as many. */
const processColours = 6;

/** The row of the columns’ names. */
export function headerRow(strings: Strings): HTMLElement {
  const header = element('div', { className: 'row header', role: 'row' });
  header.setAttribute('aria-rowindex', '1');
  for (const column of columns) header.append(element('span', { className: `cell ${column}`, text: strings[column], role: 'columnheader' }));
  return header;
}

/** Makes and fills the elements of rows. Texts are only ever set as text. */
export class RowView {
  constructor(
    private readonly strings: Strings,
    private readonly slowNs: () => number,
  ) {}

  create(): HTMLElement {
    return element('div', { role: 'row' }, ...columns.map((column) => element('span', { className: `cell ${column}`, role: 'gridcell' })));
  }

  fill(target: HTMLElement, row: Row | undefined): void {
    const texts = row === undefined ? undefined : this.texts(row);
    for (const [at, column] of columns.entries()) {
      const cell = target.children[at];
      const text = texts?.[column] ?? '';
      if (cell instanceof HTMLElement && cell.textContent !== text) {
        cell.textContent = text;
        cell.title = text;
      }
    }
    const classes = row === undefined ? 'row awaited' : `row ${row.kind} process-${row.pid % processColours} ${this.marks(row)}`;
    if (target.className !== classes) target.className = classes;
  }

  /** The row as a line of strace’s text: what Ctrl+C copies while no details are there. */
  line(row: Row): string {
    return row.kind === 'syscall' ? `${row.name}(${row.args}) = ${row.result ?? '?'}` : `${row.name} ${row.args}`.trimEnd();
  }

  private texts(row: Row): Record<Column, string> {
    return {
      time: formatTime(row.timeNs),
      process: row.tid === row.pid ? String(row.pid) : `${row.pid}:${row.tid}`,
      call: row.name,
      arguments: row.args,
      result: row.result ?? (row.kind === 'syscall' ? this.strings.unfinished : ''),
      duration: row.durationNs === undefined ? '' : formatDuration(row.durationNs),
      source: row.source === undefined ? '' : `${row.source.path.slice(row.source.path.lastIndexOf('/') + 1)}:${row.source.line}`,
    };
  }

  private marks(row: Row): string {
    const failed = row.errno !== undefined ? 'failed' : '';
    const slow = row.durationNs !== undefined && row.durationNs >= this.slowNs() ? 'slow' : '';
    const unfinished = row.kind === 'syscall' && row.result === undefined ? 'unfinished' : '';
    return `${failed} ${slow} ${unfinished}`;
  }

  /** For the screen reader: what colours say to the eye. */
  announcement(row: Row): string {
    const marks = [row.errno === undefined ? '' : this.strings.error, row.durationNs !== undefined && row.durationNs >= this.slowNs() ? this.strings.slow : ''];
    return fill('{0} {1}', this.line(row), marks.filter((mark) => mark !== '').join(', '));
  }
}
