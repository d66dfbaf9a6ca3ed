/** A 64-bit offset in two registers, low half first, on every ABI: preadv and its kin. A 64-bit kernel looks at the first only. */
import type { Emitter } from '../../decode/emitter.js';
import type { CallView } from '../../decode/memory.js';
import { signedOf } from '../../decode/word.js';
import type { AbiName } from '../../record/layout.js';
import type { ArgType } from '../descriptor.js';
import { named } from './valueType.js';

class OffsetPair implements ArgType {
  readonly typeName = 'loff_t';
  readonly direction = 'in';
  /** x32 has calls of its own for these, with the offset in one register. */
  registers(abi: AbiName): 1 | 2 {
    return abi === 'x32' ? 1 : 2;
  }
  emit(out: Emitter, call: CallView, index: number): void {
    out.decimal(call.abi === 'i386' ? signedOf(call.u32(index), call.u32(index + 1)) : call.signedWord(index));
  }
}

export const offsetPair = named(new OffsetPair());

/** The offset of _llseek: high half first. */
class OffsetHighLow implements ArgType {
  readonly typeName = 'loff_t';
  readonly direction = 'in';
  registers(): 2 {
    return 2;
  }
  emit(out: Emitter, call: CallView, index: number): void {
    out.decimal(signedOf(call.u32(index + 1), call.u32(index)));
  }
}

export const offsetHighLow = named(new OffsetHighLow());
