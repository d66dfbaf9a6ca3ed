/** Turns plan tables into the words that backends interpret (format: op.ts). */
import type { AbiName } from '../record/layout.js';
import { abis } from '../record/layout.js';
import { limits, type Op, type Operand, opcodes, operandSources, PLAN_MAGIC, PLAN_VERSION, type SyscallPlan } from './op.js';
import { WordList } from './wordList.js';

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
  const head = new WordList(headWords);
  const ops = new SharedOps();
  head.push(PLAN_MAGIC);
  head.push(PLAN_VERSION);
  const place = (list: readonly Op[]): void => {
    const [at, words] = ops.place(list);
    head.push(words === 0 ? 0 : headWords + at);
    head.push(words);
  };
  const nothing: readonly Op[] = [];
  for (const name of names) {
    const { defaultSelection, syscalls } = tables[name];
    head.push(syscalls.length);
    head.push(defaultSelection);
    for (let nr = 0; nr < syscalls.length; nr++) {
      const planned = syscalls[nr];
      head.push(planned?.selection ?? defaultSelection);
      place(planned?.plan.entry ?? nothing);
      place(planned?.plan.exit ?? nothing);
      place(planned?.plan.exitAlways ?? nothing);
    }
  }
  const plan = new Uint32Array(headWords + ops.words.length);
  plan.set(head.all());
  plan.set(ops.words.all(), headWords);
  return plan;
}

/** The words of a list of operations. */
export function encodeOps(list: readonly Op[]): Uint32Array {
  const out = new WordList();
  writeOps(out, list, 0);
  return out.all();
}

/** Lists of operations behind each other. Many syscalls want the same: they share one copy. */
class SharedOps {
  readonly words = new WordList();
  readonly #placed = new Map<number, [at: number, words: number][]>();

  /** Where the words of `list` are, and how many. */
  place(list: readonly Op[]): readonly [at: number, words: number] {
    const at = this.words.length;
    if (list.length === 0) return [at, 0];
    writeOps(this.words, list, 0);
    const count = this.words.length - at;
    const hash = this.words.hash(at);
    const alike = this.#placed.get(hash);
    const same = alike?.find(([earlier, words]) => words === count && this.words.repeats(earlier, at));
    if (same !== undefined) {
      this.words.length = at;
      return same;
    }
    const placed: [number, number] = [at, count];
    if (alike === undefined) this.#placed.set(hash, [placed]);
    else alike.push(placed);
    return placed;
  }
}

function writeOps(out: WordList, list: readonly Op[], depth: number): void {
  if (depth > limits.depth) throw new RangeError(`plan nests deeper than ${limits.depth}`);
  for (const op of list) {
    const at = out.length;
    out.push(opcodes[op.op]);
    out.push(0);
    writeRest(out, op, depth + 1);
    out.set(at + 1, out.length - at);
  }
}

function writeRest(out: WordList, op: Op, depth: number): void {
  switch (op.op) {
    case 'copy':
      writeOperand(out, op.at);
      writeOperand(out, op.length);
      out.push(word(op.unit ?? 1));
      out.push(word(op.plus ?? 0));
      out.push(word(Math.min(op.cap, limits.blobBytes)));
      if (op.body !== undefined) writeOps(out, op.body, depth);
      break;
    case 'cstr':
      writeOperand(out, op.at);
      out.push(word(Math.min(op.cap, limits.blobBytes)));
      break;
    case 'strv':
      writeOperand(out, op.at);
      out.push(word(op.max));
      out.push(word(Math.min(op.cap, limits.blobBytes)));
      break;
    case 'each':
      writeOperand(out, op.at);
      writeOperand(out, op.count);
      out.push(word(op.stride));
      out.push(word(op.max));
      if (op.body !== undefined) writeOps(out, op.body, depth);
      break;
    case 'switch':
      writeOperand(out, op.value);
      out.push(word(op.mask ?? 0xffff_ffff));
      out.push(op.cases.length);
      for (const [value, body] of op.cases) {
        out.push(word(value));
        writeCounted(out, body, depth);
      }
      if (op.otherwise !== undefined) writeOps(out, op.otherwise, depth);
      break;
    case 'fd':
      writeOperand(out, op.value);
      out.push(op.details === true ? 1 : 0);
      break;
    case 'netlink':
      writeOperand(out, op.value);
      writeCounted(out, op.body, depth);
      if (op.otherwise !== undefined) writeOps(out, op.otherwise, depth);
      break;
    case 'interfaces':
      break;
    case 'namespaces':
      out.push(op.of === 'child' ? 1 : 0);
      break;
  }
}

/** Operations behind the number of their words. */
function writeCounted(out: WordList, list: readonly Op[], depth: number): void {
  const at = out.length;
  out.push(0);
  writeOps(out, list, depth);
  out.set(at, out.length - at - 1);
}

function writeOperand(out: WordList, operand: Operand): void {
  const source = operandSources[operand.from];
  switch (operand.from) {
    case 'arg':
      out.push(source);
      out.push(word(operand.index));
      break;
    case 'ret':
      out.push(source);
      out.push(0);
      break;
    case 'constant':
      out.push(source);
      out.push(word(operand.value));
      break;
    case 'field':
      out.push(source | (operand.size << 8) | ((operand.up ?? 0) << 16));
      out.push(word(operand.offset));
      break;
    case 'here':
      out.push(source | ((operand.up ?? 0) << 16));
      out.push(word(operand.offset));
      break;
    case 'sp':
      out.push(source);
      out.push(word(operand.offset));
      break;
  }
}

/** A number as an unsigned word; small negative ones (AT_FDCWD in a case) as two’s complement. */
function word(value: number): number {
  if (!Number.isInteger(value) || value > 0xffff_ffff || value < -0x8000_0000) throw new RangeError(`${value} does not fit a plan word`);
  return value >>> 0;
}
