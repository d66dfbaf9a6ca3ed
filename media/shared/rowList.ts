import { element } from './element.js';
import { listKey } from './listKey.js';
import { RowScroll } from './rowScroll.js';

export interface RowListOptions<Row> {
  /** Pixels; the style sheet gives rows this height. */
  readonly rowHeight: number;
  readonly label: string;
  /** The header row, which stays in view. */
  readonly header: HTMLElement;
  row(index: number): Row | undefined;
  createRow(): HTMLElement;
  /** Shows a row in an element made by createRow; `undefined` while it is awaited. */
  fillRow(target: HTMLElement, row: Row | undefined): void;
  /** The rows from `first` up to, without, `end` are in view. */
  onVisible(first: number, end: number): void;
  onSelect(index: number): void;
  /** Enter or a click; `strongly` with Ctrl, or by a double click. */
  onActivate(index: number, strongly: boolean): void;
  onCopy(index: number): void;
  /** Whether the list keeps to its end. */
  onFollow(follows: boolean): void;
}

/** A list of any length, of which only the rows in view are elements. Focus stays on the list; the selection moves. */
export class RowList<Row> {
  readonly element: HTMLElement;
  private readonly canvas = element('div', { className: 'canvas', role: 'presentation' });
  private readonly layer = element('div', { className: 'layer', role: 'rowgroup' });
  private readonly scroll: RowScroll;
  private readonly slots: HTMLElement[] = [];
  private count = 0;
  private frame: number | undefined;
  private selectedIndex: number | undefined;
  private following = true;

  constructor(private readonly options: RowListOptions<Row>) {
    this.scroll = new RowScroll(options.rowHeight);
    this.canvas.append(this.layer);
    this.element = element('div', { className: 'list', role: 'grid' }, options.header, this.canvas);
    this.element.tabIndex = 0;
    this.element.setAttribute('aria-label', options.label);
    this.element.addEventListener('scroll', () => this.onScroll());
    this.element.addEventListener('wheel', (event) => this.onWheel(event), { passive: false });
    this.element.addEventListener('keydown', (event) => this.onKey(event));
    this.layer.addEventListener('click', (event) => this.onClick(event));
    new ResizeObserver(() => this.render()).observe(this.element);
  }

  get selected(): number | undefined {
    return this.selectedIndex;
  }

  get top(): number {
    return this.scroll.top;
  }

  get rowsInView(): number {
    this.scroll.resize(this.count, this.viewHeight);
    return this.scroll.rowsInView;
  }

  get follows(): boolean {
    return this.following;
  }

  /** Sets how many rows there are. */
  setCount(count: number): void {
    this.count = count;
    this.element.setAttribute('aria-rowcount', String(count + 1));
    this.refresh();
  }

  /** Begins anew with another list. */
  reset(count: number, at: { readonly top: number; readonly selected: number | undefined; readonly follows: boolean }): void {
    this.selectedIndex = at.selected;
    this.following = at.follows;
    this.count = count;
    this.element.setAttribute('aria-rowcount', String(count + 1));
    this.scroll.resize(count, this.viewHeight);
    this.scroll.moveTo(at.top);
    this.options.onFollow(this.following);
    this.refresh();
  }

  follow(): void {
    this.setFollowing(true);
    this.refresh();
  }

  select(index: number): void {
    const target = Math.min(Math.max(index, 0), this.count - 1);
    if (target < 0) return;
    this.selectedIndex = target;
    this.scroll.resize(this.count, this.viewHeight);
    this.scroll.reveal(target);
    this.setFollowing(this.following && target === this.count - 1);
    this.options.onSelect(target);
    this.render();
  }

  /** Shows what changed, in the next frame. */
  refresh(): void {
    this.frame ??= requestAnimationFrame(() => this.render());
  }

  private get viewHeight(): number {
    return Math.max(0, this.element.clientHeight - this.options.header.offsetHeight);
  }

  private render(): void {
    if (this.frame !== undefined) cancelAnimationFrame(this.frame);
    this.frame = undefined;
    const { scroll, viewHeight } = this;
    scroll.resize(this.count, viewHeight);
    if (this.following) scroll.moveToEnd();
    this.canvas.style.height = `${scroll.contentHeight}px`;
    this.layer.style.height = `${Math.min(viewHeight, scroll.contentHeight)}px`;
    if (Math.abs(this.element.scrollTop - scroll.barTop) >= 1) this.element.scrollTop = scroll.barTop;
    const { first, end } = scroll.visible();
    this.makeSlots(end - first);
    for (const [slot, target] of this.slots.entries()) this.place(target, first, end, slot);
    this.element.setAttribute('aria-activedescendant', this.selectedIndex === undefined ? '' : rowId(this.selectedIndex));
    this.options.onVisible(first, end);
  }

  private makeSlots(count: number): void {
    while (this.slots.length < count) {
      const made = this.options.createRow();
      made.classList.add('row');
      this.slots.push(made);
      this.layer.append(made);
    }
    while (this.slots.length > count) this.slots.pop()?.remove();
  }

  /** Gives a slot the one visible row that is congruent to it, so that scrolling refills few elements. */
  private place(target: HTMLElement, first: number, end: number, slot: number): void {
    const size = end - first;
    const index = first + ((slot - (first % size) + size) % size);
    target.id = rowId(index);
    target.dataset.index = String(index);
    target.setAttribute('aria-rowindex', String(index + 2));
    target.setAttribute('aria-selected', String(index === this.selectedIndex));
    target.style.transform = `translateY(${Math.round(index * this.options.rowHeight - this.scroll.top)}px)`;
    this.options.fillRow(target, this.options.row(index));
  }

  private onScroll(): void {
    const before = this.scroll.top;
    this.scroll.barMovedTo(this.element.scrollTop);
    if (this.scroll.top === before) return;
    this.setFollowing(this.scroll.isAtEnd);
    this.render();
  }

  /** A scroll bar that is a scale would jump over rows: move by what the wheel says. */
  private onWheel(event: WheelEvent): void {
    if (!this.scroll.isScaled || event.ctrlKey) return;
    event.preventDefault();
    const unit = [1, this.options.rowHeight, this.viewHeight][event.deltaMode] ?? 1;
    this.scroll.moveTo(this.scroll.top + event.deltaY * unit);
    this.setFollowing(this.scroll.isAtEnd);
    this.render();
  }

  private onKey(event: KeyboardEvent): void {
    const action = listKey(event, { selected: this.selectedIndex, count: this.count, page: this.scroll.rowsInView, first: this.scroll.visible().first });
    if (action === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    if (action.kind === 'select') {
      if (action.index === this.count - 1 && event.key === 'End') this.setFollowing(true);
      this.select(action.index);
    } else if (action.kind === 'copy') this.options.onCopy(action.index);
    else this.options.onActivate(action.index, action.strongly);
  }

  private onClick(event: MouseEvent): void {
    const row = event.target instanceof Element ? event.target.closest<HTMLElement>('.row') : null;
    if (!row) return;
    const index = Number(row.dataset.index);
    this.select(index);
    this.options.onActivate(index, event.detail > 1 || event.ctrlKey);
  }

  private setFollowing(follows: boolean): void {
    if (follows === this.following) return;
    this.following = follows;
    this.options.onFollow(follows);
  }
}

const rowId = (index: number): string => `row-${index}`;
