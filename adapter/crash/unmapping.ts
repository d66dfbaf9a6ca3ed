import type { LastCall } from './crashContext.js';

/** The call that took the memory at `address` away, the latest one; undefined when none of them did or it was mapped again. */
export function unmappedBy(calls: readonly LastCall[], address: bigint): LastCall | undefined {
  return calls.findLast(({ name, args, failed }) => {
    const [start = 0n, length = 0n] = args;
    return name === 'munmap' && !failed && address >= start && address < start + length;
  });
}
