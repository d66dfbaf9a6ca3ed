/** Return values that are no plain value of a type. */
import { signed } from '../../decode/word.js';
import type { ReturnType } from '../descriptor.js';

/** A signed decimal number: what most calls return. */
export const decimalReturn: ReturnType = {
  typeName: 'long',
  emit(out, call) {
    out.decimal(signed(call.ret));
    return undefined;
  },
};
