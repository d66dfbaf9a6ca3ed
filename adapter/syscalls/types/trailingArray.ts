/** The array at the end of a struct, as long as one of its fields says. */
import type { Place } from '../../decode/place.js';
import { addWord, type Word } from '../../decode/word.js';
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

/** One more than `limit` where the element behind the last one shown cannot be read: that is told then. */
function reachable(place: Place, first: Word, limit: number, elements: number, stride: number): number {
  if (elements <= limit) return limit;
  const { data, status } = place.memory.read(first, (limit + 1) * stride);
  return data.length < (limit + 1) * stride && status !== 'truncated' ? limit + 1 : limit;
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
      const first = addWord(place.address, at);
      const few = limit === undefined ? undefined : Math.min(limit, out.options.stringLimit);
      showArray(type, out, place, first, elements, few === undefined ? few : reachable(place, first, few, elements, type.size(place.call.abi)), most);
    },
    followAt(offset, context) {
      const body = type.followAt?.(0, deeper(context)) ?? [];
      const stride = type.size(context.abi);
      const max = Math.min(most, context.verbose || limit === undefined ? context.arrayCap : limit + 1);
      return [{ op: 'each', at: { from: 'here', offset }, count: context.sibling(count), stride, max, ...(body.length === 0 ? {} : { body }) }];
    },
  };
}
