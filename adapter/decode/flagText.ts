/** The names of a flag word, as strace joins them: `O_RDWR|O_CREAT|0x80000000`. */
import { type FlagSetView, MODE_DIGITS, type NumberStyle } from './emitter.js';

/** The parts of a flag word. */
export interface FlagNames {
  readonly names: readonly string[];
  /** Bits that no name covers. */
  readonly rest: number | bigint;
}

/** `0x…`, or `0` for 0. */
export function hexText(value: number | bigint): string {
  return value === 0 || value === 0n ? '0' : `0x${value.toString(16)}`;
}

/** With a leading 0 and at least `digits` digits, that one included. */
export function octalText(value: number | bigint, digits = 1): string {
  const text = value.toString(8);
  return (text === '0' ? text : `0${text}`).padStart(digits, '0');
}

/** Splits a flag word into names. An empty word has the name of the set’s entry 0, if there is one. */
export function flagNames(value: number | bigint, set: FlagSetView): FlagNames {
  if (typeof value === 'bigint' || value > 0xffff_ffff) return wideFlagNames(BigInt(value), set);
  const names: string[] = [];
  let rest = value;
  for (const part of set.parts ?? []) {
    const bits = (rest & part.mask) >>> 0;
    rest = (rest & ~part.mask) >>> 0;
    const found = part.entries.find((entry) => entry[1] === bits);
    if (found !== undefined) names.push(found[0]);
    else if (bits !== 0) names.push(unnamed(bits, part.unknown ?? set.unknown));
  }
  if (value === 0 && names.length === 0) {
    const zero = set.entries.find((entry) => entry[1] === 0);
    return { names: zero === undefined ? [] : [zero[0]], rest: 0 };
  }
  for (const [name, bits] of set.entries) {
    if (rest === 0) break;
    if (typeof bits === 'bigint' || bits === 0 || bits > 0xffff_ffff) continue;
    if ((rest & bits) >>> 0 === bits >>> 0) {
      names.push(name);
      rest = (rest & ~bits) >>> 0;
    }
  }
  return { names, rest };
}

function wideFlagNames(value: bigint, set: FlagSetView): FlagNames {
  const names: string[] = [];
  let rest = value;
  for (const part of set.parts ?? []) {
    const mask = BigInt(part.mask >>> 0);
    const bits = Number(rest & mask);
    rest &= ~mask;
    const found = part.entries.find((entry) => entry[1] === bits);
    if (found !== undefined) names.push(found[0]);
    else if (bits !== 0) names.push(unnamed(bits, part.unknown ?? set.unknown));
  }
  for (const [name, entry] of set.entries) {
    const bits = BigInt(entry);
    if (bits !== 0n && (rest & bits) === bits) {
      names.push(name);
      rest &= ~bits;
    }
  }
  return { names, rest: rest <= Number.MAX_SAFE_INTEGER ? Number(rest) : rest };
}

const unnamed = (bits: number, unknown: string): string => (unknown === '' ? hexText(bits) : `${hexText(bits)} /* ${unknown} */`);

/** Texts per set: bounded, since a tracee can make up words without end. */
const caches = new WeakMap<FlagSetView, Map<number | bigint, string>>();
const CACHE_LIMIT = 2048;

/** The names joined; '' for an empty word without a name of its own. `octal`: the rest is permission bits, always shown. */
export function flagText(value: number | bigint, set: FlagSetView, style: NumberStyle): string {
  let cache = caches.get(set);
  if (cache === undefined) {
    cache = new Map();
    caches.set(set, cache);
  }
  let text = cache.get(value);
  if (text === undefined) {
    text = join(flagNames(value, set), style);
    if (cache.size >= CACHE_LIMIT) cache.clear();
    cache.set(value, text);
  }
  return text;
}

function join({ names, rest }: FlagNames, style: NumberStyle): string {
  if (style === 'octal') return [...names, octalText(rest, MODE_DIGITS)].join('|');
  return (rest === 0 ? names : [...names, hexText(rest)]).join('|');
}
