/** Arguments of which the caller gives some fields and the kernel answers with others, and that are shown even when it did not. */
import type { Emitter } from '../../decode/emitter.js';
import type { CallView } from '../../decode/memory.js';
import { Place, readArgument } from '../../decode/place.js';
import type { ArgType } from '../descriptor.js';
import type { PointerType } from '../types/pointers.js';
import { type Named, named, typeOf } from '../types/valueType.js';

type PointerLike = PointerType | Named<PointerType>;

export interface AnsweredOptions {
  /** A struct that is all zero at first, as the kernel wants it, is not shown then. */
  readonly unlessZero?: boolean;
}

/** `given => filled`, and `given => address` when the call failed. Nothing is added to what could not be read. */
export function answered(given: PointerLike, filled: PointerLike, { unlessZero = false }: AnsweredOptions = {}): Named {
  const before = typeOf<PointerType>(given);
  const after = typeOf<PointerType>(filled);
  const read = (call: CallView, index: number): Uint8Array | undefined => {
    const bytes = before.target.size(call.abi);
    const { data } = call.entry.read(call.word(index), bytes);
    return call.word(index) === 0 || data.length < bytes ? undefined : data;
  };
  const hides = (data: Uint8Array | undefined): boolean => unlessZero && data?.every((byte) => byte === 0) === true;
  const halves = {
    before(out: Emitter, call: CallView, index: number): void {
      if (hides(read(call, index))) return;
      out.beginChange();
      before.show(out, readArgument(call, index, before.width), new Place(call, call.entry));
    },
    after(out: Emitter, call: CallView, index: number): void {
      const data = read(call, index);
      if (data !== undefined) {
        if (!hides(data)) out.becomes();
        if (call.errno === 0) after.show(out, readArgument(call, index, after.width), new Place(call, call.exit));
        else out.address(call.word(index));
      }
      if (!hides(data)) out.endChange();
    },
  };
  const type: ArgType = {
    typeName: before.typeName,
    direction: 'inout',
    capture: (value, context) => ({ entry: before.follow(value, context), exit: after.follow(value, context) }),
    emit(out, call, index) {
      halves.before(out, call, index);
      halves.after(out, call, index);
    },
    halves,
  };
  return named(type);
}
