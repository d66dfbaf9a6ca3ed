import { recordFlags, recordTypes } from '../record/layout.js';
import { RecordCursor } from '../record/recordCursor.js';
import type { TraceFile } from '../record/traceFile.js';
import type { RecordSink } from './ingest.js';
import { RowIndex, type RowKind } from './rowIndex.js';
import { isStackRecord } from './stackRecords.js';
import type { Task } from './task.js';

/** A row with its records at hand. */
export interface StoredRow {
  readonly index: number;
  readonly kind: RowKind;
  readonly task: Task;
  /** The row’s record: SyscallEntry for a call (its SyscallExit when the entry was not seen). Valid inside the visit only. */
  readonly record: RecordCursor;
  /** The SyscallExit of a call that returned. Valid inside the visit only. */
  readonly exit: RecordCursor | undefined;
  /** Nanoseconds since the recording began. */
  readonly timeNs: number;
  /** Of a call whose entry and exit were seen. */
  readonly durationNs: number | undefined;
  /** A call that will not return. */
  readonly never: boolean;
  readonly failed: boolean;
}

/** How far behind a record its stack may stand: nothing but Maps is ever between them. */
const STACK_DISTANCE = 4;

/**
 * The rows of a recording: each call (where its entry stands), signal, stop, start, exec, exit and note, numbered
 * from 0 in file order. It keeps only the index; records are read from the file when somebody looks at a row.
 */
export class TraceStore implements RecordSink {
  readonly index = new RowIndex();
  /** Rows of kind syscall. */
  calls = 0;
  /** Calls that returned an error. */
  errors = 0;

  readonly #tasks: Task[] = [];
  /** Row of the call that a task is in, by Task.index; -1 for none. */
  readonly #open: number[] = [];
  readonly #entryCursor: RecordCursor;
  readonly #exitCursor: RecordCursor;

  constructor(readonly file: TraceFile) {
    this.#entryCursor = new RecordCursor(file, 128 * 1024);
    this.#exitCursor = new RecordCursor(file, 128 * 1024);
  }

  get count(): number {
    return this.index.count;
  }

  record(cursor: RecordCursor, task: Task): void {
    this.#tasks[task.index] = task;
    switch (cursor.type) {
      case recordTypes.syscallEntry:
        this.calls++;
        this.#open[task.index] = this.index.add('syscall', cursor.offset, task.index, cursor.abi, cursor.nr);
        break;
      case recordTypes.syscallExit:
        this.#exit(cursor, task);
        break;
      case recordTypes.signal:
        if ((cursor.flags & recordFlags.suppressed) === 0) this.index.add('signal', cursor.offset, task.index);
        break;
      case recordTypes.groupStop:
        this.index.add('groupStop', cursor.offset, task.index);
        break;
      case recordTypes.taskStart:
        this.index.add('start', cursor.offset, task.index);
        break;
      case recordTypes.taskExec:
        this.#exec(cursor, task);
        break;
      case recordTypes.taskExit:
        this.#close(task);
        this.index.add('exit', cursor.offset, task.index);
        break;
      case recordTypes.note:
        this.index.add('note', cursor.offset, task.index);
        break;
    }
  }

  /** Reads one row. Its cursors are valid until the next row is read. @throws RangeError */
  row(row: number): StoredRow {
    if (row < 0 || row >= this.count) throw new RangeError(`no row ${row}: there are ${this.count}`);
    const kind = this.index.kind(row);
    const task = this.#taskAt(row);
    const record = this.#entryCursor;
    if (!record.moveTo(this.index.offset(row))) throw new RangeError(`row ${row} is not in the file`);
    const exitOffset = kind === 'syscall' ? this.index.exitOffset(row) : 0;
    const exit = exitOffset === 0 ? undefined : this.#exitCursor;
    if (exit !== undefined && !exit.moveTo(exitOffset)) throw new RangeError(`the return of row ${row} is not in the file`);
    const timeNs = record.timeNs;
    const durationNs = exit !== undefined && this.index.hasEntry(row) ? exit.timeNs - timeNs : undefined;
    return { index: row, kind, task, record, exit, timeNs, durationNs, never: this.index.never(row), failed: this.index.failed(row) };
  }

  /** Visits rows start … start + count, as far as they are there. */
  visit(start: number, count: number, visitor: (row: StoredRow) => void): void {
    const end = Math.min(this.count, start + count);
    for (let row = Math.max(0, start); row < end; row++) visitor(this.row(row));
  }

  /** File offset of the stack’s record that was taken at this row’s exit, or at its own record; 0 when there is none. */
  stackOffset(row: number): number {
    const cursor = this.#exitCursor;
    const from = this.index.exitOffset(row) || this.index.offset(row);
    if (!cursor.moveTo(from)) return 0;
    const tid = cursor.tid;
    for (let step = 0; step < STACK_DISTANCE && cursor.next(); step++) {
      const stack = isStackRecord(cursor.type);
      if (stack && cursor.tid === tid) return cursor.offset;
      if (cursor.type !== recordTypes.maps && !stack) break;
    }
    return 0;
  }

  #exit(cursor: RecordCursor, task: Task): void {
    const failed = (cursor.flags & recordFlags.isError) !== 0;
    if (failed) this.errors++;
    const entryOffset = cursor.entryOffset;
    if (entryOffset !== 0) {
      let row = this.#open[task.index] ?? -1;
      if (row < 0 || this.index.offset(row) !== entryOffset) row = this.index.rowAt(entryOffset);
      if (row >= 0 && this.index.offset(row) === entryOffset) {
        this.index.setExit(row, cursor.offset, failed);
        this.#open[task.index] = -1;
        return;
      }
    }
    this.calls++;
    const row = this.index.add('syscall', cursor.offset, task.index, cursor.abi, cursor.nr);
    this.index.setNoEntry(row, failed);
  }

  #exec(cursor: RecordCursor, leader: Task): void {
    const former = cursor.formerTid === leader.tid ? undefined : this.#tasks.findLast((task) => task?.tid === cursor.formerTid);
    if (former !== undefined) {
      // What the leader was in is over; the execve that the other thread called is its own now.
      this.#close(leader);
      this.#open[leader.index] = this.#open[former.index] ?? -1;
      this.#open[former.index] = -1;
    }
    this.index.add('exec', cursor.offset, leader.index);
  }

  #close(task: Task): void {
    const row = this.#open[task.index] ?? -1;
    if (row >= 0) this.index.setNever(row);
    this.#open[task.index] = -1;
  }

  #taskAt(row: number): Task {
    const task = this.#tasks[this.index.task(row)];
    if (task === undefined) throw new RangeError(`no task for row ${row}`);
    return task;
  }
}
