import type { Frame } from './frame.js';

/**
 * The lines that `strace -k` prints below a call, one for each frame that is not inlined (strace 6.1):
 * ` > MODULE(SYMBOL+0xOFFSET) [0xFILEOFFSET]`, ` > MODULE() [0xFILEOFFSET]` without a symbol, and for an address outside of
 * every file ` > unexpected_backtracing_error [0xADDRESS]`, which is the last line.
 */
export function straceStackLines(frames: readonly Frame[]): string[] {
  const lines: string[] = [];
  for (const frame of frames) {
    if (frame.inlined) continue;
    if (frame.module === undefined || frame.fileOffset === undefined) {
      lines.push(` > unexpected_backtracing_error [${hex(frame.address)}]`);
      break;
    }
    const module = frame.moduleDeleted ? `${frame.module} (deleted)` : frame.module;
    lines.push(` > ${module}(${symbolPart(frame)}) [${hex(frame.fileOffset)}]`);
  }
  return lines;
}

function symbolPart({ symbol, symbolOffset }: Frame): string {
  return symbol === undefined ? '' : `${symbol}+${hex(symbolOffset ?? 0n)}`;
}

function hex(value: bigint): string {
  return `0x${value.toString(16)}`;
}
