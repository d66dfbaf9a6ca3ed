/** What is being traced: the capture session, the records that it wrote so far, and whether its tasks are held. */
import type { CaptureEvent, CaptureSession, HaltReason } from '../capture/backend.js';
import { TraceFile } from '../record/traceFile.js';
import { SyscallStatistics } from '../stats/syscallStatistics.js';
import { Ingest, type RecordSink } from '../store/ingest.js';
import { LiveIngest } from '../store/liveIngest.js';
import { TraceStore } from '../store/traceStore.js';

/** All tasks are held. */
export interface Halt {
  readonly reason: HaltReason;
  readonly pid: number;
  /** The task that is the cause. */
  readonly tid: number;
  /** File offset of the record of the cause; 0 when there is none. */
  readonly offset: number;
}

export interface DebuggeeListener {
  /** More records were taken. */
  onRecords(): void;
  /** Every record up to the halt’s has been taken. */
  onHalted(halt: Halt): void;
  /** Everything was taken, nothing is traced any more. `status`: wait status of the launched process, -1 if there is none. */
  onEnded(status: number): void;
  /** The recording cannot be read further. */
  onUnreadable(error: unknown): void;
}

export interface DebuggeeOptions {
  /** Starts the capture. Throws CaptureError. */
  start(onEvent: (event: CaptureEvent) => void): CaptureSession;
  readonly tracePath: string;
  readonly listener: DebuggeeListener;
}

export class Debuggee {
  readonly capture: CaptureSession;
  readonly store: TraceStore;
  readonly statistics = new SyscallStatistics();
  readonly ingest: Ingest;
  /** Settles with the wait status when nothing is traced any more. */
  readonly ended: Promise<number>;
  state: 'running' | 'halted' | 'ended' = 'running';
  /** While state is halted. */
  halt: Halt | undefined;

  private readonly listener: DebuggeeListener;
  private readonly live: LiveIngest;
  private readonly sinks: RecordSink[];
  /** A halt whose record has not been taken yet. */
  private arriving: Halt | undefined;
  private finish: (status: number) => void = () => undefined;

  constructor(options: DebuggeeOptions) {
    this.listener = options.listener;
    this.ended = new Promise((resolve) => {
      this.finish = resolve;
    });
    this.capture = options.start((event) => this.receive(event));
    const file = new TraceFile(this.capture.readFd, options.tracePath);
    this.store = new TraceStore(file);
    this.sinks = [this.store, this.statistics];
    this.ingest = new Ingest(file, this.sinks);
    this.live = new LiveIngest(this.ingest, { onSlice: () => this.afterSlice(), onError: (error) => this.listener.onUnreadable(error) });
  }

  /** Begins to take records. `sinks` look at each one behind store and statistics. Call it once, before the event loop has its next turn. */
  follow(sinks: readonly RecordSink[]): void {
    this.sinks.push(...sinks);
    this.live.poke();
  }

  /** Lets all tasks go on. */
  resume(options?: Parameters<CaptureSession['resume']>[0]): void {
    this.halt = undefined;
    this.arriving = undefined;
    if (this.state === 'ended') return;
    this.state = 'running';
    this.capture.resume(options);
  }

  private receive(event: CaptureEvent): void {
    switch (event.kind) {
      case 'progress':
        this.live.poke();
        break;
      case 'halted':
        this.arriving = event;
        this.live.poke();
        this.arrive();
        break;
      case 'ended':
        void this.end(event.status);
        break;
    }
  }

  private afterSlice(): void {
    this.listener.onRecords();
    this.arrive();
  }

  private arrive(): void {
    const halt = this.arriving;
    if (!halt || this.state === 'ended' || (halt.offset !== 0 && this.ingest.position <= halt.offset)) return;
    this.arriving = undefined;
    this.state = 'halted';
    this.halt = halt;
    this.listener.onHalted(halt);
  }

  private async end(status: number): Promise<void> {
    await this.live.finish();
    this.state = 'ended';
    this.halt = undefined;
    this.arriving = undefined;
    this.listener.onEnded(status);
    this.finish(status);
  }
}
