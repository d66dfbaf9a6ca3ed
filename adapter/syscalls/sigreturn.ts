/** The signal mask that rt_sigreturn restores: it lies in the frame that the kernel built on the stack. */

import { Place } from '../decode/place.js';
import { addWord } from '../decode/word.js';
import type { AbiName } from '../record/layout.js';
import { Arg } from './arg.js';
import type { ArgType } from './descriptor.js';
import { placeBehind } from './types/pointers.js';
import { sigsetField } from './types/sigset.js';

const MASK_BYTES = 8;

/** From the stack pointer to uc_sigmask: struct rt_sigframe of arch/x86/include/asm/sigframe.h, whose first word (i386: also the signal number’s address) was popped. */
const maskOffset: Record<AbiName, number> = { x86_64: 296, x32: 280, i386: 248 };

const restoredMask: ArgType = {
  typeName: 'struct rt_sigframe',
  direction: 'in',
  capture: (_value, { abi }) => ({
    entry: [{ op: 'copy', at: { from: 'sp', offset: maskOffset[abi] }, length: { from: 'constant', value: MASK_BYTES }, cap: MASK_BYTES }],
  }),
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
