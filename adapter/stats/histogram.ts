/** Sub-buckets of an octave: a percentile is right to 1/16. */
const SUB_BITS = 4;
const SUB = 1 << SUB_BITS;
/** Values up to 2^53. */
const BUCKETS = (53 - SUB_BITS + 1) * SUB;

/** Counts of non-negative numbers by size: log₂ buckets with 16 sub-buckets each; below 16 every number has its own. */
export class Histogram {
  readonly #counts = new Uint32Array(BUCKETS);
  count = 0;

  add(value: number): void {
    const index = bucketOf(value);
    this.#counts[index] = (this.#counts[index] ?? 0) + 1;
    this.count++;
  }

  /** Smallest bucket bound that `fraction` (0…1) of the values lie at or below; 0 when there are none. */
  percentile(fraction: number): number {
    if (this.count === 0) return 0;
    const wanted = Math.max(1, Math.ceil(fraction * this.count));
    let seen = 0;
    for (let index = 0; index < BUCKETS; index++) {
      seen += this.#counts[index] ?? 0;
      if (seen >= wanted) return upperBound(index);
    }
    return upperBound(BUCKETS - 1);
  }

  /** Counts by power of two: element e holds the values of 2^e … 2^(e+1)−1; 0 and 1 share element 0. Trailing zeros are left out. */
  octaves(): number[] {
    const octaves: number[] = [];
    for (let index = 0; index < BUCKETS; index++) {
      const count = this.#counts[index] ?? 0;
      if (count === 0) continue;
      const octave = Math.floor(Math.log2(Math.max(1, lowerBound(index))));
      while (octaves.length <= octave) octaves.push(0);
      octaves[octave] = (octaves[octave] ?? 0) + count;
    }
    return octaves;
  }

  copy(): Histogram {
    const copy = new Histogram();
    copy.merge(this);
    return copy;
  }

  merge(other: Histogram): void {
    for (let index = 0; index < BUCKETS; index++) this.#counts[index] = (this.#counts[index] ?? 0) + (other.#counts[index] ?? 0);
    this.count += other.count;
  }
}

function bucketOf(value: number): number {
  if (value < SUB) return value < 0 ? 0 : Math.floor(value);
  let shift = 0;
  let rest = value;
  while (rest >= 0x8000_0000) {
    rest /= 0x1_0000;
    shift += 16;
  }
  const top = 31 - Math.clz32(rest);
  const sub = Math.floor(rest / 2 ** (top - SUB_BITS)) & (SUB - 1);
  return Math.min(BUCKETS - 1, (top + shift - SUB_BITS + 1) * SUB + sub);
}

function lowerBound(index: number): number {
  if (index < SUB) return index;
  const octave = Math.floor(index / SUB) - 1;
  return (SUB + (index % SUB)) * 2 ** octave;
}

function upperBound(index: number): number {
  return index < SUB ? index : lowerBound(index + 1) - 1;
}
