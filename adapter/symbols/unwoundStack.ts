import type { Frame, Symbolizer, UnwindEnd } from './frame.js';

/** A stack that was unwound when it was recorded; its names are still to be found. Innermost frame first. */
export interface UnwoundStack {
  /** Text of /proc/PID/maps. */
  readonly maps: Uint8Array;
  readonly addresses: readonly bigint[];
  /** Whether each is the address of an instruction, and not the one behind a call. */
  readonly exact: readonly boolean[];
  readonly end: UnwindEnd;
}

/**
 * The frames of the first `limit` addresses, inlined ones on top. A return address is looked up one byte before: behind the
 * call may be another line, or another function. `pid`: while the process lives.
 */
export async function symbolizeUnwound(symbolizer: Symbolizer, stack: UnwoundStack, limit: number, pid?: number): Promise<{ frames: Frame[]; end: UnwindEnd }> {
  const shown = stack.addresses.slice(0, limit);
  const step = (index: number) => (stack.exact[index] === true ? 0n : 1n);
  const looked = shown.map((address, index) => address - (address === 0n ? 0n : step(index)));
  const lists = await symbolizer.addresses(stack.maps, looked, pid);
  const frames = lists.flatMap((list, index) => list.map((frame) => movedBy(frame, (shown[index] ?? frame.address) - frame.address)));
  return { frames, end: shown.length < stack.addresses.length ? 'limit' : stack.end };
}

function movedBy(frame: Frame, distance: bigint): Frame {
  if (distance === 0n) return frame;
  return {
    ...frame,
    address: frame.address + distance,
    ...(frame.symbolOffset === undefined ? {} : { symbolOffset: frame.symbolOffset + distance }),
    ...(frame.moduleOffset === undefined ? {} : { moduleOffset: frame.moduleOffset + distance }),
    ...(frame.fileOffset === undefined ? {} : { fileOffset: frame.fileOffset + distance }),
  };
}
