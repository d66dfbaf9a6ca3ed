/** What is to be changed about the calls of a program: rules, and the words that a backend applies them from. */
import { type AbiName, abis } from '../record/layout.js';
import { WordList } from './wordList.js';

/** Bytes that are written to where an argument points. */
export interface Poke {
  /** Which argument, 0…5. */
  readonly arg: number;
  readonly data: Uint8Array;
}

/** One rule. Several may apply to one call: of results and numbers the first counts, of everything else all. */
export interface TamperRule {
  readonly syscalls: Readonly<Record<AbiName, ReadonlySet<number>>>;
  /** Which of a task’s calls of one number: the `first` (from 1), then every `step`th up to the `last`. A step of 0: the first only. */
  readonly when: { readonly first: number; readonly last: number; readonly step: number };
  /** What the call is to return instead of being made: -errno with `failed`. */
  readonly result?: { readonly value: bigint; readonly failed: boolean };
  /** With `result`: the number that the kernel is given instead of −1. */
  readonly replacement?: Readonly<Partial<Record<AbiName, number>>>;
  /** Sent to the task at the entry of the call. */
  readonly signal?: number;
  readonly delayEnterNs?: number;
  readonly delayExitNs?: number;
  readonly pokeEnter?: readonly Poke[];
  readonly pokeExit?: readonly Poke[];
}

/*
 * Encoding, in unsigned 32-bit words:
 *   TAMPERING_MAGIC ruleCount, then each rule:
 *     words            of the whole rule
 *     first last step
 *     flags            bits of tamperFlags
 *     signal           0 for none
 *     value(2)         low word first
 *     replacement(3)   by ABI in the order of `abis`
 *     delayEnter(2) delayExit(2)   ns, low word first
 *     pokeCount, then each: phase (0 entry, 1 exit) arg bytes, and the bytes, padded to whole words
 *     for each ABI: count, then that many syscall numbers
 */
export const TAMPERING_MAGIC = 0x504d4154; // "TAMP"
export const tamperFlags = { hasResult: 1, failed: 2 } as const;
/** A counter that never ends. */
export const ENDLESS = 0xffff_ffff;

/** Bytes of one poke, and rules of one program, at most. */
export const tamperLimits = { pokeBytes: 1 << 16, rules: 1024 } as const;

/** Encodes rules. Throws RangeError when there are too many, or too many bytes in one. */
export function encodeTampering(rules: readonly TamperRule[]): Uint32Array {
  if (rules.length > tamperLimits.rules) throw new RangeError(`more than ${tamperLimits.rules} rules`);
  const out = new WordList(256);
  out.push(TAMPERING_MAGIC);
  out.push(rules.length);
  for (const rule of rules) {
    const at = out.length;
    out.push(0);
    writeRule(out, rule);
    out.set(at, out.length - at);
  }
  return out.all();
}

function writeRule(out: WordList, { syscalls, when, result, replacement, signal, delayEnterNs, delayExitNs, pokeEnter, pokeExit }: TamperRule): void {
  const names = (Object.keys(abis) as AbiName[]).sort((a, b) => abis[a] - abis[b]);
  out.push(when.first);
  out.push(Math.min(when.last, ENDLESS));
  out.push(when.step);
  out.push((result === undefined ? 0 : tamperFlags.hasResult) | (result?.failed === true ? tamperFlags.failed : 0));
  out.push(signal ?? 0);
  writeLong(out, BigInt.asUintN(64, result?.value ?? 0n));
  for (const name of names) out.push(replacement?.[name] ?? 0xffff_ffff);
  writeLong(out, BigInt(delayEnterNs ?? 0));
  writeLong(out, BigInt(delayExitNs ?? 0));
  const pokes = [...(pokeEnter ?? []).map((poke) => ({ phase: 0, ...poke })), ...(pokeExit ?? []).map((poke) => ({ phase: 1, ...poke }))];
  out.push(pokes.length);
  for (const { phase, arg, data } of pokes) {
    if (data.length > tamperLimits.pokeBytes) throw new RangeError(`more than ${tamperLimits.pokeBytes} bytes to poke`);
    out.push(phase);
    out.push(arg);
    out.push(data.length);
    const padded = new Uint8Array(Math.ceil(data.length / 4) * 4);
    padded.set(data);
    const view = new DataView(padded.buffer);
    for (let at = 0; at < padded.length; at += 4) out.push(view.getUint32(at, true));
  }
  for (const name of names) {
    out.push(syscalls[name].size);
    for (const nr of syscalls[name]) out.push(nr);
  }
}

function writeLong(out: WordList, value: bigint): void {
  out.push(Number(value & 0xffff_ffffn));
  out.push(Number(value >> 32n));
}
