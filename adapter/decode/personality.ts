import { abis } from '../record/layout.js';

const names: Readonly<Record<number, string>> = { [abis.x86_64]: '64 bit', [abis.i386]: '32 bit', [abis.x32]: 'x32' };

/** What strace calls an ABI in `runs in … mode` and `summary for … mode`. */
export function personalityName(abi: number): string {
  return names[abi] ?? '64 bit';
}
