/** The crashes of a session that can still be opened: the latest ones, as many as memory allows. */
import type { CrashGroup } from '../../crash/crashGroups.js';
import type { CrashReport } from '../../crash/crashReport.js';
import type { CrashDto } from '../../protocol/crashes.js';

export interface KeptCrash {
  readonly number: number;
  readonly report: CrashReport;
}

/** What a report holds of memory, stack and mappings is up to 1 MiB and more. */
const MOST_BYTES = 128 << 20;
const MOST_CRASHES = 2000;

export class CrashShelf {
  readonly #kept = new Map<number, KeptCrash>();
  #bytes = 0;
  #last = 0;

  /** Keeps a crash, and forgets the oldest ones for it; returns what the client is told. */
  add(report: CrashReport, group: CrashGroup | undefined): CrashDto {
    const number = ++this.#last;
    this.#kept.set(number, { number, report });
    this.#bytes += sizeOf(report);
    for (const [oldest, crash] of this.#kept) {
      if (oldest === number || (this.#bytes <= MOST_BYTES && this.#kept.size <= MOST_CRASHES)) break;
      this.#kept.delete(oldest);
      this.#bytes -= sizeOf(crash.report);
    }
    return crashDto(number, report, group);
  }

  get(number: number): KeptCrash | undefined {
    return this.#kept.get(number);
  }

  /** Number of the oldest crash that is kept; 1 while there is none. */
  get oldest(): number {
    const [first] = this.#kept.keys();
    return first ?? 1;
  }
}

function sizeOf({ context: { facts, frames } }: CrashReport): number {
  return 4096 + facts.stack.length + 4 * facts.maps.length + frames.length * 512 + facts.memory.reduce((sum, { bytes }) => sum + bytes.length, 0);
}

function crashDto(number: number, { context, diagnosis }: CrashReport, group: CrashGroup | undefined): CrashDto {
  const { facts, signal, frames } = context;
  const { pid, tid, comm, executable, handled } = facts;
  const place = frames.find(({ file, line }) => file !== undefined && line !== undefined) ?? frames[0];
  const time = new Date(Number(facts.realtimeNs / 1_000_000n)).toISOString();
  return {
    ...{ number, time, pid, tid, name: comm, signal, handled, summary: diagnosis.summary },
    ...(executable === undefined ? {} : { executable }),
    ...(place?.symbol === undefined ? {} : { function: place.symbol }),
    ...(place?.file === undefined || place.line === undefined ? {} : { source: { path: place.file, line: place.line } }),
    ...(group === undefined ? {} : { group: { id: group.id, title: group.title, count: group.count } }),
  };
}
