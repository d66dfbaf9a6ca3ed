/** Stack snapshots out of the recording, symbolized on request. */
import { recordTypes } from '../record/layout.js';
import { RecordCursor } from '../record/recordCursor.js';
import { StackSnapshots } from '../store/stackSnapshots.js';
import type { TraceStore } from '../store/traceStore.js';
import type { Frame, Symbolizer } from '../symbols/frame.js';

export class Snapshots {
  private readonly cursor: RecordCursor;
  private readonly stacks: StackSnapshots;

  /** `isAlive`: whether a process of the recording still runs, so that its files are best seen through its own eyes. */
  constructor(
    private readonly store: TraceStore,
    private readonly symbolizer: Symbolizer,
    private readonly isAlive: (pid: number) => boolean,
  ) {
    this.cursor = new RecordCursor(store.file, 64 * 1024);
    this.stacks = new StackSnapshots(store.file);
  }

  /** The stack of the task when row `row` was made, innermost first; undefined when none was recorded. */
  async frames(row: number, limit: number): Promise<Frame[] | undefined> {
    const offset = this.store.stackOffset(row);
    const { cursor } = this;
    if (offset === 0 || !cursor.moveTo(offset) || cursor.type !== recordTypes.stack) return undefined;
    const snapshot = this.stacks.read(cursor);
    if (snapshot === undefined) return undefined;
    const { pid } = cursor;
    const { frames } = await this.symbolizer.stack({ ...snapshot, ...(this.isAlive(pid) ? { pid } : {}) }, limit);
    return frames;
  }
}
