/** Fields that some ABIs have and others have not. */
import type { AbiName } from '../../record/layout.js';
import type { StructField } from './struct.js';
import { type FieldType, typeOf } from './valueType.js';

/** Room that only i386 has: the high halves of times, which were added where there was padding. */
export const gap32 = (bytes: number): StructField => ({
  name: '',
  hidden: true,
  type: { typeName: 'pad', size: (abi) => (abi === 'i386' ? bytes : 0), align: (abi) => (abi === 'i386' ? 4 : 1), emitAt: () => undefined },
});

type FieldLike = FieldType | { readonly type: FieldType };

/** A field whose type is another one on i386. */
export function on32(type32: FieldLike, otherwise: FieldLike): FieldType {
  const narrow = typeOf<FieldType>(type32);
  const wide = typeOf<FieldType>(otherwise);
  const pick = (abi: AbiName): FieldType => (abi === 'i386' ? narrow : wide);
  return {
    typeName: wide.typeName,
    size: (abi) => pick(abi).size(abi),
    align: (abi) => pick(abi).align(abi),
    emitAt: (out, place, at) => pick(place.call.abi).emitAt(out, place, at),
    followAt: (offset, context) => pick(context.abi).followAt?.(offset, context) ?? [],
  };
}
