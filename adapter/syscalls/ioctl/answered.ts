/** Arguments that are read and then written, where the second half is shown whether the call succeeded or not. */

import type { Emitter } from '../../decode/emitter.js';
import type { CallView } from '../../decode/memory.js';
import { Place, readArgument } from '../../decode/place.js';
import type { ArgType } from '../descriptor.js';
import { type Named, named, typeOf, type ValueLike, type ValueType } from '../types/valueType.js';

/** `given => filled`, and `given => address` when the call failed. Nothing is added to what could not be read. */
export function answered(given: ValueLike, filled: ValueLike): Named {
  const before = typeOf<ValueType>(given);
  const after = typeOf<ValueType>(filled);
  const wasRead = (call: CallView, index: number): boolean => call.word(index) !== 0 && call.entry.read(call.word(index), 1).data.length > 0;
  const halves = {
    before(out: Emitter, call: CallView, index: number): void {
      out.beginChange();
      before.show(out, readArgument(call, index, before.width), new Place(call, call.entry));
    },
    after(out: Emitter, call: CallView, index: number): void {
      if (wasRead(call, index)) {
        out.becomes();
        if (call.errno === 0) after.show(out, readArgument(call, index, after.width), new Place(call, call.exit));
        else out.address(call.word(index));
      }
      out.endChange();
    },
  };
  const type: ArgType = {
    typeName: before.typeName,
    direction: 'inout',
    capture: (value, context) => ({ entry: before.follow?.(value, context) ?? [], exit: after.follow?.(value, context) ?? [] }),
    emit(out, call, index) {
      halves.before(out, call, index);
      halves.after(out, call, index);
    },
    halves,
  };
  return named(type);
}
