/** Prints calls in the Debug Console, each line linked to its source line; in batches, within a budget. */
import path from 'node:path';
import { OutputEvent, Source } from '@vscode/debugadapter';
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { SyscallSet } from '../filter/syscallSet.js';
import { recordFlags, recordTypes } from '../record/layout.js';
import type { RecordCursor } from '../record/recordCursor.js';
import type { RecordSink } from '../store/ingest.js';
import type { Task } from '../store/task.js';
import type { TraceStore } from '../store/traceStore.js';
import type { CallSources } from './callSources.js';
import type { Client } from './connection.js';
import { settledWithin } from './patience.js';
import { defaultPrintLimits, omittedNote, PrintBudget } from './printBudget.js';

const flushMs = 100;
/** Between two notes of what was left out. */
const omittedMs = 1000;
/** Large debug information takes its time when it is first needed; lines wait for their links that long. */
const sourcePatienceMs = 5000;

/** Signals that do nothing unless the program wants them (signal(7), default action Ign): SIGCHLD, SIGCONT, SIGURG, SIGWINCH. */
const harmlessSignals = new Set([17, 18, 23, 28]);

/** What is to be printed. */
export interface PrintSelection {
  readonly onlyErrors: boolean;
  readonly calls: SyscallSet;
}

export interface CallPrinterOptions {
  readonly selection: PrintSelection;
  readonly store: TraceStore;
  readonly sources: CallSources;
  readonly client: Client;
  /** The row as strace prints it, pid in front when that says something. */
  line(row: number): string;
}

/** Takes records behind the store: a call is printed when it has returned. */
export class CallPrinter implements RecordSink {
  private readonly budget = new PrintBudget(defaultPrintLimits);
  private rows: number[] = [];
  private timer: NodeJS.Timeout | undefined;
  private noteTimer: NodeJS.Timeout | undefined;
  private printing: Promise<void> = Promise.resolve();
  private lastNoteMs = Number.NEGATIVE_INFINITY;

  constructor(private readonly options: CallPrinterOptions) {}

  record(cursor: RecordCursor, task: Task): void {
    if (!this.wanted(cursor, task)) return;
    if (this.budget.take(performance.now())) this.rows.push(this.rowOf(cursor));
    this.timer ??= setTimeout(() => void this.flush(), flushMs);
  }

  /** Prints what is waiting; settles when the client has been sent all of it. `last`: there will be no more. */
  flush(last = false): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    const { rows } = this;
    this.rows = [];
    const omitted = this.takeOmitted(last);
    this.printing = this.printing.then(() => this.print(rows, omitted));
    return this.printing;
  }

  /** Lines left out that the client is told of now; if that must wait, the next flush is set up. */
  private takeOmitted(last: boolean): number {
    const now = performance.now();
    if (!last && now - this.lastNoteMs < omittedMs) {
      if (this.budget.hasOmitted) this.noteTimer ??= setTimeout(() => void this.flush(), omittedMs);
      return 0;
    }
    clearTimeout(this.noteTimer);
    this.noteTimer = undefined;
    const omitted = this.budget.takeOmitted();
    if (omitted > 0) this.lastNoteMs = now;
    return omitted;
  }

  private wanted(cursor: RecordCursor, task: Task): boolean {
    const { selection } = this.options;
    if (cursor.type === recordTypes.signal)
      return (cursor.flags & recordFlags.suppressed) === 0 && !(selection.onlyErrors && harmlessSignals.has(cursor.signo));
    if (cursor.type !== recordTypes.syscallExit) return false;
    if (selection.onlyErrors && (cursor.flags & recordFlags.isError) === 0) return false;
    return selection.calls.has(cursor.abi, cursor.entryOffset === 0 ? cursor.nr : task.chosenNr);
  }

  private rowOf(cursor: RecordCursor): number {
    const { store } = this.options;
    const offset = cursor.type === recordTypes.syscallExit ? cursor.entryOffset || cursor.offset : cursor.offset;
    return store.index.rowAt(offset);
  }

  private async print(rows: readonly number[], omitted: number): Promise<void> {
    const { client, sources, line } = this.options;
    await settledWithin(sourcePatienceMs, sources.lookUp(rows));
    let plain = '';
    for (const row of rows) {
      const source = sources.get(row);
      // DAP links an output event as a whole to one line of source.
      if (source && plain !== '') client.sendEvent(new OutputEvent(plain));
      plain = `${source ? '' : plain}${line(row)}\n`;
      if (!source) continue;
      const event: DebugProtocol.OutputEvent = new OutputEvent(plain);
      event.body.source = new Source(path.basename(source.path), source.path);
      event.body.line = client.clientLine(source.line);
      client.sendEvent(event);
      plain = '';
    }
    if (omitted > 0) plain += `${omittedNote(omitted)}\n`;
    if (plain !== '') client.sendEvent(new OutputEvent(plain));
    await client.congestion();
  }
}
