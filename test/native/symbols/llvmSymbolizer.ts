/** What llvm-symbolizer says of addresses, as raw names and places, to compare with. */
import { normalize } from 'node:path';
import type { Frame } from '../../../adapter/symbols/frame.js';
import { hasTool, run } from './snapshots.js';

export const llvmSymbolizer = ['llvm-symbolizer', 'llvm-symbolizer-14', 'llvm-symbolizer-16', 'llvm-symbolizer-19'].find(hasTool);

/** A frame in the words of both: linker names, because each demangles in its own way. */
export interface PlainFrame {
  readonly name: string;
  /** `FILE:LINE:COLUMN`; empty when there is no line. */
  readonly place: string;
}

/** Innermost first; no frame where it knows no function. */
export function llvmFrames(program: string, addresses: readonly bigint[]): PlainFrame[][] {
  const input = addresses.map((address) => `0x${address.toString(16)}\n`).join('');
  const text = run(llvmSymbolizer ?? '', ['--no-demangle', '-e', program], input);
  return text
    .trimEnd()
    .split('\n\n')
    .map((block) => {
      const lines = block.split('\n');
      return Array.from({ length: Math.floor(lines.length / 2) }, (_, index) => {
        const place = lines[index * 2 + 1] ?? '';
        return { name: plainName(lines[index * 2] ?? ''), place: /:0:\d+$|^\?\?/.test(place) ? '' : normalize(place) };
      }).filter(({ name }) => name !== '??');
    });
}

export function plainFrames(frames: readonly Frame[]): PlainFrame[] {
  return frames.map(({ symbol = '', rawSymbol = symbol, file, line = 0, column = 0 }) => ({
    name: plainName(rawSymbol),
    place: file === undefined || line === 0 ? '' : normalize(`${file}:${line}:${column}`),
  }));
}

/** Without the version of a library’s symbol and without the marks of GCC’s clones, and with the variants of constructors and destructors, which share code, as one (C1, C2, D0 … D4). */
export function plainName(name: string): string {
  return name
    .replace(/@.*$/, '')
    .replace(/\.(?:cold|constprop|isra|part)\b.*$/, '')
    .replace(/(?<=^_Z.*)([CD])[0-5](?=E|I)/g, '$1');
}
