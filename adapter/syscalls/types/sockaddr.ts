/** Socket addresses as arguments: given by the caller, or filled in together with their length. */
import type { CallView } from '../../decode/memory.js';
import { Place } from '../../decode/place.js';
import { unsigned } from '../../decode/word.js';
import type { ArgType } from '../descriptor.js';
import { showSockaddr, sockaddrOp } from '../sockaddr.js';
import { type Named, named, shown, type ValueType } from './valueType.js';

/** An address whose length stands in register `length`. */
export const sockaddr = (length: number): Named<ValueType> =>
  shown(
    'struct sockaddr *',
    'pointer',
    (out, value, place) => showSockaddr(out, place, unsigned(value), place.call.i32(length)),
    (value, context) => [sockaddrOp(value, context.arg(length), context)],
  );

const LENGTH_BYTES = 4;

function lengthAt(call: CallView, register: number, phase: 'entry' | 'exit'): number | undefined {
  const { data } = call[phase].read(call.word(register), LENGTH_BYTES);
  return data.length < LENGTH_BYTES ? undefined : new DataView(data.buffer, data.byteOffset).getInt32(0, true);
}

/** An address that the kernel fills in; register `length` points to its length, before and after. */
export function sockaddrOut(length: number): Named {
  const type: ArgType = {
    typeName: 'struct sockaddr *',
    direction: 'out',
    capture: (value, context) => ({
      exit: [
        {
          op: 'copy',
          at: context.arg(length),
          length: { from: 'constant', value: LENGTH_BYTES },
          cap: LENGTH_BYTES,
          body: [sockaddrOp(value, { from: 'field', offset: 0, size: 4 }, context)],
        },
      ],
    }),
    emit(out, call, index) {
      const room = lengthAt(call, length, 'entry');
      const filled = lengthAt(call, length, 'exit');
      if (call.errno !== 0 || room === undefined || filled === undefined) out.address(call.word(index));
      else showSockaddr(out, new Place(call, call.exit), call.word(index), Math.min(room, filled));
    },
  };
  return named(type);
}

/** A length that the kernel changes: `[128 => 16]`, `[16]` when it stays or the call fails. */
export const lengthInOut: Named = named({
  typeName: 'int *',
  direction: 'out',
  capture(value) {
    const copy = [{ op: 'copy', at: value, length: { from: 'constant', value: LENGTH_BYTES }, cap: LENGTH_BYTES }] as const;
    return { entry: copy, exit: copy };
  },
  emit(out, call, index) {
    const before = lengthAt(call, index, 'entry');
    if (before === undefined) {
      out.address(call.word(index));
      return;
    }
    const after = call.errno === 0 ? lengthAt(call, index, 'exit') : undefined;
    out.beginArray();
    out.item();
    if (after === undefined || after === before) out.decimal(before);
    else {
      out.beginChange();
      out.decimal(before);
      out.becomes();
      out.decimal(after);
      out.endChange();
    }
    out.endArray();
  },
});
