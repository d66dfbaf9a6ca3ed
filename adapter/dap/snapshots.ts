/** Stacks out of the recording, symbolized on request. */

import { RecordCursor } from '../record/recordCursor.js';
import { RecordedStacks } from '../store/recordedStacks.js';
import type { TraceStore } from '../store/traceStore.js';
import type { Frame, Symbolizer } from '../symbols/frame.js';
import { symbolizeUnwound } from '../symbols/unwoundStack.js';

/** Stacks whose frames are remembered: a program makes its calls from few places. */
const maxKnown = 512;

export class Snapshots {
  private readonly cursor: RecordCursor;
  private readonly stacks: RecordedStacks;
  /** By file offset of the stack, and limit; the one that was used last at the end. */
  private readonly known = new Map<string, Promise<Frame[]>>();

  /** `isAlive`: whether a process of the recording still runs, so that its files are best seen through its own eyes. */
  constructor(
    private readonly store: TraceStore,
    private readonly symbolizer: Symbolizer,
    private readonly isAlive: (pid: number) => boolean,
  ) {
    this.cursor = new RecordCursor(store.file, 64 * 1024);
    this.stacks = new RecordedStacks(store.file);
  }

  /** The stack of the task when row `row` was made, innermost first; undefined when none was recorded. */
  async frames(row: number, limit: number): Promise<Frame[] | undefined> {
    const offset = this.store.stackOffset(row);
    const { cursor } = this;
    if (offset === 0 || !cursor.moveTo(offset)) return undefined;
    const place = this.stacks.placeOf(cursor);
    const key = `${place?.offset} ${limit}`;
    const known = this.known.get(key);
    if (known) {
      this.known.delete(key);
      this.known.set(key, known);
      return known;
    }
    const pid = this.isAlive(cursor.pid) ? cursor.pid : undefined;
    const recorded = this.stacks.read(cursor);
    if (!recorded) return undefined;
    if (recorded.kind === 'copied') {
      const { frames } = await this.symbolizer.stack({ ...recorded.snapshot, ...(pid === undefined ? {} : { pid }) }, limit);
      return frames;
    }
    const frames = symbolizeUnwound(this.symbolizer, recorded.stack, limit, pid).then(({ frames }) => frames);
    this.known.set(key, frames);
    const [oldest] = this.known.keys();
    if (this.known.size > maxKnown && oldest !== undefined) this.known.delete(oldest);
    return frames;
  }
}
