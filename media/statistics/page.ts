import { element } from '../shared/element.js';
import { fill } from '../shared/format.js';
import type { WebviewApi } from '../shared/webviewApi.js';
import type { StatsRow, Strings, ToHost, ToPage } from './messages.js';
import { clicked, initialSorting, type Sorting, sorted, summed } from './sorting.js';
import { bodyRow, headerCells, sumRow } from './table.js';

/** The Statistics view: one row a syscall, sorted by a click on a column. */
export class StatisticsPage {
  private readonly head = element('thead');
  private readonly body = element('tbody');
  private readonly foot = element('tfoot');
  private readonly table: HTMLTableElement;
  private readonly empty = element('div', { className: 'empty-place' });
  private sorting: Sorting;
  private rows: readonly StatsRow[] = [];

  constructor(
    root: HTMLElement,
    private readonly api: WebviewApi<ToHost, Sorting>,
    private readonly strings: Strings,
  ) {
    this.sorting = api.getState() ?? initialSorting;
    this.table = element('table', {}, this.head, this.body, this.foot);
    this.table.setAttribute('aria-label', strings.tableLabel);
    const place = element('main', { className: 'statistics' }, this.table);
    place.tabIndex = 0;
    place.addEventListener('copy', (event) => this.copy(event));
    root.replaceChildren(place, this.empty);
    this.showEmpty(strings.noTrace);
  }

  receive(message: ToPage): void {
    if (message.type === 'failed') this.showEmpty(fill(this.strings.failed, message.reason));
    else if (message.type === 'statistics') this.showRows(message.rows, message.name);
  }

  private showRows(rows: readonly StatsRow[] | undefined, name: string): void {
    this.rows = rows ?? [];
    if (this.rows.length === 0) this.showEmpty(rows === undefined ? this.strings.noTrace : fill(this.strings.noCalls, name));
    else this.render();
  }

  private showEmpty(text: string): void {
    this.table.hidden = true;
    this.empty.hidden = false;
    this.empty.replaceChildren(element('div', { className: 'empty' }, element('p', { text })));
  }

  private render(): void {
    this.table.hidden = false;
    this.empty.hidden = true;
    const sum = summed(this.rows);
    const focused = document.activeElement instanceof HTMLElement ? document.activeElement.dataset.sort : undefined;
    this.head.replaceChildren(element('tr', {}, ...headerCells(this.strings, this.sorting, (key) => this.sortBy(clicked(this.sorting, key)))));
    this.body.replaceChildren(...sorted(this.rows, this.sorting).map((row) => bodyRow(row, sum)));
    this.foot.replaceChildren(sumRow(sum, this.strings));
    if (focused !== undefined) this.head.querySelector<HTMLElement>(`[data-sort="${focused}"]`)?.focus();
  }

  private sortBy(sorting: Sorting): void {
    this.sorting = sorting;
    this.api.setState(sorting);
    this.render();
  }

  /** Without a selection the whole table is copied, as tab-separated values. */
  private copy(event: ClipboardEvent): void {
    if (this.rows.length === 0 || document.getSelection()?.toString()) return;
    event.preventDefault();
    const lines = sorted(this.rows, this.sorting).map((row) => [row.name, row.calls, row.errors, row.totalNs, row.averageNs, row.minNs, row.maxNs].join('\t'));
    const { name, calls, errors, total, average, minimum, maximum } = this.strings;
    const header = [name, calls, errors, ...[total, average, minimum, maximum].map((column) => `${column} (ns)`)].join('\t');
    this.api.postMessage({ type: 'copy', text: [header, ...lines].join('\n') });
  }
}
