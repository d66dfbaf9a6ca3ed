/**
 * An unsigned 64-bit number as it comes from a register or from memory: a JavaScript number while it is exact
 * (≤ 2^53−1: every fd, flag, length and user-space pointer on x86-64), a bigint above. Never negative.
 */
export type Word = number | bigint;
