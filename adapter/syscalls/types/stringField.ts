/** A NUL-terminated string in an array of fixed size inside a struct. */
import type { AbiName } from '../../record/layout.js';
import type { FieldType } from './valueType.js';

/** `size` bytes, shown whole whatever -s says; without a NUL among them all but the last are shown, as cut. */
export function stringField(size: number): FieldType {
  return {
    typeName: `char[${size}]`,
    size: (_abi: AbiName) => size,
    align: (_abi: AbiName) => 1,
    emitAt(out, place, at) {
      const bytes = place.data.subarray(at, at + size);
      const end = bytes.indexOf(0);
      out.string(bytes.subarray(0, end < 0 ? size - 1 : end), 'path', end < 0);
    },
  };
}
