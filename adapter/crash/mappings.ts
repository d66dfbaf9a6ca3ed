/** Lookups in the text of /proc/PID/maps (proc(5)). */
import type { FaultMapping } from './signalWords.js';

export interface Mapping extends FaultMapping {
  readonly start: bigint;
  readonly end: bigint;
}

/** start-end perms offset dev inode name; the name may hold spaces. */
const line = /^([0-9a-f]+)-([0-9a-f]+) (\S{4}) \S+ \S+ \d+ *(.*)$/gm;

/** The mapping that holds `address`. */
export function mappingAt(maps: string, address: bigint): Mapping | undefined {
  for (const [, low = '', high = '', permissions = '', name = ''] of maps.matchAll(line)) {
    const start = BigInt(`0x${low}`);
    const end = BigInt(`0x${high}`);
    if (address < start) return undefined;
    if (address < end) return { start, end, permissions, name };
  }
  return undefined;
}
