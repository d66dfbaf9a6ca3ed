import type { RecordBytes } from './capturedMemory.js';

const SMALL = 512;

/** A copy of a record that outlives the block it came in; its memory is used again for the next one. */
export class SavedRecord implements RecordBytes {
  bytes: Buffer = Buffer.allocUnsafeSlow(SMALL);
  view: DataView = new DataView(this.bytes.buffer);
  readonly base = 0;
  size = 0;

  save({ bytes, base, size }: RecordBytes): void {
    // A task that once made a huge call must not hold its memory for ever.
    if (size > this.bytes.length || this.bytes.length > Math.max(SMALL, size) * 64) {
      this.bytes = Buffer.allocUnsafeSlow(Math.max(SMALL, size));
      this.view = new DataView(this.bytes.buffer);
    }
    this.bytes.set(bytes.subarray(base, base + size), 0);
    this.size = size;
  }
}
