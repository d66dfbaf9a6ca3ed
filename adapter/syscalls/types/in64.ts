/** Pointers in u64 fields, as newer interfaces have them. */
import { unsigned } from '../../decode/word.js';
import { type Named, shown, typeOf, type ValueLike, type ValueType } from './valueType.js';

/** What `type` shows behind a pointer, behind one in a u64. */
export function in64(type: ValueLike): Named<ValueType> {
  const inner = typeOf<ValueType>(type);
  return shown(
    inner.typeName,
    'u64',
    (out, value, place) => inner.show(out, unsigned(value), place),
    (value, context) => inner.follow?.(value, context) ?? [],
  );
}
