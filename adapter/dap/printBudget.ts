/** How many lines may be printed: so many a second, so many in all. What is over is counted, and said later. */

export interface PrintLimits {
  readonly perSecond: number;
  readonly total: number;
}

export const defaultPrintLimits: PrintLimits = { perSecond: 200, total: 20_000 };

export class PrintBudget {
  private secondStart = Number.NEGATIVE_INFINITY;
  private inSecond = 0;
  private printed = 0;
  private omitted = 0;
  constructor(private readonly limits: PrintLimits) {}

  /** Whether one more line may be printed at `nowMs` (a monotonic clock); counts it either way. */
  take(nowMs: number): boolean {
    if (nowMs - this.secondStart >= 1000) {
      this.secondStart = nowMs;
      this.inSecond = 0;
    }
    if (this.inSecond >= this.limits.perSecond || this.printed >= this.limits.total) {
      this.omitted++;
      return false;
    }
    this.inSecond++;
    this.printed++;
    return true;
  }

  /** Whether every further line will be left out. */
  get exhausted(): boolean {
    return this.printed >= this.limits.total;
  }

  get hasOmitted(): boolean {
    return this.omitted > 0;
  }

  /** Lines left out since the last time this was asked. */
  takeOmitted(): number {
    const { omitted } = this;
    this.omitted = 0;
    return omitted;
  }
}

/** `… 12,345 calls not shown; see the Syscalls view`. */
export function omittedNote(count: number): string {
  return `… ${count.toLocaleString('en-US')} ${count === 1 ? 'call' : 'calls'} not shown; see the Syscalls view`;
}
