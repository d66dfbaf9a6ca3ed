import { recordFlags, recordTypes } from '../record/layout.js';
import type { RecordCursor } from '../record/recordCursor.js';
import type { RecordSink } from '../store/ingest.js';
import type { Task } from '../store/task.js';
import { Histogram } from './histogram.js';

/** What happened with one syscall number of one ABI (callNumber). Times are in nanoseconds. */
export class SyscallStatistic {
  /** Calls seen: at their entry, or at their exit when the entry was not seen. */
  calls = 0;
  /** Calls that returned. */
  returned = 0;
  /** Calls that returned an error. */
  errors = 0;
  /** Calls of which both ends were seen: what the times are about. */
  timed = 0;
  totalNs = 0;
  minNs = 0;
  maxNs = 0;
  readonly histogram = new Histogram();
  /** On the wall, whatever the times above are. */
  readonly wall = { totalNs: 0, minNs: 0, maxNs: 0 };

  constructor(
    readonly abi: number,
    readonly nr: number,
  ) {}

  /** Mean duration of the timed calls; 0 when there are none. */
  get averageNs(): number {
    return this.timed === 0 ? 0 : this.totalNs / this.timed;
  }

  time(durationNs: number, wallNs: number): void {
    const { wall } = this;
    wall.minNs = this.timed === 0 ? wallNs : Math.min(wall.minNs, wallNs);
    wall.maxNs = Math.max(wall.maxNs, wallNs);
    wall.totalNs += wallNs;
    this.minNs = this.timed === 0 ? durationNs : Math.min(this.minNs, durationNs);
    this.maxNs = Math.max(this.maxNs, durationNs);
    this.totalNs += durationNs;
    this.timed++;
    this.histogram.add(durationNs);
  }

  /** Takes the other’s numbers in: for sums over ABIs, threads or processes. */
  merge(other: SyscallStatistic): void {
    if (other.timed > 0) {
      this.minNs = this.timed === 0 ? other.minNs : Math.min(this.minNs, other.minNs);
      this.maxNs = Math.max(this.maxNs, other.maxNs);
      const { wall } = this;
      wall.minNs = this.timed === 0 ? other.wall.minNs : Math.min(wall.minNs, other.wall.minNs);
      wall.maxNs = Math.max(wall.maxNs, other.wall.maxNs);
      wall.totalNs += other.wall.totalNs;
    }
    this.calls += other.calls;
    this.returned += other.returned;
    this.errors += other.errors;
    this.timed += other.timed;
    this.totalNs += other.totalNs;
    this.histogram.merge(other.histogram);
  }
}

/** Numbers that a program makes up are kept apart up to this many; the rest is counted under OTHER_NR. */
const MOST_NUMBERS = 2048;
export const OTHER_NR = 0xffff_ffff;
/** More than any number, those of carried calls among them. */
const ABI_STRIDE = 2 ** 33;

/** What a call’s time is: on the wall between entry and exit, or the CPU time where it was measured (strace -c without -w). */
export type TimeMeasure = 'wall' | 'cpu';

/** Counts every call once, as it goes by: the sum of `calls` over all statistics is the number of calls in the trace. */
export class SyscallStatistics implements RecordSink {
  readonly #byKey = new Map<number, SyscallStatistic>();
  /** All calls. */
  events = 0;

  constructor(readonly measure: TimeMeasure = 'wall') {}

  record(cursor: RecordCursor, task: Task): void {
    if (cursor.type === recordTypes.syscallEntry) {
      this.#of(cursor.abi, task.chosenNr).calls++;
      this.events++;
    } else if (cursor.type === recordTypes.syscallExit) {
      const { entryOffset } = cursor;
      const statistic = this.#of(cursor.abi, entryOffset === 0 ? cursor.nr : task.chosenNr);
      statistic.returned++;
      if ((cursor.flags & recordFlags.isError) !== 0) statistic.errors++;
      if (entryOffset === 0) {
        statistic.calls++;
        this.events++;
      } else if (entryOffset === task.openOffset) {
        const wallNs = cursor.timeNs - task.openTimeNs;
        statistic.time(this.measure === 'wall' ? wallNs : cursor.cpuNs, wallNs);
      }
    }
  }

  /** In the order of ABI and number. */
  all(): SyscallStatistic[] {
    return [...this.#byKey.values()].sort((a, b) => a.abi - b.abi || a.nr - b.nr);
  }

  #of(abi: number, nr: number): SyscallStatistic {
    const key = abi * ABI_STRIDE + nr;
    let statistic = this.#byKey.get(key);
    if (statistic === undefined) {
      if (this.#byKey.size >= MOST_NUMBERS && nr !== OTHER_NR) return this.#of(abi, OTHER_NR);
      statistic = new SyscallStatistic(abi, nr);
      this.#byKey.set(key, statistic);
    }
    return statistic;
  }
}
