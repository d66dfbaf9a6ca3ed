import { recordTypes } from '../record/layout.js';

/** Whether a record is a stack, in one of its three forms: a copy (Stack), addresses (Frames), or a reference to those (SameFrames). */
export function isStackRecord(type: number): boolean {
  return type === recordTypes.stack || type === recordTypes.frames || type === recordTypes.sameFrames;
}
