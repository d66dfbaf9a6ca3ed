import { performance } from 'node:perf_hooks';
import { callNumber } from '../decode/callNumber.js';
import { recordFlags, recordTypes } from '../record/layout.js';
import { RecordCursor } from '../record/recordCursor.js';
import type { TraceFile } from '../record/traceFile.js';
import { type Task, TaskTable } from './task.js';

/** Somebody who looks at each record once, in file order: the store, the statistics, the line writer. */
export interface RecordSink {
  /** `task` is the record’s task as it was before the record; TaskStart excepted, which it already knows. */
  record(cursor: RecordCursor, task: Task): void;
}

/** Records between two looks at the clock. */
const STRIDE = 256;

/** Takes the records of a trace file, closed or growing, past its sinks: by slices, so that the event loop stays free. */
export class Ingest {
  readonly tasks = new TaskTable();
  readonly #cursor: RecordCursor;

  constructor(
    readonly file: TraceFile,
    readonly sinks: readonly RecordSink[],
  ) {
    this.#cursor = new RecordCursor(file);
  }

  /** File offset up to which the records were taken. */
  get position(): number {
    return this.#cursor.nextOffset;
  }

  /**
   * Takes records until there are none, or for about `budgetMs`. True when more are there already.
   * @throws TraceFileError at the first record that cannot be read; those before it were taken.
   */
  slice(budgetMs = 8): boolean {
    this.file.refresh();
    const end = performance.now() + budgetMs;
    while (this.#some(STRIDE)) {
      if (performance.now() >= end) return this.#cursor.nextOffset < this.file.committed;
    }
    return false;
  }

  /** Takes all records that are there. For files that are read as a whole in a program of its own. */
  all(): void {
    while (this.slice(1000));
  }

  /** Takes up to `count` records; false when fewer were there. */
  #some(count: number): boolean {
    const cursor = this.#cursor;
    for (let i = 0; i < count; i++) {
      if (!cursor.next()) return false;
      const task = this.tasks.take(cursor);
      if (cursor.type === recordTypes.syscallEntry) task.chosenNr = callNumber(cursor);
      for (const sink of this.sinks) sink.record(cursor, task);
      if (cursor.type === recordTypes.taskExit) task.detached = (cursor.flags & recordFlags.detached) !== 0;
      this.tasks.settle(cursor, task);
    }
    return true;
  }
}
