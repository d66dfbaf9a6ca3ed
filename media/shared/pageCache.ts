/** Part of the rows that a view asks for at once. */
export interface PageRequest {
  readonly start: number;
  readonly count: number;
}

interface Page<Row> {
  rows: readonly Row[];
  /** Nothing in it will change any more. */
  settled: boolean;
  /** Something may have changed since it was answered. */
  stale: boolean;
}

/** A bounded window of a long list that is asked for by pages; the pages used last are kept. */
export class PageCache<Row> {
  /** By number, the one used last at the end. */
  private readonly pages = new Map<number, Page<Row>>();
  private readonly pending = new Set<number>();

  constructor(
    /** Whether a row will stay as it is while its trace goes on. */
    private readonly isSettled: (row: Row) => boolean,
    private readonly pageSize = 128,
    private readonly pageLimit = 64,
    /** Most requests under way: what is scrolled past quickly is not asked for. */
    private readonly pendingLimit = 3,
  ) {}

  /** The row, as it was last answered. */
  get(index: number): Row | undefined {
    const page = this.pages.get(Math.floor(index / this.pageSize));
    return page?.rows[index % this.pageSize];
  }

  /** What to ask for, so that the rows from `first` up to, without, `end` can be shown as they are now. Each answer must come back by `fill` or `fail`. */
  request(first: number, end: number): PageRequest[] {
    const requests: PageRequest[] = [];
    for (let number = Math.floor(first / this.pageSize); number * this.pageSize < end; number++) {
      const page = this.pages.get(number);
      if (page !== undefined) this.touch(number, page);
      if ((page !== undefined && !page.stale) || this.pending.has(number) || this.pending.size >= this.pendingLimit) continue;
      this.pending.add(number);
      requests.push({ start: number * this.pageSize, count: this.pageSize });
    }
    return requests;
  }

  /** The answer to a request. */
  fill(start: number, rows: readonly Row[]): void {
    const number = Math.floor(start / this.pageSize);
    this.pending.delete(number);
    this.touch(number, { rows, settled: rows.length === this.pageSize && rows.every(this.isSettled), stale: false });
    for (const oldest of this.pages.keys()) {
      if (this.pages.size <= this.pageLimit) break;
      this.pages.delete(oldest);
    }
  }

  /** A request was refused; it is made again once something is `outdate`d. */
  fail(start: number): void {
    const number = Math.floor(start / this.pageSize);
    this.pending.delete(number);
    const page = this.pages.get(number);
    this.touch(number, { rows: page?.rows ?? [], settled: false, stale: false });
  }

  /** Something became known about a row; nothing happens when it is not here. */
  change(index: number, how: (row: Row) => Row): void {
    const page = this.pages.get(Math.floor(index / this.pageSize));
    const at = index % this.pageSize;
    const row = page?.rows[at];
    if (page !== undefined && row !== undefined) page.rows = page.rows.with(at, how(row));
  }

  /** The trace went on: pages that may have changed are asked for again when they are needed. */
  outdate(): void {
    for (const page of this.pages.values()) page.stale ||= !page.settled;
  }

  /** Another source answers from now on: whatever was asked of the former one is asked again. */
  outdateAll(): void {
    this.pending.clear();
    for (const page of this.pages.values()) page.stale = true;
  }

  clear(): void {
    this.pages.clear();
    this.pending.clear();
  }

  private touch(number: number, page: Page<Row>): void {
    this.pages.delete(number);
    this.pages.set(number, page);
  }
}
