/** Fields of type __aligned_u64 (linux/types.h): on 8 bytes even under the i386 psABI. */
import type { StructField } from './struct.js';
import type { FieldType } from './valueType.js';

/** The field, as strictly aligned as on x86-64. */
export function aligned64(field: StructField): StructField {
  const { type } = field;
  const align = type.align('x86_64');
  if (type.align('i386') === align) return field;
  const strict: FieldType = {
    typeName: type.typeName,
    ...(type.width === undefined ? {} : { width: type.width }),
    size: (abi) => type.size(abi),
    align: () => align,
    emitAt: (out, place, at) => type.emitAt(out, place, at),
    followAt: (offset, context) => type.followAt?.(offset, context) ?? [],
  };
  return { ...field, type: strict };
}
