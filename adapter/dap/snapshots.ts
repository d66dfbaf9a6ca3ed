/** Stack snapshots out of the recording (records Stack and Maps), symbolized on request. */

import { registersSize } from '../crash/registers.js';
import { blobKinds, recordTypes } from '../record/layout.js';
import { RecordCursor } from '../record/recordCursor.js';
import type { TraceStore } from '../store/traceStore.js';
import type { Frame, Symbolizer } from '../symbols/frame.js';

/** Mappings change by exec, mmap and dlopen: a page of rows rarely sees more versions than this. */
const maxMaps = 16;

export class Snapshots {
  private readonly cursor: RecordCursor;
  /** Text of Maps records by file offset, the one that was used last at the end. */
  private readonly maps = new Map<number, Uint8Array>();

  /** `isAlive`: whether a process of the recording still runs, so that its files are best seen through its own eyes. */
  constructor(
    private readonly store: TraceStore,
    private readonly symbolizer: Symbolizer,
    private readonly isAlive: (pid: number) => boolean,
  ) {
    this.cursor = new RecordCursor(store.file, 64 * 1024);
  }

  /** The stack of the task when row `row` was made, innermost first; undefined when none was recorded. */
  async frames(row: number, limit: number): Promise<Frame[] | undefined> {
    const offset = this.store.stackOffset(row);
    const { cursor } = this;
    if (offset === 0 || !cursor.moveTo(offset) || cursor.type !== recordTypes.stack) return undefined;
    const regs = cursor.blob(blobKinds.regs);
    const stack = cursor.blob(blobKinds.stack);
    if (!regs || regs.length < registersSize) return undefined;
    // Copies: the cursor moves on, and the symbolizer works in a thread of its own.
    const registers = Uint8Array.from(regs);
    const bytes = Uint8Array.from(stack ?? []);
    const stackAddress = cursor.blobAddress(blobKinds.stack);
    const { pid } = cursor;
    const maps = this.mapsAt(cursor.mapsOffset);
    if (!maps) return undefined;
    const { frames } = await this.symbolizer.stack({ maps, registers, stackAddress, stack: bytes, ...(this.isAlive(pid) ? { pid } : {}) }, limit);
    return frames;
  }

  private mapsAt(offset: number): Uint8Array | undefined {
    let maps = this.maps.get(offset);
    if (!maps) {
      if (!this.cursor.moveTo(offset) || this.cursor.type !== recordTypes.maps) return undefined;
      maps = Uint8Array.from(this.cursor.blob(blobKinds.maps) ?? []);
    }
    this.maps.delete(offset);
    this.maps.set(offset, maps);
    const [oldest] = this.maps.keys();
    if (this.maps.size > maxMaps && oldest !== undefined) this.maps.delete(oldest);
    return maps;
  }
}
