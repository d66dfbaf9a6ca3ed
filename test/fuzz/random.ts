/** Seeded pseudo-random numbers (xorshift128, Marsaglia 2003): the same seed gives the same run on every machine. */
export class Random {
  #x: number;
  #y = 0x1234_5678;
  #z = 0x9abc_def0 | 0;
  #w = 0x0f1e_2d3c;

  constructor(seed: number) {
    this.#x = (seed ^ 0x2545_f491) | 0 || 1;
    for (let warmUp = 0; warmUp < 16; warmUp++) this.u32();
  }

  u32(): number {
    const t = this.#x ^ (this.#x << 11);
    this.#x = this.#y;
    this.#y = this.#z;
    this.#z = this.#w;
    this.#w = this.#w ^ (this.#w >>> 19) ^ t ^ (t >>> 8);
    return this.#w >>> 0;
  }

  u64(): bigint {
    return (BigInt(this.u32()) << 32n) | BigInt(this.u32());
  }

  /** 0 … limit − 1. */
  below(limit: number): number {
    return this.u32() % limit;
  }

  /** True once in `n` times. */
  oneIn(n: number): boolean {
    return this.below(n) === 0;
  }

  pick<const T>(list: readonly [T, ...T[]]): T {
    return list[this.below(list.length)] ?? list[0];
  }

  bytes(length: number): Uint8Array {
    const bytes = new Uint8Array(length);
    for (let at = 0; at < length; at++) bytes[at] = this.u32();
    return bytes;
  }
}
