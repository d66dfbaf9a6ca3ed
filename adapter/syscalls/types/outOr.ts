/** Arguments that the kernel fills in on success, and of which something is shown even when the call failed. */
import type { CallView } from '../../decode/memory.js';
import { Place, readArgument } from '../../decode/place.js';
import { unsigned } from '../../decode/word.js';
import type { ArgType } from '../descriptor.js';
import { type Named, named, typeOf, type ValueLike, type ValueType } from './valueType.js';

/** `filled` behind a call that succeeded, else `given`: what the caller had put there. Both are shown when the call has returned. */
export function outOr(filled: ValueLike, given: ValueLike): Named {
  const after = typeOf<ValueType>(filled);
  const before = typeOf<ValueType>(given);
  const type: ArgType = {
    typeName: after.typeName,
    direction: 'out',
    capture: (value, context) => ({ entry: before.follow?.(value, context) ?? [], exit: after.follow?.(value, context) ?? [] }),
    emit(out, call, index) {
      const value = readArgument(call, index, after.width);
      if (call.errno === 0) after.show(out, value, new Place(call, call.exit));
      else before.show(out, value, new Place(call, call.entry));
    },
  };
  return named(type);
}

/** What the kernel fills in when it returns more than 0; the bare address otherwise (wait4 with WNOHANG). */
export function outUnlessZero(filled: ValueLike): Named {
  const type = typeOf<ValueType>(filled);
  return named<ArgType>({
    typeName: type.typeName,
    direction: 'out',
    capture: (value, context) => ({ exit: type.follow?.(value, context) ?? [] }),
    emit(out, call, index) {
      const value = readArgument(call, index, type.width);
      if (call.errno !== 0 || call.ret === 0) out.address(unsigned(value));
      else type.show(out, value, new Place(call, call.exit));
    },
  });
}

/** What the kernel fills in; `[]` instead of the address of a failed call where the caller asks for nothing. */
export function outUnlessEmpty(filled: ValueLike, asksNothing: (call: CallView) => boolean): Named {
  const type = typeOf<ValueType>(filled);
  return named<ArgType>({
    typeName: type.typeName,
    direction: 'out',
    capture: (value, context) => ({ exit: type.follow?.(value, context) ?? [] }),
    emit(out, call, index) {
      const value = readArgument(call, index, type.width);
      if (call.errno !== 0 && (value === 0 || !asksNothing(call))) out.address(unsigned(value));
      else type.show(out, value, new Place(call, call.exit));
    },
  });
}
