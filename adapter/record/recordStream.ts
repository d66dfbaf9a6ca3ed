import { sizes } from './offsets.js';

/** No record is larger: a crash with 1 MiB of stack, its mappings and what else is known. */
const MAX_RECORD = 16 << 20;
/** Every record begins with its size, a u32. */
const SIZE_FIELD = 4;

/** A record whose size makes no sense: what sends it is not what it should be. */
export class RecordStreamError extends Error {
  override readonly name = 'RecordStreamError';
}

/** Cuts a stream of bytes into records (layout.ts), as they travel between the crash monitor’s helper and its client. */
export class RecordStream {
  #chunks: Uint8Array[] = [];
  #bytes = 0;

  /** Adds what came, and returns the records that are whole now, each in memory of its own. Throws RecordStreamError. */
  push(chunk: Uint8Array): DataView[] {
    this.#chunks.push(chunk);
    this.#bytes += chunk.length;
    const records: DataView[] = [];
    for (let size = this.#nextSize(); size > 0 && size <= this.#bytes; size = this.#nextSize()) {
      const record = this.#take(size);
      records.push(new DataView(record.buffer, record.byteOffset, record.byteLength));
    }
    return records;
  }

  /** Bytes of a record that is not whole. */
  get incomplete(): number {
    return this.#bytes;
  }

  /** Size of the record that comes next; 0 while that is not known. */
  #nextSize(): number {
    if (this.#bytes < sizes.RecordHeader) return 0;
    const field = new DataView(new ArrayBuffer(SIZE_FIELD));
    let at = 0;
    for (const chunk of this.#chunks) {
      for (let i = 0; i < chunk.length && at < SIZE_FIELD; i++) field.setUint8(at++, chunk[i] ?? 0);
      if (at === SIZE_FIELD) break;
    }
    const size = field.getUint32(0, true);
    if (size < sizes.RecordHeader || size > MAX_RECORD || size % 8 !== 0) throw new RecordStreamError(`a record of ${size} bytes`);
    return size;
  }

  /** Removes the first `size` bytes and returns a copy of them. */
  #take(size: number): Uint8Array {
    const taken = new Uint8Array(size);
    let at = 0;
    while (at < size) {
      const chunk = this.#chunks[0];
      if (chunk === undefined) break;
      const part = Math.min(chunk.length, size - at);
      taken.set(chunk.subarray(0, part), at);
      at += part;
      if (part === chunk.length) this.#chunks.shift();
      else this.#chunks[0] = chunk.subarray(part);
    }
    this.#bytes -= size;
    return taken;
  }
}
