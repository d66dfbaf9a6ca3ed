import type { Precision } from '../decode/lineOptions.js';
import { usageError } from './cliError.js';

/** A decimal number from 0 to 2³¹−1. */
export function natural(value: string | undefined, spelling: string): number {
  if (value === undefined || !/^\d+$/.test(value) || Number(value) > 0x7fff_ffff) throw usageError(`invalid ${spelling} argument: '${value ?? ''}'`);
  return Number(value);
}

const unitNs: Readonly<Record<string, number>> = { s: 1e9, ms: 1e6, us: 1e3, ns: 1 };

/** `NUMBER[s|ms|us|ns]`, microseconds without a unit; a decimal number as strtod(3) reads it. In nanoseconds. */
export function timeSpan(value: string | undefined, spelling: string): number {
  const match = /^\s*\+?((?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)(s|ms|us|ns)?$/i.exec(value ?? '');
  if (match === null) throw usageError(`invalid ${spelling} argument: '${value ?? ''}'`);
  return Math.round(Number(match[1]) * (unitNs[match[2] ?? 'us'] ?? 1));
}

const precisions: Readonly<Record<string, Precision>> = { s: 0, ms: 3, us: 6, ns: 9 };

export const isPrecision = (word: string): boolean => Object.hasOwn(precisions, word);

/** `s`, `ms`, `us` or `ns`; microseconds when there is no value. */
export function precision(value: string | undefined, spelling: string): Precision {
  const found = value === undefined ? 6 : precisions[value];
  if (found === undefined) throw usageError(`invalid ${spelling} argument: '${value ?? ''}'`);
  return found;
}

/** One of a few words. */
export function oneOf<T extends string>(value: string | undefined, words: readonly T[], spelling: string): T {
  const found = words.find((word) => word === value);
  if (found === undefined) throw usageError(`invalid ${spelling} argument: '${value ?? ''}'`);
  return found;
}
