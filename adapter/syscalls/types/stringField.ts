/** A NUL-terminated string in an array of fixed size inside a struct. */
import type { AbiName } from '../../record/layout.js';
import type { FieldType } from './valueType.js';

/** `size` bytes; without a NUL among them the string is shown as cut. */
export function stringField(size: number): FieldType {
  return {
    typeName: `char[${size}]`,
    size: (_abi: AbiName) => size,
    align: (_abi: AbiName) => 1,
    emitAt(out, place, at) {
      const bytes = place.data.subarray(at, at + size);
      const end = bytes.indexOf(0);
      out.string(end < 0 ? bytes : bytes.subarray(0, end), 'string', end < 0);
    },
  };
}
