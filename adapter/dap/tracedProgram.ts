/** One traced program: what requests are answered from, and the events that tell the client about it. */
import { OutputEvent } from '@vscode/debugadapter';
import type { AttachTarget, CaptureOptions, HaltReason, LaunchTarget } from '../capture/backend.js';
import type { LineVocabulary } from '../decode/lineOptions.js';
import type { CountersEvent } from '../protocol/requests.js';
import { CallDecoder } from './callDecoder.js';
import { CallPrinter, type PrintSelection } from './callPrinter.js';
import { CallSources } from './callSources.js';
import type { Client } from './connection.js';
import { Counters } from './counters.js';
import { Debuggee, type Halt } from './debuggee.js';
import { stoppedEvent } from './haltDescription.js';
import { NoteMessages } from './noteMessages.js';
import { settledWithin } from './patience.js';
import type { Services } from './services.js';
import { Snapshots } from './snapshots.js';
import { SourceFiles } from './sourceFiles.js';
import { StoppedState } from './stoppedState.js';
import { Threads } from './threads.js';

/** A stop is not held back by lines that wait for debug information. */
const printPatienceMs = 300;
/** Nor by its stack. */
const stackPatienceMs = 1000;

export interface TracedProgramOptions {
  readonly client: Client;
  readonly services: Services;
  readonly vocabulary: LineVocabulary;
  readonly target: LaunchTarget | AttachTarget;
  readonly capture: CaptureOptions;
  /** What is printed; undefined for nothing. */
  readonly print: PrintSelection | undefined;
  /** Path of the recording when it is kept. */
  readonly recording: string | undefined;
  /** The reason that the client is told for a halt; undefined: it was not for the client, and the program goes on already. */
  shownHalt(halt: Halt, program: TracedProgram): HaltReason | undefined;
  /** Nothing is traced any more and the last lines have been printed. */
  onEnded(status: number): void;
}

export class TracedProgram {
  readonly client: Client;
  readonly services: Services;
  readonly debuggee: Debuggee;
  readonly decoder: CallDecoder;
  readonly snapshots: Snapshots;
  readonly files = new SourceFiles();
  readonly sources: CallSources;
  readonly threads: Threads;
  readonly stopped: StoppedState;
  private readonly counters: Counters;
  private readonly printer: CallPrinter | undefined;

  /** Starts it. Throws CaptureError. */
  constructor(private readonly options: TracedProgramOptions) {
    const { client, services, target, capture, print } = options;
    this.client = client;
    this.services = services;
    this.debuggee = new Debuggee({
      start: (onEvent) => services.backend.start(target, capture, onEvent),
      tracePath: capture.tracePath,
      listener: {
        onRecords: () => this.onRecords(),
        onHalted: (halt) => this.onHalted(halt),
        onEnded: (status) => void this.onEnded(status),
        onUnreadable: (error) => this.important(`The recording cannot be read further: ${error instanceof Error ? error.message : String(error)}`),
      },
    });
    const { store } = this.debuggee;
    this.decoder = new CallDecoder(store, options.vocabulary);
    this.snapshots = new Snapshots(store, services.symbolizer, (pid) => this.debuggee.ingest.tasks.get(pid)?.alive === true);
    this.sources = new CallSources(this.snapshots, this.files);
    this.threads = new Threads(store, client);
    this.stopped = new StoppedState(client, this.debuggee.capture, services, this.files);
    this.counters = new Counters(client, () => this.readCounters());
    this.printer = print && new CallPrinter({ selection: print, store, sources: this.sources, client, line: (row) => this.lineOf(row) });
    const notes = new NoteMessages(client);
    this.debuggee.follow(this.printer ? [this.threads, notes, this.printer] : [this.threads, notes]);
  }

  /** The process that was launched or attached to first. */
  get pid(): number {
    const { target } = this.options;
    return this.debuggee.capture.pid ?? (target.kind === 'attach' ? (target.pids[0] ?? 0) : 0);
  }

  /** Lets all tasks go on from a halt. */
  goOn(how?: Parameters<Debuggee['resume']>[0]): void {
    this.stopped.clear();
    this.debuggee.resume(how);
    this.counters.touch();
  }

  /** Lets every task go; settles when that is done. */
  detach(): Promise<number> {
    this.debuggee.capture.detach();
    return this.debuggee.ended;
  }

  /** Kills every task; settles when all are gone. */
  kill(): Promise<number> {
    this.debuggee.capture.kill();
    return this.debuggee.ended;
  }

  private onRecords(): void {
    this.threads.flush();
    this.counters.touch();
  }

  private onHalted(halt: Halt): void {
    const reason = this.options.shownHalt(halt, this);
    if (!reason) return;
    this.counters.send();
    // Lines of the calls that led here come before the stop, if they can be had soon.
    const printed = settledWithin(printPatienceMs, this.printer?.flush() ?? Promise.resolve());
    void Promise.all([printed, this.prepareStack(halt)]).then(() => {
      if (this.debuggee.halt !== halt) return;
      const call = this.threads.get(halt.tid)?.lastCall ?? -1;
      this.client.sendEvent(stoppedEvent(reason, halt.tid, call < 0 ? undefined : this.decoder.row(call).name));
    });
  }

  /** VS Code asks twice side by side for a stack that takes longer than 50 ms, and then shows no exception widget. */
  private prepareStack(halt: Halt): Promise<unknown> {
    const thread = this.threads.get(halt.tid);
    // Why it cannot be had, the client is told when it asks.
    const stack = thread && this.stopped.stackOf(thread).catch(() => undefined);
    return settledWithin(stackPatienceMs, stack ?? Promise.resolve());
  }

  private async onEnded(status: number): Promise<void> {
    await this.printer?.flush(true);
    this.threads.flush();
    this.counters.send();
    this.options.onEnded(status);
  }

  private important(text: string): void {
    this.client.sendEvent(new OutputEvent(`${text}\n`, 'important'));
  }

  private lineOf(row: number): string {
    const { tid } = this.decoder.row(row);
    return this.debuggee.ingest.tasks.all.length > 1 ? `[pid ${tid}] ${this.decoder.line(row)}` : this.decoder.line(row);
  }

  private readCounters(): CountersEvent {
    const { store, ingest, state } = this.debuggee;
    const { recording } = this.options;
    return {
      rows: store.count,
      calls: store.calls,
      errors: store.errors,
      lost: store.file.lost,
      tasks: ingest.tasks.alive,
      state,
      ...(recording === undefined ? {} : { recording }),
    };
  }
}
