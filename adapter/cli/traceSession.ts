import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AttachTarget, CaptureBackend, CaptureEvent, CaptureSession, LaunchTarget } from '../capture/backend.js';
import { explainFailure } from '../capture/explainFailure.js';
import { crashSignals } from '../crash/crashSignals.js';
import type { LineVocabulary } from '../decode/lineOptions.js';
import { emptyPlan } from '../plan/emptyPlan.js';
import { encodeTampering } from '../plan/tampering.js';
import { TraceFile } from '../record/traceFile.js';
import { LiveIngest } from '../store/liveIngest.js';
import type { Symbolizer } from '../symbols/frame.js';
import { capturePlan } from './capturePlan.js';
import type { Destination } from './destination.js';
import { lossMessage } from './lossMessage.js';
import { Printer } from './printer.js';
import type { TraceSettings } from './settings.js';

/** Bytes of stack that are copied for -k: enough for frames that hold ordinary buffers. */
const STACK_BYTES = 128 * 1024;

type EndedEvent = Extract<CaptureEvent, { kind: 'ended' }>;

export interface TraceRequest {
  readonly settings: TraceSettings;
  readonly target: LaunchTarget | AttachTarget;
  readonly backend: CaptureBackend;
  readonly vocabulary: LineVocabulary;
  readonly destination: Destination | ((tid: number) => Destination);
  /** Lines must come in order with what the program writes itself. */
  readonly lockstep: boolean;
  /** For -k; undefined without it. */
  readonly symbolizer: Symbolizer | undefined;
  readonly say: (message: string) => void;
}

/** A trace that runs: what is captured is printed until the last task is gone. */
export class TraceSession {
  readonly #printer: Printer;
  readonly #live: LiveIngest;
  readonly #session: CaptureSession;
  #ended!: (event: EndedEvent) => void;
  readonly #end = new Promise<EndedEvent>((resolve) => {
    this.#ended = resolve;
  });
  #deaf = false;

  /** Starts the target. @throws CaptureError when it cannot be started */
  constructor(private readonly request: TraceRequest) {
    const { settings, target, backend, lockstep } = request;
    const recordPath = settings.record;
    let early: CaptureEvent[] | undefined = [];
    // Events may come before the reader is there: they wait.
    this.#session = backend.start(
      target,
      {
        tracePath: recordPath ?? join(tmpdir(), `syscall-trace-${process.pid}-${randomBytes(6).toString('hex')}.sctrace`),
        temporary: recordPath === undefined,
        maxBytes: 0,
        plan: capturePlan(settings, lockstep),
        follow: settings.follow,
        seccomp: settings.seccomp ? 'exitKill' : 'off',
        lockstep,
        cpuTime: settings.summary !== 'none' && !settings.wallClock,
        stackBytes: settings.stacks === 'none' ? 0 : STACK_BYTES,
        stackFrames: settings.frameLimit,
        stackOnError: settings.stackCondition.onError,
        stackSlowNs: settings.stackCondition.slowNs,
        // A recording may be printed with any option.
        taskFacts: settings.pidDetails.size > 0 || recordPath !== undefined,
        recordFailedExec: true,
        detachOnExec: settings.detachOnExec,
        haltOnExec: false,
        haltSignals: [],
        ...(settings.crashReport ? { crashSignals } : {}),
        ...(settings.tampering.length === 0 ? {} : { tampering: encodeTampering(settings.tampering) }),
        debug: settings.debug || process.env.SYSCALL_TRACE_DEBUG === '1',
      },
      (event) => (early === undefined ? this.#event(event) : early.push(event)),
    );
    const file = new TraceFile(this.#session.readFd, recordPath ?? 'the trace');
    this.#printer = new Printer({
      settings,
      file,
      vocabulary: request.vocabulary,
      launched: target.kind === 'launch',
      live: true,
      destination: request.destination,
      partial: lockstep,
      symbolizer: request.symbolizer,
      onLimit: () => this.detach(),
      say: request.say,
    });
    this.#live = new LiveIngest(this.#printer.ingest, {
      onSlice: () => this.#afterSlice(),
      backlog: () => this.#printer.backlog,
      onError: (error) => request.say(error instanceof Error ? error.message : String(error)),
    });
    const events = early;
    early = undefined;
    for (const event of events) this.#event(event);
  }

  /** Settles when everything is printed, with the wait status of the launched program; -1 when there is none. */
  async finished(): Promise<number> {
    const { status, failure } = await this.#end;
    await this.#live.finish();
    await this.#printer.finish();
    const { file } = this.#printer.ingest;
    file.refresh();
    if (file.lost > 0) this.request.say(lossMessage(file.lost));
    const { target, say } = this.request;
    if (failure !== undefined) say(explainFailure(failure, target, ''));
    return status;
  }

  /** Lets all tasks go; they run on. */
  detach(): void {
    this.#session.detach();
  }

  /** Sends a signal to the launched program. */
  signal(signo: number): void {
    this.#session.signal(signo);
  }

  #event(event: CaptureEvent): void {
    if (event.kind === 'progress') this.#live.poke();
    else if (event.kind === 'ended') this.#ended(event);
  }

  #afterSlice(): void {
    this.#printer.flush();
    this.#session.consumed(this.#printer.ingest.position);
    if (this.#printer.broken && !this.#deaf && this.request.settings.record === undefined) {
      // Nobody reads what would be traced: the program need not wait for it.
      this.#deaf = true;
      this.#session.setPlan(emptyPlan());
    }
  }
}
