/** Structs that come with their size, so that they can grow (openat2, clone3, sched_setattr). */
import type { Emitter } from '../../decode/emitter.js';
import type { Place } from '../../decode/place.js';
import { unsigned } from '../../decode/word.js';
import { type Count, countAt, countOperand } from './count.js';
import { deeper, placeBehind } from './pointers.js';
import type { StructType } from './struct.js';
import { type Named, shown, type ValueType } from './valueType.js';

/** Bytes of a later, longer struct that are looked at. */
const EXTENSION_CAP = 4096;

/**
 * A pointer to a struct that comes with its size: a shorter one is only an address; of a longer one, what is not
 * zero behind the known fields is shown as bytes, and `???` when it could not be read.
 */
export function extensible(type: StructType, size: Count): Named<ValueType> {
  const show = (out: Emitter, value: number | bigint, place: Place): void => {
    const at = unsigned(value);
    const known = type.size(place.call.abi);
    const given = countAt(size, place);
    const { data, status } = place.memory.read(at, Math.min(Number(given ?? 0), EXTENSION_CAP));
    if (at === 0 || given === undefined || given < known || data.length < known) {
      out.address(at);
      return;
    }
    const inside = placeBehind(place, data, at);
    out.beginStruct();
    type.emitFields(out, inside, 0);
    if (given > known) showExtension(out, data.subarray(known), status === 'fault', known, Math.min(Number(given), EXTENSION_CAP));
    out.endStruct();
  };
  return shown(`${type.typeName} *`, 'pointer', show, (value, context) => {
    const body = type.followAt(0, deeper(context));
    const length = countOperand(size, context);
    return [{ op: 'copy', at: value, length, cap: EXTENSION_CAP, ...(body.length === 0 ? {} : { body }) }];
  });
}

/** What lies behind the known fields: nothing when it is zero. `known`, `given`: sizes in bytes. */
export function showExtension(out: Emitter, rest: Uint8Array, fault: boolean, known: number, given: number): void {
  if (fault) {
    out.unnamed();
    out.raw('???');
  } else if (rest.some((byte) => byte !== 0)) {
    out.unnamed(`bytes ${known}..${given - 1}`);
    out.string(rest, 'hex', rest.length < given - known);
  }
}
