/** Turns plan tables into the words that backends interpret (format: op.ts). */
import type { AbiName } from '../record/layout.js';
import { abis } from '../record/layout.js';
import { limits, type Op, type Operand, opcodes, operandSources, PLAN_MAGIC, PLAN_VERSION, type SyscallPlan } from './op.js';

/** What one ABI’s plan holds for a syscall number. */
export interface PlannedSyscall {
  readonly selection: number;
  readonly plan: SyscallPlan;
}

export interface AbiPlan {
  /** Bits of `selection` for numbers that `syscalls` does not hold. */
  readonly defaultSelection: number;
  /** By syscall number. */
  readonly syscalls: readonly (PlannedSyscall | undefined)[];
}

export type PlanTables = Readonly<Record<AbiName, AbiPlan>>;

const ENTRY_WORDS = 7;

/** Encodes the tables of all ABIs. Throws RangeError when an operation exceeds what a word or an interpreter can hold. */
export function encodePlan(tables: PlanTables): Uint32Array {
  const names = (Object.keys(abis) as AbiName[]).sort((a, b) => abis[a] - abis[b]);
  const headWords = names.reduce((words, name) => words + 2 + tables[name].syscalls.length * ENTRY_WORDS, 2);
  const head: number[] = [PLAN_MAGIC, PLAN_VERSION];
  const ops: number[] = [];
  // Many syscalls want the same operations: they share one copy.
  const known = new Map<string, number>();
  const place = (list: readonly Op[]): [at: number, words: number] => {
    if (list.length === 0) return [0, 0];
    const words = encodeOps(list);
    const key = words.join(',');
    let at = known.get(key);
    if (at === undefined) {
      at = headWords + ops.length;
      for (const word of words) ops.push(word);
      known.set(key, at);
    }
    return [at, words.length];
  };
  for (const name of names) {
    const { defaultSelection, syscalls } = tables[name];
    head.push(syscalls.length, defaultSelection);
    for (const planned of Array.from(syscalls)) {
      const plan = planned?.plan;
      head.push(planned?.selection ?? defaultSelection, ...place(plan?.entry ?? []), ...place(plan?.exit ?? []), ...place(plan?.exitAlways ?? []));
    }
  }
  return Uint32Array.from([...head, ...ops]);
}

/** The words of a list of operations. */
export function encodeOps(list: readonly Op[], depth = 0): number[] {
  if (depth > limits.depth) throw new RangeError(`plan nests deeper than ${limits.depth}`);
  return list.flatMap((op) => {
    const words = [opcodes[op.op], 0, ...encodeRest(op, depth)];
    words[1] = words.length;
    return words;
  });
}

function encodeRest(op: Op, depth: number): number[] {
  switch (op.op) {
    case 'copy':
      return [
        ...operandWords(op.at),
        ...operandWords(op.length),
        word(op.unit ?? 1),
        word(op.plus ?? 0),
        word(Math.min(op.cap, limits.blobBytes)),
        ...encodeOps(op.body ?? [], depth + 1),
      ];
    case 'cstr':
      return [...operandWords(op.at), word(Math.min(op.cap, limits.blobBytes))];
    case 'strv':
      return [...operandWords(op.at), word(op.max), word(Math.min(op.cap, limits.blobBytes))];
    case 'each':
      return [...operandWords(op.at), ...operandWords(op.count), word(op.stride), word(op.max), ...encodeOps(op.body ?? [], depth + 1)];
    case 'switch':
      return [
        ...operandWords(op.value),
        word(op.mask ?? 0xffff_ffff),
        op.cases.length,
        ...op.cases.flatMap(([value, body]) => {
          const words = encodeOps(body, depth + 1);
          return [word(value), words.length, ...words];
        }),
        ...encodeOps(op.otherwise ?? [], depth + 1),
      ];
    case 'fd':
      return [...operandWords(op.value), op.details === true ? 1 : 0];
    case 'netlink': {
      const body = encodeOps(op.body, depth + 1);
      return [...operandWords(op.value), body.length, ...body, ...encodeOps(op.otherwise ?? [], depth + 1)];
    }
    case 'interfaces':
      return [];
  }
}

function operandWords(operand: Operand): [number, number] {
  const source = operandSources[operand.from];
  switch (operand.from) {
    case 'arg':
      return [source, word(operand.index)];
    case 'ret':
      return [source, 0];
    case 'constant':
      return [source, word(operand.value)];
    case 'field':
      return [source | (operand.size << 8) | ((operand.up ?? 0) << 16), word(operand.offset)];
    case 'here':
      return [source | ((operand.up ?? 0) << 16), word(operand.offset)];
    case 'sp':
      return [source, word(operand.offset)];
  }
}

/** A number as an unsigned word; small negative ones (AT_FDCWD in a case) as two’s complement. */
function word(value: number): number {
  if (!Number.isInteger(value) || value > 0xffff_ffff || value < -0x8000_0000) throw new RangeError(`${value} does not fit a plan word`);
  return value >>> 0;
}
