import * as vscode from 'vscode';
import type { CountersEvent } from '../../adapter/protocol/requests.js';
import type { TraceSource } from './traceSource.js';

export type TraceState = CountersEvent['state'];

/** What is counted of a trace. Of a recording it is not known before it was read. */
export type Counters = Omit<CountersEvent, 'state' | 'recording'>;

const nothingYet: Counters = { rows: 0, calls: 0, errors: 0, lost: 0, tasks: 0 };

/** One traced run: of a session that goes on, of one that is over, or of a recording that was opened. */
export class Trace implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  /** Its counters, state or source changed. */
  readonly onDidChange = this.changed.event;

  counters: Counters = nothingYet;
  state: TraceState;
  /** File in which it is kept; undefined when it is not kept. */
  recording: string | undefined;
  /** Who answers questions about it; undefined once nobody can. */
  source: TraceSource | undefined;

  private constructor(
    readonly id: string,
    readonly name: string,
    readonly startedAt: Date,
    state: TraceState,
  ) {
    this.state = state;
  }

  static ofSession(id: string, name: string, source: TraceSource): Trace {
    const trace = new Trace(id, name, new Date(), 'running');
    trace.source = source;
    return trace;
  }

  static ofRecording(path: string, name: string, startedAt: Date, readerOf: (trace: Trace) => TraceSource): Trace {
    const trace = new Trace(`recording:${path}`, name, startedAt, 'ended');
    trace.recording = path;
    trace.source = readerOf(trace);
    return trace;
  }

  /** Whether it is read from its file rather than from a session. */
  get isOver(): boolean {
    return this.state === 'ended';
  }

  update(counters: CountersEvent): void {
    const { state, recording, ...counts } = counters;
    // A reader of the recording counts from the beginning what the session counted before.
    if (this.isOver && counts.rows < this.counters.rows) return;
    this.counters = counts;
    // The session tells when it is over: until then questions still go to the adapter.
    if (state !== 'ended' && !this.isOver) this.state = state;
    this.recording = recording ?? this.recording;
    this.changed.fire();
  }

  /** Its session is over: from now on `source` answers, if the trace was kept. */
  end(source: TraceSource | undefined): void {
    this.state = 'ended';
    this.source = source;
    this.changed.fire();
  }

  dispose(): void {
    const { source } = this;
    this.source = undefined;
    if (source !== undefined && 'dispose' in source && typeof source.dispose === 'function') source.dispose();
    this.changed.dispose();
  }
}
