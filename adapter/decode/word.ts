/**
 * An unsigned 64-bit number as it comes from a register or from memory: a JavaScript number while it is exact
 * (≤ 2^53−1: every fd, flag, length and user-space pointer on x86-64), a bigint above. Never negative.
 */
export type Word = number | bigint;

const TWO_32 = 0x1_0000_0000;
/** High halves below this make a number that a double holds exactly. */
const EXACT_HIGH = 0x20_0000;

/** Joins two unsigned 32-bit halves. */
export function wordOf(low: number, high: number): Word {
  return high < EXACT_HIGH ? high * TWO_32 + low : (BigInt(high) << 32n) | BigInt(low);
}

/** Joins two unsigned 32-bit halves to a signed 64-bit number; exact numbers stay numbers. */
export function signedOf(low: number, high: number): number | bigint {
  if (high < EXACT_HIGH) return high * TWO_32 + low;
  if (high > 0xffff_ffff - EXACT_HIGH) return (high - TWO_32) * TWO_32 + low;
  return BigInt.asIntN(64, (BigInt(high) << 32n) | BigInt(low));
}

/** The same 64 bits read as a signed number. */
export function signed(word: Word): number | bigint {
  if (typeof word === 'number') return word;
  const value = BigInt.asIntN(64, word);
  return value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER ? Number(value) : value;
}

/** The same 64 bits read as an unsigned number: the inverse of `signed`. */
export function unsigned(value: number | bigint): Word {
  return value < 0 ? BigInt.asUintN(64, BigInt(value)) : value;
}

/** Low 32 bits of a word, unsigned. */
export function low32(word: number | bigint): number {
  return typeof word === 'number' && word >= 0 && word <= 0xffff_ffff ? word : Number(BigInt.asUintN(32, BigInt(word)));
}

/** High 32 bits of a word, unsigned. */
export function high32(word: number | bigint): number {
  return typeof word === 'number' && word >= 0 ? Math.floor(word / TWO_32) : Number(BigInt.asUintN(32, BigInt(word) >> 32n));
}

/** word + offset, wrapping at 2^64. */
export function addWord(word: Word, offset: number): Word {
  if (typeof word === 'number') {
    const sum = word + offset;
    if (sum >= 0 && sum <= Number.MAX_SAFE_INTEGER) return sum;
  }
  const sum = BigInt.asUintN(64, BigInt(word) + BigInt(offset));
  return sum <= Number.MAX_SAFE_INTEGER ? Number(sum) : sum;
}
