/** Arrays in structs of which not all elements need be in use. */
import type { Place } from '../../decode/place.js';
import type { AbiName } from '../../record/layout.js';
import type { FieldLike } from './struct.js';
import { type FieldType, typeOf } from './valueType.js';

/** How many elements are in use; `place` stands in the struct. */
export type ElementCount = (place: Place) => number;
/** As many as a field beside the array says. */
export const countedBy =
  (name: string): ElementCount =>
  (place) =>
    Number(place.sibling(name) ?? 0);

/**
 * Room for `capacity` elements, of which `count` are shown (all, if not given): no more than -s says, unless -v asks for
 * all. The rest is `...`.
 */
export function countedArray(element: FieldLike, capacity: number, count: ElementCount = () => capacity): FieldType {
  const type = typeOf<FieldType>(element);
  return {
    typeName: `${type.typeName}[${capacity}]`,
    size: (abi: AbiName) => type.size(abi) * capacity,
    align: (abi: AbiName) => type.align(abi),
    emitAt(out, place, at) {
      const stride = type.size(place.call.abi);
      const used = Math.min(capacity, Math.max(0, count(place)));
      const shown = out.options.verbose ? used : Math.min(used, out.options.stringLimit);
      out.beginArray();
      for (let index = 0; index < shown; index++) {
        out.item();
        type.emitAt(out, place, at + index * stride);
      }
      if (shown < used) out.more();
      out.endArray();
    },
  };
}
