/** What the tail needs of the rest of the page. */
export interface TailParts {
  /** Rows that fit into the view. */
  rowsInView(): number;
  /** Asks for what is missing of the rows from `first` up to, without, `end`. */
  ask(first: number, end: number): void;
  isHere(index: number): boolean;
  /** The list may now end at `count`. */
  advance(count: number): void;
}

/**
 * Lets a list that follows a growing trace move on only to rows that are here: a trace may grow faster than rows can be
 * asked for, and its end would always be awaited.
 */
export class Tail {
  private newest = 0;
  /** The end that rows were asked for; undefined while nothing is. */
  private target: number | undefined;

  constructor(private readonly parts: TailParts) {}

  reset(count: number): void {
    this.newest = count;
    this.target = undefined;
  }

  /** The trace has `total` rows. */
  growTo(total: number): void {
    this.newest = Math.max(this.newest, total);
    this.step();
  }

  /** Some rows came. */
  answered(): void {
    if (this.target !== undefined) this.step();
  }

  /** What was asked for will not come: the list goes on without. */
  refused(): void {
    if (this.target === undefined) return;
    const { target } = this;
    this.target = undefined;
    this.parts.advance(target);
  }

  private step(): void {
    this.target ??= this.newest;
    const end = this.target;
    const first = Math.max(0, end - this.parts.rowsInView() - 1);
    this.parts.ask(first, end);
    for (let index = first; index < end; index++) if (!this.parts.isHere(index)) return;
    this.target = undefined;
    this.parts.advance(end);
    if (this.newest > end) this.step();
  }
}
