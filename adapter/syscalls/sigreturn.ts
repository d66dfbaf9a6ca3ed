/** The signal mask that sigreturn and rt_sigreturn restore: it lies in the frame that the kernel built on the stack. */

import { Place } from '../decode/place.js';
import { addWord } from '../decode/word.js';
import type { Op } from '../plan/op.js';
import type { AbiName } from '../record/layout.js';
import { Arg } from './arg.js';
import type { ArgType } from './descriptor.js';
import { placeBehind } from './types/pointers.js';
import { showSignals, sigsetField } from './types/sigset.js';

const MASK_BYTES = 8;

/** From the stack pointer to uc_sigmask: struct rt_sigframe of arch/x86/include/asm/sigframe.h, whose first word (i386: also the signal number’s address) was popped. */
const maskOffset: Record<AbiName, number> = { x86_64: 296, x32: 280, i386: 248 };

const copyFromStack = (offset: number, bytes: number): Op => ({
  op: 'copy',
  at: { from: 'sp', offset },
  length: { from: 'constant', value: bytes },
  cap: bytes,
});

const restoredMask: ArgType = {
  typeName: 'struct rt_sigframe',
  direction: 'in',
  capture: (_value, { abi }) => ({ entry: [copyFromStack(maskOffset[abi], MASK_BYTES)] }),
  emit(out, call) {
    const at = addWord(call.sp, maskOffset[call.abi]);
    const { data } = call.entry.read(at, MASK_BYTES);
    if (data.length < MASK_BYTES) {
      out.address(at);
      return;
    }
    out.beginStruct();
    out.field('mask');
    sigsetField.emitAt(out, placeBehind(new Place(call, call.entry), data, at), 0);
    out.endStruct();
  },
};

export const sigreturnFrame = new Arg('frame', restoredMask);

/** struct sigframe_ia32, from which sigreturn has popped two words: `oldmask` of its sigcontext, and `extramask` behind the floating-point state. */
const OLD_MASK_OFFSET = 80;
const EXTRA_MASK_OFFSET = 88 + 624;
const HALF_BYTES = 4;

const oldRestoredMask: ArgType = {
  typeName: 'struct sigframe',
  direction: 'in',
  capture: () => ({ entry: [copyFromStack(OLD_MASK_OFFSET, HALF_BYTES), copyFromStack(EXTRA_MASK_OFFSET, HALF_BYTES)] }),
  emit(out, call) {
    const halves = [OLD_MASK_OFFSET, EXTRA_MASK_OFFSET].map((offset) => call.entry.read(addWord(call.sp, offset), HALF_BYTES).data);
    const [low = 0, high = 0] = halves.map((data) => (data.length < HALF_BYTES ? undefined : new DataView(data.buffer, data.byteOffset).getUint32(0, true)));
    if (halves.some((data) => data.length < HALF_BYTES)) {
      out.address(call.sp);
      return;
    }
    out.beginStruct();
    out.field('mask');
    showSignals(out, low, high);
    out.endStruct();
  },
};

export const oldSigreturnFrame = new Arg('frame', oldRestoredMask);
