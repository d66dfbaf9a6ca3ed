import { recordTypes } from '../record/layout.js';
import type { RecordCursor } from '../record/recordCursor.js';
import type { RecordSink } from '../store/ingest.js';
import { isStackRecord } from '../store/stackRecords.js';
import type { Task } from '../store/task.js';

/** Hands records on to other sinks, but for calls that are not wanted: their entries, exits and stacks are left out. */
export class CallFilter implements RecordSink {
  /** Whether the call that a task is in, or was in last, is wanted; by Task.index. */
  readonly #wanted: boolean[] = [];

  constructor(
    /** Asked at each SyscallEntry. */
    private readonly wants: (cursor: RecordCursor, task: Task) => boolean,
    private readonly sinks: readonly RecordSink[],
  ) {}

  record(cursor: RecordCursor, task: Task): void {
    const { type } = cursor;
    if (type === recordTypes.syscallEntry) this.#wanted[task.index] = this.wants(cursor, task);
    // A thread that is not the leader calls execve: its call goes on as the leader’s.
    else if (type === recordTypes.taskExec && cursor.formerTid !== task.tid) this.#wanted[task.index] = true;
    const ofCall = type === recordTypes.syscallEntry || type === recordTypes.syscallExit || isStackRecord(type);
    if (ofCall && this.#wanted[task.index] !== true) return;
    for (const sink of this.sinks) sink.record(cursor, task);
  }
}
