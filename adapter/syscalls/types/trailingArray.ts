/** The array at the end of a struct, as long as one of its fields says. */
import { addWord } from '../../decode/word.js';
import type { AbiName } from '../../record/layout.js';
import { deeper, showArray } from './pointers.js';
import type { FieldLike } from './struct.js';
import { type FieldType, typeOf } from './valueType.js';

export interface TrailingOptions {
  /** Elements shown without -v, where it is not what -s says. */
  readonly limit?: number;
  /** No more elements than these are there, whatever the field says. */
  readonly most?: number;
}

/** Elements behind the struct's end: `count` names the field that says how many. It takes no room in the struct. */
export function trailingArray(element: FieldLike, count: string, { limit, most = Number.POSITIVE_INFINITY }: TrailingOptions = {}): FieldType {
  const type = typeOf<FieldType>(element);
  return {
    typeName: `${type.typeName}[]`,
    size: () => 0,
    align: (abi: AbiName) => type.align(abi),
    emitAt(out, place, at) {
      const elements = Number(place.sibling(count) ?? 0);
      showArray(type, out, place, addWord(place.address, at), elements, limit, most);
    },
    followAt(offset, context) {
      const body = type.followAt?.(0, deeper(context)) ?? [];
      const stride = type.size(context.abi);
      const max = Math.min(most, context.verbose || limit === undefined ? context.arrayCap : limit + 1);
      return [{ op: 'each', at: { from: 'here', offset }, count: context.sibling(count), stride, max, ...(body.length === 0 ? {} : { body }) }];
    },
  };
}
