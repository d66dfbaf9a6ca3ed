import type { Frame } from './frame.js';

/** A frame as JSON has it: offsets and addresses are texts in hexadecimal, because JSON’s numbers end at 2⁵³. */
export function frameJson(frame: Frame): Record<string, unknown> {
  const { address: _, symbolOffset, moduleOffset, fileOffset, ...plain } = frame;
  return {
    ...plain,
    ...(symbolOffset !== undefined && { symbolOffset: hex(symbolOffset) }),
    ...(moduleOffset !== undefined && { moduleOffset: hex(moduleOffset) }),
    ...(fileOffset !== undefined && { fileOffset: hex(fileOffset) }),
  };
}

function hex(value: bigint): string {
  return `0x${value.toString(16)}`;
}
