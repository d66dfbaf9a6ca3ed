/** Bytes and text in an array of fixed size inside a struct, of which a field beside it says how many count. Shown whole, whatever -s says. */
import type { Place } from '../../decode/place.js';
import type { FieldType } from './valueType.js';

const counted = (place: Place, length: string, most: number): number => Math.max(0, Math.min(Number(place.sibling(length) ?? 0), most));

/** At most `capacity` bytes, as many as `length` says. */
export function sizedBytes(capacity: number, length: string): FieldType {
  return {
    typeName: `char[${capacity}]`,
    size: () => capacity,
    align: () => 1,
    emitAt(out, place, at) {
      out.string(place.data.subarray(at, at + counted(place, length, capacity)), 'path', false);
    },
  };
}

/** Text with a NUL behind it: at most as many characters as `length` says; one that does not end there is shown as cut. */
export function sizedText(capacity: number, length: string): FieldType {
  return {
    typeName: `char[${capacity}]`,
    size: () => capacity,
    align: () => 1,
    emitAt(out, place, at) {
      const most = counted(place, length, capacity - 1);
      const end = place.data.subarray(at, at + most + 1).indexOf(0);
      out.string(place.data.subarray(at, at + (end < 0 ? most : end)), 'path', end < 0);
    },
  };
}
