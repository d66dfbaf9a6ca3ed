/** A UUID in the order in which its bytes lie: `00010203-0405-0607-0809-0a0b0c0d0e0f`. */
import type { FieldType } from './valueType.js';

const BYTES = 16;

export const uuid: FieldType = {
  typeName: 'uuid',
  size: () => BYTES,
  align: () => 1,
  emitAt(out, { data }, at) {
    const digits = [...data.subarray(at, at + BYTES)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
    out.raw(`${digits.slice(0, 8)}-${digits.slice(8, 12)}-${digits.slice(12, 16)}-${digits.slice(16, 20)}-${digits.slice(20)}`);
  },
};
