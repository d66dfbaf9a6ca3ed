/** Return values that are no plain value of a type. */
import { MODE_DIGITS } from '../../decode/emitter.js';
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

/** At least three octal digits: umask. */
export const octalReturn: ReturnType = {
  typeName: 'mode_t',
  emit(out, call) {
    out.octal(Number(call.ret), MODE_DIGITS);
    return undefined;
  },
};

/** An address, or any number that reads best in hex: `0x7f2a…`; 0 is `0`. */
export const hexReturn: ReturnType = {
  typeName: 'address',
  emit(out, call) {
    out.hex(call.ret);
    return undefined;
  },
};
