/** Reads what stands behind the header of a device-mapper request. All offsets count from the header and come from the tracee. */
import type { Emitter } from '../../decode/emitter.js';
import { type Place, readWidth } from '../../decode/place.js';
import { addWord, type Word } from '../../decode/word.js';
import { placeBehind } from '../types/pointers.js';

/** The data of one request. */
export class Carried {
  constructor(
    /** Of the header. */
    readonly place: Place,
    readonly start: number,
    readonly size: number,
    readonly targets: number,
    readonly flags: number,
    /** Minor version of the interface. */
    readonly version: number,
  ) {}

  addressOf(offset: number): Word {
    return addWord(this.place.address, offset);
  }

  /** Whether `bytes` bytes at `offset` belong to the request. */
  holds(offset: number, bytes: number): boolean {
    return offset + bytes <= this.size;
  }

  /** The struct at `offset`; undefined when it could not be read. */
  read(bytes: number, offset: number): Place | undefined {
    const at = this.addressOf(offset);
    const { data } = this.place.memory.read(at, bytes);
    return data.length < bytes ? undefined : placeBehind(this.place, data, at);
  }

  u32(offset: number): number | undefined {
    const { data } = this.place.memory.read(this.addressOf(offset), 4);
    return data.length < 4 ? undefined : Number(readWidth(data, 0, 'u32', this.place.call.abi));
  }

  /** Shows the text at `offset`, that ends where the request does. Returns its length where that is known. */
  text(out: Emitter, offset: number): number | undefined {
    const room = this.size - offset;
    const { data } = this.place.memory.read(this.addressOf(offset), room);
    const end = data.indexOf(0);
    const limit = out.options.stringLimit;
    if (end < 0 && data.length < Math.min(room, limit + 1)) {
      out.address(this.addressOf(offset));
      return undefined;
    }
    out.string(end < 0 ? data : data.subarray(0, end), 'string', end < 0 && room > 0);
    return end < 0 || end > limit ? undefined : end;
  }
}

/** What is not where it could be. */
export const misplaced = (out: Emitter, what: string): void => {
  out.item();
  out.raw('???');
  out.comment(`misplaced ${what}`);
};
