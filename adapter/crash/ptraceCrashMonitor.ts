import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AttachTarget, CaptureBackend, CaptureEvent, CaptureSession, LaunchTarget } from '../capture/backend.js';
import { CaptureError } from '../capture/captureError.js';
import { emptyPlan } from '../plan/emptyPlan.js';
import { TraceFile } from '../record/traceFile.js';
import { Ingest } from '../store/ingest.js';
import { LiveIngest } from '../store/liveIngest.js';
import type { CrashFacts } from './crashFacts.js';
import {
  type CrashCounters,
  type CrashMonitor,
  CrashMonitorError,
  type CrashMonitorEvents,
  type CrashMonitorFeatures,
  type CrashMonitorOptions,
  type CrashMonitorSession,
} from './crashMonitor.js';
import { defaultCrashSignals } from './crashSignals.js';
import { TraceCrashes } from './traceCrashes.js';

/** Bytes of Stack records of calls: there are none here. */
const NO_STACK = 0;
const COUNTERS_MS = 1000;

/** Watches one program and what it starts by ptrace: nothing stops but at signals, and no privilege is needed for one’s own programs. */
export class PtraceCrashMonitor implements CrashMonitor {
  /** Wait status of the launched program when it has ended; -1 when there was none, or it runs on. */
  status = -1;

  constructor(
    private readonly backend: CaptureBackend,
    /** Instead of CrashMonitorOptions.pid. */
    private readonly target: LaunchTarget | AttachTarget,
  ) {}

  start(options: CrashMonitorOptions, events: CrashMonitorEvents): Promise<CrashMonitorSession> {
    // Failures of the constructor are those of starting.
    return new Promise((resolve) => {
      resolve(new PtraceSession(this.backend, this.target, options, { ...callbacks(events), status: (status) => this.#ended(status) }));
    });
  }

  #ended(status: number): void {
    this.status = status;
  }
}

const callbacks = (events: CrashMonitorEvents): CrashMonitorEvents => ({
  crash: (facts) => events.crash(facts),
  counters: (counters) => events.counters(counters),
  ended: (error, last) => events.ended(error, last),
});

class PtraceSession implements CrashMonitorSession {
  readonly features: CrashMonitorFeatures = {
    exitMappings: true,
    faultPlace: true,
    mappingStream: false,
    otherUsersFiles: process.getuid?.() === 0,
    scope: 'own',
    uid: process.getuid?.() ?? 0,
  };
  readonly #session: CaptureSession;
  readonly #live: LiveIngest;
  readonly #file: TraceFile;
  readonly #ingest: Ingest;
  readonly #timer: NodeJS.Timeout;
  #captured = 0;
  /** Held back, while paused. */
  readonly #waiting: CrashFacts[] = [];
  #paused: (() => void) | undefined;
  #pause: Promise<void> | undefined;

  /** @throws CrashMonitorError */
  constructor(
    backend: CaptureBackend,
    target: LaunchTarget | AttachTarget,
    options: CrashMonitorOptions,
    private readonly events: CrashMonitorEvents & { status(status: number): void },
  ) {
    const signals = options.signals ?? defaultCrashSignals;
    let early: CaptureEvent[] | undefined = [];
    try {
      this.#session = backend.start(
        target,
        {
          tracePath: join(tmpdir(), `syscall-trace-${process.pid}-${randomBytes(6).toString('hex')}.sctrace`),
          temporary: true,
          maxBytes: 0,
          plan: emptyPlan(),
          follow: true,
          seccomp: 'off',
          lockstep: false,
          stackBytes: NO_STACK,
          recordFailedExec: false,
          haltOnExec: false,
          haltSignals: [],
          crashSignals: signals,
          debug: process.env.SYSCALL_TRACE_DEBUG === '1',
        },
        (event) => (early === undefined ? this.#event(event) : early.push(event)),
      );
    } catch (error) {
      if (error instanceof CaptureError) throw new CrashMonitorError('failed', error.message);
      throw error;
    }
    this.#file = new TraceFile(this.#session.readFd, 'the trace');
    const crashes = new TraceCrashes(new Set(signals), this.#file, (facts) => this.#crash(facts));
    this.#ingest = new Ingest(this.#file, [crashes]);
    this.#live = new LiveIngest(this.#ingest, {
      onSlice: () => this.#session.consumed(this.#ingest.position),
      backlog: () => this.#pause,
      onError: (error) => events.ended(new CrashMonitorError('failed', error instanceof Error ? error.message : String(error)), this.#counters()),
    });
    this.#timer = setInterval(() => events.counters(this.#counters()), options.countersIntervalMs ?? COUNTERS_MS);
    const arrived = early;
    early = undefined;
    // The caller gets its session first.
    setImmediate(() => {
      for (const event of arrived) this.#event(event);
    });
  }

  stop(): void {
    this.resume();
    this.#session.detach();
  }

  pause(): void {
    this.#pause ??= new Promise((resolve) => {
      this.#paused = resolve;
    });
  }

  resume(): void {
    const waiting = this.#waiting.splice(0);
    this.#pause = undefined;
    for (const facts of waiting) this.events.crash(facts);
    this.#paused?.();
  }

  #crash(facts: CrashFacts): void {
    this.#captured++;
    // One slice of records may hold several.
    if (this.#pause === undefined) this.events.crash(facts);
    else this.#waiting.push(facts);
  }

  #event(event: CaptureEvent): void {
    if (event.kind === 'progress') this.#live.poke();
    else if (event.kind === 'ended') void this.#end(event.status);
  }

  async #end(status: number): Promise<void> {
    await this.#live.finish();
    clearInterval(this.#timer);
    this.events.status(status);
    this.events.ended(undefined, this.#counters());
  }

  #counters(): CrashCounters {
    this.#file.refresh();
    return {
      timeNs: process.hrtime.bigint(),
      detected: this.#captured + this.#file.lost,
      filtered: 0,
      captured: this.#captured,
      dropped: this.#file.lost,
      reduced: 0,
      delivered: this.#captured - this.#waiting.length,
      ringBytes: 0,
      ringUsed: this.#file.committed - this.#ingest.position,
      helperMemory: 0,
      trackedProcesses: this.#ingest.tasks.alive,
      mappingsLost: 0,
    };
  }
}
