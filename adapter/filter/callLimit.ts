import { recordFlags, recordTypes } from '../record/layout.js';
import type { RecordCursor } from '../record/recordCursor.js';
import type { RecordSink } from '../store/ingest.js';
import type { Task } from '../store/task.js';

/** Hands records on until a number of calls has returned; then only what lets tasks go. */
export class CallLimit implements RecordSink {
  constructor(
    private left: number,
    /** Whether a call whose SyscallExit the cursor is on counts. */
    private readonly counts: (cursor: RecordCursor, task: Task) => boolean,
    /** Called once. */
    private readonly reached: () => void,
    private readonly sinks: readonly RecordSink[],
  ) {}

  record(cursor: RecordCursor, task: Task): void {
    const detached = cursor.type === recordTypes.taskExit && (cursor.flags & recordFlags.detached) !== 0;
    if (this.left === 0 && !detached) return;
    for (const sink of this.sinks) sink.record(cursor, task);
    if (cursor.type !== recordTypes.syscallExit || !this.counts(cursor, task)) return;
    this.left--;
    if (this.left === 0) this.reached();
  }
}
