/** Directory entries as getdents and getdents64 give them. */
import type { Emitter } from '../../decode/emitter.js';
import type { Place } from '../../decode/place.js';
import { unsigned } from '../../decode/word.js';
import type { Op, Operand } from '../../plan/op.js';
import { limits } from '../../plan/op.js';
import type { AbiName } from '../../record/layout.js';
import { constants } from '../generated/constants.gen.js';
import { countAt, returned } from './count.js';
import { type EnumType, enumeration } from './flags.js';
import { i64, kernelUnsignedLong, u8, u16, u64 } from './ints.js';
import { placeBehind } from './pointers.js';
import { type Named, named, typeOf, ValueType } from './valueType.js';

const entryType: EnumType = typeOf<EnumType>(enumeration(constants.dirent_types, 'u8'));

class DirentsType extends ValueType {
  readonly typeName = 'dirent[]';
  readonly width = 'pointer';
  constructor(
    /** linux_dirent64: d_type stands before the name, not in the last byte. */
    readonly wide: boolean,
  ) {
    super();
  }

  override follow(value: Operand): readonly Op[] {
    return [{ op: 'copy', at: value, length: { from: 'ret' }, cap: limits.blobBytes }];
  }

  show(out: Emitter, value: number | bigint, place: Place): void {
    const at = unsigned(value);
    const length = Number(countAt(returned, place) ?? 0);
    const { data } = place.memory.read(at, length);
    if (data.length < length) {
      out.address(at);
      return;
    }
    const inside = placeBehind(place, data, at);
    const offsets = this.#entries(inside);
    if (!out.options.verbose) {
      out.address(at);
      out.comment(`${offsets.length} entries`);
      return;
    }
    out.beginArray();
    for (const offset of offsets) {
      out.item();
      this.#showEntry(out, inside, offset);
    }
    out.endArray();
  }

  /** Bytes before d_name. */
  #head(abi: AbiName): number {
    return this.wide ? 19 : 2 * kernelUnsignedLong.type.size(abi) + 2;
  }

  #lengthAt(place: Place, at: number): number {
    return Number(u16.type.read(place, at + (this.wide ? 16 : 2 * kernelUnsignedLong.type.size(place.call.abi))));
  }

  /** Where the entries begin; stops at one that is too short or reaches beyond the end. */
  #entries(place: Place): number[] {
    const head = this.#head(place.call.abi);
    const offsets: number[] = [];
    for (let at = 0; at + head <= place.data.length; ) {
      const length = this.#lengthAt(place, at);
      if (length < head || at + length > place.data.length) break;
      offsets.push(at);
      at += length;
    }
    return offsets;
  }

  #showEntry(out: Emitter, place: Place, at: number): void {
    const { abi } = place.call;
    const word = kernelUnsignedLong.type;
    const length = this.#lengthAt(place, at);
    const nameAt = at + this.#head(abi);
    const nameEnd = place.data.indexOf(0, nameAt);
    const limit = this.wide ? at + length : at + length - 1;
    const name = place.data.subarray(nameAt, nameEnd < 0 || nameEnd > limit ? limit : nameEnd);
    out.beginStruct();
    out.field('d_ino');
    out.decimal(this.wide ? u64.type.read(place, at) : word.read(place, at));
    out.field('d_off');
    out.decimal(this.wide ? i64.type.read(place, at + 8) : word.read(place, at + word.size(abi)));
    out.field('d_reclen');
    out.decimal(length);
    if (this.wide) {
      out.field('d_type');
      entryType.show(out, u8.type.read(place, at + 18));
    }
    out.field('d_name');
    out.string(name, 'path', false);
    if (!this.wide) {
      out.field('d_type');
      entryType.show(out, u8.type.read(place, at + length - 1));
    }
    out.endStruct();
  }
}

/** struct linux_dirent64, as many as the call returned bytes of. */
export const dirents64: Named<ValueType> = named(new DirentsType(true));
/** struct linux_dirent. */
export const dirents: Named<ValueType> = named(new DirentsType(false));
