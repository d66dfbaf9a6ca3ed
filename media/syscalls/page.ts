import { button, element } from '../shared/element.js';
import { fill, formatCount } from '../shared/format.js';
import { PageCache } from '../shared/pageCache.js';
import { RowList } from '../shared/rowList.js';
import { splitter } from '../shared/splitter.js';
import type { WebviewApi } from '../shared/webviewApi.js';
import { DetailsPane } from './detailsPane.js';
import { emptyState } from './emptyState.js';
import type { Row, ShownTrace, Strings, ToHost, ToPage } from './messages.js';
import { headerRow, RowView } from './rowView.js';
import { Tail } from './tail.js';
import { Toolbar } from './toolbar.js';

/** Kept by the editor while the view is hidden. */
export interface PageState {
  readonly traceId: string | undefined;
  readonly top: number;
  readonly selected: number | undefined;
  readonly follows: boolean;
  readonly detailsOpen: boolean;
  readonly detailsShare: number;
}

const initialState: PageState = { traceId: undefined, top: 0, selected: undefined, follows: true, detailsOpen: false, detailsShare: 0.36 };
/** Pixels; `.row` of shared.css. */
const rowHeight = 22;
/** The details lie beside the list from this width on, in pixels; syscalls.css says the same. */
const sideBySideWidth = 640;

type OfTrace = Exclude<ToPage, { type: 'setup' | 'trace' | 'follow' }>;
const idOf = (message: OfTrace): string => (message.type === 'progress' ? message.trace.id : message.traceId);

/** The Syscalls view: the list, the details, and what stands there while there is nothing. */
export class SyscallsPage {
  private readonly rows = new PageCache<Row>((row) => row.kind !== 'syscall' || row.result !== undefined);
  private readonly rowView: RowView;
  private readonly list: RowList<Row>;
  private readonly tail: Tail;
  private readonly details: DetailsPane;
  private readonly toolbar = new Toolbar();
  private readonly main: HTMLElement;
  private readonly empty = element('div', { className: 'empty-place' });
  private readonly newest: HTMLButtonElement;
  private readonly announcer = element('div', { className: 'only-heard' });
  private state: PageState;
  private trace: ShownTrace | undefined;
  private canLaunch = true;
  /** The row whose details are shown or awaited. */
  private detailed: number | undefined;

  constructor(
    root: HTMLElement,
    private readonly api: WebviewApi<ToHost, PageState>,
    private readonly strings: Strings,
    slowNs: number,
  ) {
    this.state = { ...initialState, ...api.getState() };
    this.rowView = new RowView(strings, () => slowNs);
    this.list = new RowList<Row>({
      rowHeight,
      label: strings.rowsLabel,
      header: headerRow(strings),
      row: (index) => this.rows.get(index),
      createRow: () => this.rowView.create(),
      fillRow: (target, row) => this.rowView.fill(target, row),
      onVisible: (first, end) => this.onVisible(first, end),
      onSelect: (index) => this.onSelect(index),
      onActivate: (index, strongly) => this.open(index, strongly),
      onCopy: (index) => this.copy(index),
      onFollow: (follows) => this.onFollow(follows),
    });
    this.tail = new Tail({
      rowsInView: () => this.list.rowsInView,
      ask: (first, end) => this.ask(first, end),
      isHere: (index) => this.rows.get(index) !== undefined,
      advance: (count) => this.list.setCount(count),
    });
    this.details = new DetailsPane(strings, {
      openSource: (path, line) => this.send({ type: 'openSource', path, line, take: false }),
      copy: (text) => this.send({ type: 'copy', text }),
      close: () => this.closeDetails(),
    });
    this.newest = button('', 'primary', () => this.list.follow());
    this.newest.classList.add('newest');
    this.newest.title = strings.followHint;
    this.announcer.setAttribute('aria-live', 'polite');
    this.main = this.layOut();
    root.replaceChildren(this.toolbar.element, this.main, this.empty, this.announcer);
    this.showParts();
  }

  receive(message: ToPage): void {
    if (message.type === 'trace') this.showTrace(message.trace, message.canLaunch);
    else if (message.type === 'follow') this.list.follow();
    else if (message.type !== 'setup' && idOf(message) === this.trace?.id) this.receiveOfTrace(message);
  }

  private receiveOfTrace(message: OfTrace): void {
    switch (message.type) {
      case 'progress':
        this.onProgress(message);
        break;
      case 'rows':
        this.rows.fill(message.start, message.rows);
        this.grow(message.total);
        this.tail.answered();
        this.list.refresh();
        break;
      case 'rowsFailed':
        this.rows.fail(message.start);
        this.tail.refused();
        this.list.refresh();
        break;
      case 'sources':
        for (const { index, path, line } of message.sources) this.rows.change(index, (row) => ({ ...row, source: { path, line } }));
        this.list.refresh();
        break;
      case 'details':
        if (message.index === this.detailed) this.details.show(message.details);
        break;
      case 'detailsFailed':
        if (message.index === this.detailed) this.details.showFailure(fill(this.strings.failed, message.reason));
        break;
    }
  }

  private layOut(): HTMLElement {
    const listPlace = element('div', { className: 'list-place' }, this.list.element, this.newest);
    const main = element('main', { className: 'syscalls' });
    const bar = splitter(
      this.strings.resizeDetails,
      () => main.clientWidth >= sideBySideWidth,
      this.state.detailsShare,
      (detailsShare) => {
        main.style.setProperty('--details-share', `${100 * detailsShare}%`);
        this.keep({ detailsShare });
      },
    );
    main.append(listPlace, bar, this.details.element);
    main.addEventListener('keydown', (event) => {
      if (event.key === 'Escape' && this.state.detailsOpen) this.closeDetails();
    });
    return main;
  }

  private showTrace(trace: ShownTrace | undefined, canLaunch: boolean): void {
    const former = this.state.traceId === trace?.id ? this.state : { ...this.state, ...{ top: 0, selected: undefined, follows: true } };
    this.trace = trace;
    this.canLaunch = canLaunch;
    this.rows.clear();
    this.detailed = undefined;
    this.state = { ...former, traceId: trace?.id };
    // A trace that is over is read from its beginning.
    const follows = former.follows && trace?.state !== 'ended';
    this.list.reset(trace?.total ?? 0, { ...former, follows });
    this.tail.reset(trace?.total ?? 0);
    this.toolbar.show(trace);
    this.showParts();
    if (former.selected !== undefined && this.state.detailsOpen) this.askDetails(former.selected);
  }

  private onProgress({ trace }: Extract<ToPage, { type: 'progress' }>): void {
    if (this.trace === undefined) return;
    const ended = trace.state === 'ended' && this.trace.state !== 'ended';
    const total = Math.max(trace.total, this.trace.total);
    this.trace = { ...trace, total: this.trace.total };
    this.toolbar.show(this.trace);
    if (ended) this.rows.outdateAll();
    else this.rows.outdate();
    this.grow(total);
  }

  private grow(total: number): void {
    if (this.trace === undefined) return;
    this.trace = { ...this.trace, total: Math.max(total, this.trace.total) };
    if (this.list.follows) this.tail.growTo(this.trace.total);
    else this.list.setCount(this.trace.total);
    this.showParts();
  }

  private showParts(): void {
    const isEmpty = this.trace === undefined || this.trace.total === 0;
    this.main.hidden = isEmpty;
    this.empty.hidden = !isEmpty;
    if (isEmpty) this.empty.replaceChildren(emptyState(this.trace, this.canLaunch, this.strings, (command) => this.send({ type: 'command', command })));
    this.main.classList.toggle('with-details', this.state.detailsOpen);
    this.newest.hidden = this.list.follows || this.trace?.state === 'ended';
    this.newest.textContent = fill(this.strings.follow, formatCount(this.trace?.total ?? 0));
  }

  private onVisible(first: number, end: number): void {
    if (this.trace === undefined) return;
    this.ask(first, end);
    this.keep({ top: this.list.top, selected: this.list.selected, follows: this.list.follows });
  }

  private ask(first: number, end: number): void {
    const { trace } = this;
    if (!trace?.readable) return;
    for (const { start, count } of this.rows.request(first, end)) this.send({ type: 'getRows', traceId: trace.id, start, count });
  }

  private onSelect(index: number): void {
    const row = this.rows.get(index);
    if (row !== undefined) this.announcer.textContent = this.rowView.announcement(row);
    if (this.state.detailsOpen) this.askDetails(index);
  }

  private open(index: number, take: boolean): void {
    if (this.trace === undefined) return;
    this.keep({ detailsOpen: true });
    this.showParts();
    this.askDetails(index);
    const source = this.rows.get(index)?.source;
    if (source !== undefined) this.send({ type: 'openSource', path: source.path, line: source.line, take });
    else this.send({ type: 'openCall', traceId: this.trace.id, index, take });
  }

  private askDetails(index: number): void {
    if (this.trace === undefined) return;
    this.detailed = index;
    this.details.showLoading(index);
    this.send({ type: 'getDetails', traceId: this.trace.id, index });
  }

  private closeDetails(): void {
    this.detailed = undefined;
    this.keep({ detailsOpen: false });
    this.showParts();
    this.list.element.focus();
  }

  private copy(index: number): void {
    const row = this.rows.get(index);
    if (row !== undefined) this.send({ type: 'copy', text: this.rowView.line(row) });
  }

  private onFollow(follows: boolean): void {
    if (follows && this.trace !== undefined) this.list.setCount(this.trace.total);
    this.keep({ follows });
    this.showParts();
  }

  private keep(change: Partial<PageState>): void {
    this.state = { ...this.state, ...change };
    this.api.setState(this.state);
  }

  private send(message: ToHost): void {
    this.api.postMessage(message);
  }
}
