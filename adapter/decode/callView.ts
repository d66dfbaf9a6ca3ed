import { type AbiName, abis, recordFlags } from '../record/layout.js';
import { offsets, sizes } from '../record/offsets.js';
import { noMemory, type RecordBytes, RecordMemory } from './capturedMemory.js';
import type { CallView, CapturedMemory } from './memory.js';
import { signedOf, type Word, wordOf } from './word.js';

const entryAt = offsets.SyscallEntry;
const exitAt = offsets.SyscallExit;
const abiNames: readonly AbiName[] = (Object.keys(abis) as AbiName[]).sort((a, b) => abis[a] - abis[b]);

/** A call out of its entry record and, once it returned, its exit record. Valid as long as their blocks are. */
export class RecordedCall implements CallView {
  readonly abi: AbiName;
  readonly nr: number;
  readonly pid: number;
  readonly tid: number;
  readonly pointerSize: 4 | 8;
  readonly entry: CapturedMemory;
  readonly exit: CapturedMemory;
  readonly phase: 'entry' | 'exit' | 'never';
  readonly errno: number | undefined;
  readonly ret: Word;
  readonly retSigned: number | bigint;
  readonly sp: Word;
  readonly #view: DataView;
  readonly #args: number;

  /** `exit`: the exit record; 'running' while there is none, 'never' when none will come. */
  constructor(entry: RecordBytes, exit: RecordBytes | 'running' | 'never') {
    const { view, base } = entry;
    this.#view = view;
    this.#args = base + entryAt.args;
    this.abi = abiNames[view.getUint32(base + entryAt.abi, true)] ?? 'x86_64';
    this.nr = view.getUint32(base + entryAt.nr, true);
    this.sp = wordOf(view.getUint32(base + entryAt.sp, true), view.getUint32(base + entryAt.sp + 4, true));
    this.pid = view.getInt32(base + entryAt.pid, true);
    this.tid = view.getInt32(base + entryAt.tid, true);
    this.pointerSize = this.abi === 'x86_64' ? 8 : 4;
    this.entry = new RecordMemory(entry, sizes.SyscallEntry);
    if (typeof exit === 'string') {
      this.exit = noMemory;
      this.phase = exit === 'never' ? 'never' : 'entry';
      this.errno = undefined;
      this.ret = 0;
      this.retSigned = 0;
      return;
    }
    this.exit = new RecordMemory(exit, sizes.SyscallExit);
    this.phase = 'exit';
    const low = exit.view.getUint32(exit.base + exitAt.ret, true);
    const high = exit.view.getUint32(exit.base + exitAt.ret + 4, true);
    const failed = (exit.view.getUint16(exit.base + exitAt.flags, true) & recordFlags.isError) !== 0;
    this.errno = failed ? -(low | 0) : 0;
    this.ret = wordOf(low, high);
    this.retSigned = signedOf(low, high);
  }

  word(index: number): Word {
    const at = this.#args + 8 * index;
    return wordOf(this.#view.getUint32(at, true), this.#view.getUint32(at + 4, true));
  }

  signedWord(index: number): number | bigint {
    const at = this.#args + 8 * index;
    return signedOf(this.#view.getUint32(at, true), this.#view.getUint32(at + 4, true));
  }

  u32(index: number): number {
    return this.#view.getUint32(this.#args + 8 * index, true);
  }

  i32(index: number): number {
    return this.#view.getInt32(this.#args + 8 * index, true);
  }
}
