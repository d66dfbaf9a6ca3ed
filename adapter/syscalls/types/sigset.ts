/** Signals and sets of signals. */
import type { Emitter, NamedValue } from '../../decode/emitter.js';
import type { Place, Width } from '../../decode/place.js';
import { unsigned } from '../../decode/word.js';
import type { Op, Operand } from '../../plan/op.js';
import type { AbiName } from '../../record/layout.js';
import { constants } from '../generated/constants.gen.js';
import { type Count, countAt, fixed } from './count.js';
import { type FieldType, type Named, named, ValueType } from './valueType.js';

/** Signals of the kernel: 1…64 (_NSIG); realtime ones begin at 32. */
const SIGNALS = 64;
const SIGRTMIN = 32;

const namesByNumber: readonly string[] = (() => {
  const names: string[] = [];
  for (const [name, value] of constants.signal_names.entries) names[value] ??= name;
  names[SIGRTMIN] = 'SIGRTMIN';
  for (let signal = SIGRTMIN + 1; signal <= SIGNALS; signal++) names[signal] = `SIGRT_${signal - SIGRTMIN}`;
  return names;
})();

/** `SIGINT`, `SIGRTMIN`, `SIGRT_2`; undefined for no signal. */
export const signalName = (signal: number): string | undefined => namesByNumber[signal];

class SignalType extends ValueType {
  readonly typeName = 'signal';
  constructor(readonly width: Width) {
    super();
  }
  show(out: Emitter, value: number | bigint): void {
    out.symbol(value, signalName(Number(value)), '', 'decimal');
  }
}

/** A signal number. */
export const signal = named(new SignalType('i32'));

/** Members of a mask, least first: names without SIG. */
export function signalMembers(low: number, high: number): NamedValue[] {
  const members: NamedValue[] = [];
  for (let signal = 1; signal <= SIGNALS; signal++) {
    const word = signal <= 32 ? low : high;
    if (((word >>> ((signal - 1) & 31)) & 1) === 1) members.push([(signalName(signal) ?? '').slice('SIG'.length), signal]);
  }
  return members;
}

/** Sets seen lately: most calls use few. Bounded. */
const cache = new Map<string, { readonly members: readonly NamedValue[]; readonly inverted: boolean }>();
const CACHE_LIMIT = 512;

/** Shows a mask; one with most signals by what it lacks: `~[KILL STOP]`. `signals`: how many the mask has room for. */
export function showSignals(out: Emitter, low: number, high: number, signals = SIGNALS): void {
  const key = `${low},${high},${signals}`;
  let set = cache.get(key);
  if (set === undefined) {
    const members = signalMembers(low, high);
    // As strace does: from two thirds on, rounded down.
    const inverted = members.length >= Math.floor((signals * 2) / 3);
    set = { members: inverted ? signalMembers(~low, signals > 32 ? ~high : 0) : members, inverted };
    if (cache.size >= CACHE_LIMIT) cache.clear();
    cache.set(key, set);
  }
  out.set(set.members, set.inverted);
}

const maskAt = (data: Uint8Array, at: number): number =>
  ((data[at] ?? 0) | ((data[at + 1] ?? 0) << 8) | ((data[at + 2] ?? 0) << 16) | ((data[at + 3] ?? 0) << 24)) >>> 0;

/** The kernel’s sigset_t: 64 bits. */
export const sigsetField: FieldType = {
  typeName: 'sigset_t',
  size: () => 8,
  align: (abi: AbiName) => (abi === 'x86_64' ? 8 : 4),
  emitAt: (out, place, at) => showSignals(out, maskAt(place.data, at), maskAt(place.data, at + 4)),
};

/** A pointer to a sigset_t whose size stands in another argument: from one word of the ABI to 8 bytes, in whole words. Other sizes show the address. */
class SigsetPointer extends ValueType {
  readonly typeName = 'sigset_t *';
  readonly width = 'pointer';
  constructor(readonly bytes: Count) {
    super();
  }

  override follow(value: Operand): readonly Op[] {
    return [{ op: 'copy', at: value, length: { from: 'constant', value: 8 }, cap: 8 }];
  }

  show(out: Emitter, value: number | bigint, place: Place): void {
    const at = unsigned(value);
    const word = place.call.pointerSize;
    const given = countAt(this.bytes, place) ?? 0;
    const bytes = given >= word && given <= 8 ? Math.ceil(Number(given) / word) * word : 0;
    const { data } = place.memory.read(at, bytes);
    if (at === 0 || bytes === 0 || data.length < bytes) out.address(at);
    else showSignals(out, maskAt(data, 0), maskAt(data, 4), bytes * 8);
  }
}

/** A signal set; `bytes` says where its size stands. */
export const sigset = (bytes: Count = fixed(8)): Named<ValueType> => named(new SigsetPointer(bytes));
