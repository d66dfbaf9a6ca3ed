/** Compiles the capture plan of a session: what is traced, where it halts, whether stacks are recorded. */
import { type DecodeOptions, defaultDecodeOptions } from '../decode/emitter.js';
import { parseSyscallSet, SyscallSet } from '../filter/syscallSet.js';
import { compilePlan } from '../plan/compile.js';
import { selection } from '../plan/op.js';
import { abis } from '../record/layout.js';
import { syscallTable } from '../syscalls/registry.js';

/** More than a line shows: the details of a call show what a line cuts. */
export const captureOptions: DecodeOptions = { ...defaultDecodeOptions, stringLimit: 256 };

export interface PlanChoices {
  readonly traced: SyscallSet;
  /** Calls at whose entry everything is held; they are traced, too. */
  readonly halting: SyscallSet;
  /** Record the stack of each traced call. */
  readonly stacks: boolean;
}

export function tracePlan({ traced, halting, stacks }: PlanChoices): Uint32Array {
  const tables = { x86_64: syscallTable('x86_64'), i386: syscallTable('i386'), x32: syscallTable('x32') };
  return compilePlan({
    tables,
    decode: captureOptions,
    select: (abi, nr) => {
      const halts = halting.has(abis[abi], nr);
      if (!halts && !traced.reaches(abis[abi], nr)) return 0;
      return selection.trace | (stacks ? selection.stack : 0) | (halts ? selection.haltAtEntry : 0);
    },
  });
}

/** While a stub waits in a terminal: held when it asks to become the program, and nothing else is seen of it. */
export function stubPlan(): Uint32Array {
  return tracePlan({ traced: SyscallSet.none, halting: parseSyscallSet('execve'), stacks: false });
}
