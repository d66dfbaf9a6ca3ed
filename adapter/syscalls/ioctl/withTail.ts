/** Structs that end in something that is shown in a way of its own. */
import type { Emitter } from '../../decode/emitter.js';
import { Place } from '../../decode/place.js';
import type { StructType } from '../types/struct.js';
import type { FieldType } from '../types/valueType.js';
import { part } from './filled.js';

/** Shows what stands behind the fields; `place` stands in the struct, which begins at byte `at` of place.data. */
export type Tail = (emitter: Emitter, place: Place, at: number) => void;

/** The struct of which these fields are shown, and then `tail`, in one pair of braces. */
export const withTail = (type: StructType, names: string, tail: Tail): FieldType => ({
  typeName: type.typeName,
  size: (abi) => type.size(abi),
  align: (abi) => type.align(abi),
  emitAt(emitter, place, at) {
    const inside = new Place(
      place.call,
      place.memory,
      place.data,
      place.address,
      at,
      type.layout(place.call.abi),
      place.layout === undefined ? place.parent : place,
    );
    emitter.beginStruct();
    part(type, names).emitFields(emitter, place, at);
    tail(emitter, inside, at);
    emitter.endStruct();
  },
  followAt: (offset, context) => type.followAt(offset, context),
});
