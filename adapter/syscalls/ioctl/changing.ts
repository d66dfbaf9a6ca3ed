/** Arguments that the kernel changes in some calls only. */
import type { Emitter } from '../../decode/emitter.js';
import type { CallView } from '../../decode/memory.js';
import { Place, readArgument } from '../../decode/place.js';
import type { ArgType } from '../descriptor.js';
import { type Named, named, typeOf, type ValueLike, type ValueType } from '../types/valueType.js';

/** Whether what a call left behind is worth showing; `at`: address of the argument. */
export type Changes = (out: Emitter, call: CallView, at: number | bigint) => boolean;

export interface ChangingOptions {
  /** The kernel leaves something behind even when the call fails. */
  readonly always?: boolean;
}

/** `given => filled` where the call succeeded and `changes` says so, else only `given`. */
export function changing(given: ValueLike, filled: ValueLike, changes: Changes, { always = false }: ChangingOptions = {}): Named {
  const before = typeOf<ValueType>(given);
  const after = typeOf<ValueType>(filled);
  const halves = {
    before(out: Emitter, call: CallView, index: number): void {
      out.beginChange();
      before.show(out, readArgument(call, index, before.width), new Place(call, call.entry));
    },
    after(out: Emitter, call: CallView, index: number): void {
      if ((always || call.errno === 0) && changes(out, call, call.word(index))) {
        out.becomes();
        after.show(out, readArgument(call, index, after.width), new Place(call, call.exit));
      }
      out.endChange();
    },
  };
  const type: ArgType = {
    typeName: before.typeName,
    direction: 'inout',
    capture(value, context) {
      const exit = after.follow?.(value, context) ?? [];
      return { entry: before.follow?.(value, context) ?? [], ...(always ? { exitAlways: exit } : { exit }) };
    },
    emit(out, call, index) {
      halves.before(out, call, index);
      halves.after(out, call, index);
    },
    halves,
  };
  return named(type);
}
