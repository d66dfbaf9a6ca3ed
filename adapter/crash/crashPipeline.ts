import { setImmediate as turn } from 'node:timers/promises';
import type { CrashFacts } from './crashFacts.js';
import { type CrashGroup, CrashGroups } from './crashGroups.js';
import { type CrashReport, type CrashServices, type ReportDetail, understandCrash } from './crashReport.js';
import type { CrashStatistics } from './crashStatistics.js';

export interface PipelineOptions {
  readonly depth: number;
  /** Bytes that this process may use. */
  readonly memoryLimit: number;
  wanted(facts: CrashFacts): boolean;
  /** Writes a report. Throws when it cannot: nothing more is written then. */
  write(report: CrashReport, group: CrashGroup | undefined): void;
  /** Says something to the user, beside the reports. */
  note(message: string): void;
  /** Bytes that this process uses. */
  memoryUsed(): number;
  /** Gives back what symbols take, as far as it can. */
  releaseSymbols(): CrashServices;
  /** Holds the source back, and lets it go on. */
  pause(): void;
  resume(): void;
  /** A report could not be written. */
  onWriteError(error: unknown): void;
}

/** Shares of the memory limit, of what is used and of what waits, beyond which less is reported. */
const shedding = [
  { detail: 'brief', used: 0.9, waiting: 0.3 },
  { detail: 'noSymbols', used: 0.75, waiting: 0.15 },
] as const;
/** That much of them must have become free before more is reported again. */
const HYSTERESIS = 0.1;
const BACKLOG_PAUSE = 0.5;
const BACKLOG_RESUME = 0.1;
/** Reports without asynchronous work between two turns of the event loop. */
const STRIDE = 32;
/** Reports between two looks at the memory: reading it costs as much as a report. */
const MEMORY_STRIDE = 16;

const words: Readonly<Record<ReportDetail, string>> = {
  full: 'there is room again: crashes are reported in full',
  noSymbols: 'memory is short: crashes are reported without symbols and stacks',
  brief: 'memory is very short: crashes are reported by fault and process only',
};

const sizeOf = ({ stack, maps, memory }: CrashFacts): number => 1024 + stack.length + maps.length + memory.reduce((sum, { bytes }) => sum + bytes.length, 0);

/** Takes crashes as fast as they come, understands them one after another, and keeps within its memory (C12, C13). */
export class CrashPipeline {
  readonly groups = new CrashGroups();
  readonly #queue: CrashFacts[] = [];
  #queued = 0;
  #running: Promise<void> | undefined;
  #paused = false;
  #broken = false;
  #detail: ReportDetail = 'full';
  #memory = 0;

  constructor(
    private services: CrashServices,
    readonly statistics: CrashStatistics,
    private readonly options: PipelineOptions,
  ) {}

  accept(facts: CrashFacts): void {
    if (!this.options.wanted(facts)) {
      this.statistics.notWanted++;
      return;
    }
    this.statistics.received++;
    this.#queue.push(facts);
    this.#queued += sizeOf(facts);
    if (!this.#paused && this.#queued > this.options.memoryLimit * BACKLOG_PAUSE) {
      this.#paused = true;
      this.options.pause();
    }
    this.#running ??= this.#run().finally(() => {
      this.#running = undefined;
    });
  }

  /** Settles when everything that was accepted is written. */
  async drained(): Promise<void> {
    while (this.#running !== undefined) await this.#running;
  }

  async #run(): Promise<void> {
    for (let done = 1; ; done++) {
      const facts = this.#queue.shift();
      if (facts === undefined) return;
      this.#queued -= sizeOf(facts);
      if (this.#paused && this.#queued < this.options.memoryLimit * BACKLOG_RESUME) {
        this.#paused = false;
        this.options.resume();
      }
      if (done % MEMORY_STRIDE === 1) this.#memory = this.options.memoryUsed();
      this.#choose();
      await this.#report(facts);
      if (done % STRIDE === 0) await turn();
    }
  }

  /** How closely the next crash is looked at. Says so when it changes. */
  #choose(): void {
    const { memoryLimit } = this.options;
    const used = this.#memory / memoryLimit;
    const waiting = this.#queued / memoryLimit;
    const detail = detailFor(this.#detail, used, waiting);
    if (detail === this.#detail) return;
    if (this.#detail === 'full') this.services = this.options.releaseSymbols();
    this.#detail = detail;
    this.options.note(words[detail]);
  }

  async #report(facts: CrashFacts): Promise<void> {
    const { statistics } = this;
    const detail = this.#detail;
    const report = await understandCrash(facts, this.services, { depth: this.options.depth, detail });
    statistics.processed++;
    if (detail !== 'full') statistics.shed[detail]++;
    if (facts.address !== undefined || facts.code > 0) statistics.withFault++;
    if (facts.registers.every((byte) => byte === 0)) statistics.registerFailures++;
    if (detail === 'full' && (report.stackFailure !== undefined || report.context.frames.length < 2)) statistics.stackFailures++;
    const group = detail === 'full' ? this.groups.count(report) : this.groups.countAt(facts);
    if (this.#broken) return;
    try {
      this.options.write(report, group);
      statistics.submitted++;
    } catch (error) {
      this.#broken = true;
      this.options.onWriteError(error);
    }
  }
}

/** `now`: how much is reported at present. */
function detailFor(now: ReportDetail, used: number, waiting: number): ReportDetail {
  let isReached = false;
  for (const level of shedding) {
    // What was shed before stays so until there is clearly room.
    isReached ||= level.detail === now;
    const factor = isReached ? 1 - HYSTERESIS : 1;
    if (used > level.used * factor || waiting > level.waiting * factor) return level.detail;
  }
  return 'full';
}
