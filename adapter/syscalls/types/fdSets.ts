/** fd_set of select(2): `[3 5]`. */
import type { Emitter } from '../../decode/emitter.js';
import type { CapturedMemory } from '../../decode/memory.js';
import { unsigned, type Word } from '../../decode/word.js';
import type { Op } from '../../plan/op.js';
import type { CaptureContext } from '../descriptor.js';
import { fdTarget } from './fdTarget.js';
import { shown } from './valueType.js';

/** Bytes of a set that are looked at: a million descriptors. */
const SET_CAP = 131_072;

/** The members below `count`; undefined when the set, which is whole words of `word` bytes, could not be read. */
export function fdSetMembers(memory: CapturedMemory, at: Word, count: number, word: number): number[] | undefined {
  const bytes = Math.min(Math.ceil(count / (8 * word)) * word, SET_CAP);
  const { data } = memory.read(at, bytes);
  if (at === 0 || data.length < bytes) return undefined;
  const members: number[] = [];
  for (let index = 0; index < bytes; index++) {
    const byte = data[index] ?? 0;
    for (let bit = 0; byte >> bit !== 0; bit++) if (((byte >> bit) & 1) === 1 && index * 8 + bit < count) members.push(index * 8 + bit);
  }
  return members;
}

/** `memory`: where targets were captured; undefined to show none. */
export function showFdSet(out: Emitter, members: readonly number[], memory: CapturedMemory | undefined): void {
  out.beginSet();
  for (const member of members) {
    out.item();
    const target = memory === undefined ? undefined : fdTarget(out, memory, member);
    out.fd(member, target?.path, target?.detail);
  }
  out.endSet();
}

/** Descriptors whose targets are captured: an operation cannot ask which are members, so all below this are. */
const TARGETS = 64;

/** Targets of the descriptors that sets may hold. */
export function fdSetTargets(context: CaptureContext): readonly Op[] {
  if (!context.fdTargets) return [];
  return Array.from({ length: TARGETS }, (_, fd) => ({ op: 'fd', value: { from: 'constant', value: fd } }));
}

/** A set of as many descriptors as register 0 says. */
export const fdSet = shown(
  'fd_set *',
  'pointer',
  (out, value, place) => {
    const at = unsigned(value);
    const count = place.call.i32(0);
    const members = count <= 0 ? undefined : fdSetMembers(place.memory, at, count, place.call.pointerSize);
    if (members === undefined) out.address(at);
    else showFdSet(out, members, place.memory);
  },
  // A byte for each descriptor is more than a bit for each, and what an operation can say.
  (value, context) => [{ op: 'copy', at: value, length: context.arg(0), plus: 8, cap: SET_CAP }],
);
