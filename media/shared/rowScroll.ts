/**
 * Which rows of a list are in view, for lists of any length.
 *
 * All rows together may be higher than an element can be (Chromium stops at 33,554,432 px). So the scrolled element is
 * never higher than `maximumHeight`, and its scroll bar is a scale for the real position, `top`, which is kept here.
 */
export class RowScroll {
  /** Pixels from the beginning of the first row to the upper edge of the view. */
  top = 0;
  private rows = 0;
  private viewHeight = 0;

  constructor(
    readonly rowHeight: number,
    private readonly maximumHeight = 8_000_000,
  ) {}

  /** Height of the scrolled element. */
  get contentHeight(): number {
    return Math.min(this.rows * this.rowHeight, this.maximumHeight);
  }

  /** Whether the scroll bar stands for more pixels than it has. */
  get isScaled(): boolean {
    return this.rows * this.rowHeight > this.maximumHeight;
  }

  /** Whole rows that fit into the view; at least 1. */
  get rowsInView(): number {
    return Math.max(1, Math.floor(this.viewHeight / this.rowHeight));
  }

  get isAtEnd(): boolean {
    return this.top >= this.lastTop - 1;
  }

  /** Where the scroll bar belongs: the element’s scrollTop. */
  get barTop(): number {
    return this.lastTop === 0 ? 0 : (this.top / this.lastTop) * this.lastBarTop;
  }

  /** Sets the number of rows and the height of the view. */
  resize(rows: number, viewHeight: number): void {
    this.rows = rows;
    this.viewHeight = viewHeight;
    this.moveTo(this.top);
  }

  /** The scroll bar was moved: the element’s scrollTop is now `barTop`. */
  barMovedTo(barTop: number): void {
    // A scroll bar stands on whole device pixels: what was written there may come back rounded.
    if (Math.abs(barTop - this.barTop) < 1) return;
    this.moveTo(this.lastBarTop === 0 ? 0 : (barTop / this.lastBarTop) * this.lastTop);
  }

  moveTo(top: number): void {
    this.top = Math.min(Math.max(top, 0), this.lastTop);
  }

  moveToEnd(): void {
    this.top = this.lastTop;
  }

  /** Moves as little as needed to have a whole row in view. */
  reveal(index: number): void {
    const start = index * this.rowHeight;
    if (start < this.top) this.moveTo(start);
    else if (start + this.rowHeight > this.top + this.viewHeight) this.moveTo(start + this.rowHeight - this.viewHeight);
  }

  /** The rows of which something is in view: from `first` up to, without, `end`. */
  visible(): { readonly first: number; readonly end: number } {
    const first = Math.floor(this.top / this.rowHeight);
    return { first, end: Math.min(this.rows, Math.ceil((this.top + this.viewHeight) / this.rowHeight)) };
  }

  private get lastTop(): number {
    return Math.max(0, this.rows * this.rowHeight - this.viewHeight);
  }

  private get lastBarTop(): number {
    return Math.max(0, this.contentHeight - this.viewHeight);
  }
}
