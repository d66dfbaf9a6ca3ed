/** The mappings of a process, out of the text of /proc/PID/maps (proc(5)). */

export interface Mapping {
  readonly start: bigint;
  /** Exclusive. */
  readonly end: bigint;
  /** `rwxp` as in /proc/PID/maps. */
  readonly permissions: string;
  /** Bytes into the file. */
  readonly offset: bigint;
  /** `MAJOR:MINOR`, hexadecimal. */
  readonly device: string;
  /** 0n for what no file is behind. */
  readonly inode: bigint;
  /** File or `[stack]`; empty for anonymous memory. */
  readonly name: string;
}

/** start-end perms offset dev inode name; the name may hold spaces. */
const line = /^([0-9a-f]+)-([0-9a-f]+) (\S{4}) ([0-9a-f]+) (\S+) (\d+) *(.*)$/gm;

/** All mappings of a process, by address. */
export class Mappings {
  private constructor(readonly all: readonly Mapping[]) {}

  /** Lines that are none of /proc/PID/maps are left out. */
  static parse(text: string): Mappings {
    const all = Array.from(text.matchAll(line), ([, low, high, permissions = '', offset, device = '', inode = '0', name = '']) => ({
      start: BigInt(`0x${low}`),
      end: BigInt(`0x${high}`),
      permissions,
      offset: BigInt(`0x${offset}`),
      device,
      inode: BigInt(inode),
      name,
    }));
    return new Mappings(all);
  }

  /** The mapping that holds `address`. */
  at(address: bigint): Mapping | undefined {
    const mapping = this.all[this.#firstEndingBehind(address)];
    return mapping !== undefined && mapping.start <= address ? mapping : undefined;
  }

  /** The last mapping that ends at or below `address`. */
  below(address: bigint): Mapping | undefined {
    return this.all[this.#firstEndingBehind(address) - 1];
  }

  /** The first mapping that starts above `address`. */
  above(address: bigint): Mapping | undefined {
    const index = this.#firstEndingBehind(address);
    const mapping = this.all[index];
    return mapping !== undefined && mapping.start <= address ? this.all[index + 1] : mapping;
  }

  #firstEndingBehind(address: bigint): number {
    let low = 0;
    let high = this.all.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.all[middle]?.end ?? 0n) <= address) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** The mapping that holds `address`, in the text of /proc/PID/maps. */
export const mappingAt = (maps: string, address: bigint): Mapping | undefined => Mappings.parse(maps).at(address);
