/** Masks of 32 signals, as the oldest signal calls of i386 have them. */
import { Place } from '../../decode/place.js';
import { low32 } from '../../decode/word.js';
import type { ReturnType } from '../descriptor.js';
import { emitText } from './emitText.js';
import { showSignals } from './sigset.js';
import { type Named, shown, type ValueType } from './valueType.js';

const SIGNALS = 32;

/** A mask in a register or a field. */
export const signalMask32: Named<ValueType> = shown('old_sigset_t', 'u32', (out, value) => showSignals(out, low32(value), 0, SIGNALS));

/** The mask that a call returned: `0x4000 (old mask [TERM])`. */
export const maskReturn = (label: string): ReturnType => ({
  typeName: 'old_sigset_t',
  emit(out, call) {
    const value = low32(call.ret);
    out.hex(value);
    return `${label} ${emitText(out, (one) => signalMask32.type.show(one, value, new Place(call, call.exit)))}`;
  },
});
