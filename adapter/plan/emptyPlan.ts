import { type AbiPlan, encodePlan } from './encode.js';

/** The plan of somebody who wants no system calls: tasks do not stop at them. */
export const emptyPlan = (): Uint32Array => {
  const nothing: AbiPlan = { defaultSelection: 0, syscalls: [] };
  return encodePlan({ x86_64: nothing, i386: nothing, x32: nothing });
};
