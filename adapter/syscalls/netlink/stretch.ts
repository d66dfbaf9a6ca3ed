import { Place } from '../../decode/place.js';
import { addWord, type Word } from '../../decode/word.js';

/** A stretch of a message in the tracee’s memory: as long as its sender says, of which less may have been captured. */
export class Stretch {
  readonly #view: DataView;

  constructor(
    readonly place: Place,
    /** Address in the tracee. */
    readonly at: Word,
    /** Bytes that it claims to have. */
    readonly length: number,
    /** Its bytes as far as they were captured. */
    readonly data: Uint8Array,
  ) {
    this.#view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  }

  /** `length` bytes at `at`, as they were captured. */
  static of(place: Place, at: Word, length: number): Stretch {
    return new Stretch(place, at, length, place.memory.read(at, length).data);
  }

  /** The part from byte `offset` on, at most `length` bytes. */
  from(offset: number, length = this.length - offset): Stretch {
    const bytes = Math.max(0, Math.min(length, this.length - offset));
    return new Stretch(this.place, addWord(this.at, offset), bytes, this.data.subarray(offset, offset + bytes));
  }

  /** Whether its first `bytes` bytes belong to it and were captured. */
  has(bytes: number): boolean {
    return this.length >= bytes && this.data.length >= bytes;
  }

  u8(offset: number): number {
    return this.#view.getUint8(offset);
  }

  u16(offset: number): number {
    return this.#view.getUint16(offset, true);
  }

  u32(offset: number): number {
    return this.#view.getUint32(offset, true);
  }

  i32(offset: number): number {
    return this.#view.getInt32(offset, true);
  }

  /** Big-endian, as ports are. */
  net16(offset: number): number {
    return this.#view.getUint16(offset, false);
  }

  /** For field types: a place whose data begins here. */
  inside(): Place {
    return new Place(this.place.call, this.place.memory, this.data, this.at);
  }
}
