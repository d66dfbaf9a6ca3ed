import { type AbiName, abis, recordFlags } from '../record/layout.js';
import { offsets, sizes } from '../record/offsets.js';
import { noMemory, type RecordBytes, RecordMemory } from './capturedMemory.js';
import type { CallView, CapturedMemory } from './memory.js';
import { signedOf, type Word, wordOf } from './word.js';

const entryAt = offsets.SyscallEntry;
const exitAt = offsets.SyscallExit;
const abiNames: readonly AbiName[] = (Object.keys(abis) as AbiName[]).sort((a, b) => abis[a] - abis[b]);

/** From here on the numbers of x32 are its own calls, which the kernel carries out as those of a 32-bit program (syscall_64.tbl). */
const FIRST_COMPAT = 512;
/** Of those, preadv, pwritev, preadv2 and pwritev2 take whole registers: an offset has 64 bits. */
const WITH_OFFSET: ReadonlySet<number> = new Set([534, 535, 546, 547]);

/** A call out of its entry record and, once it returned, its exit record. Valid as long as their blocks are. */
export class RecordedCall implements CallView {
  abi: AbiName = 'x86_64';
  nr = 0;
  pid = 0;
  tid = 0;
  pointerSize: 4 | 8 = 8;
  exit: CapturedMemory = noMemory;
  phase: 'entry' | 'exit' | 'never' = 'entry';
  errno: number | undefined = undefined;
  ret: Word = 0;
  retSigned: number | bigint = 0;
  sp: Word = 0;
  /** Flags of the exit record: recordFlags. */
  exitFlags = 0;
  readonly entry: CapturedMemory;
  readonly #entryMemory: RecordMemory;
  #exitMemory: RecordMemory | undefined;
  #view: DataView;
  #args = 0;
  /** Of each register only the low half counts. */
  #narrow = false;

  /** `exit`: the exit record; 'running' while there is none, 'never' when none will come. */
  constructor(entry: RecordBytes, exit: RecordBytes | 'running' | 'never') {
    this.#view = entry.view;
    this.#entryMemory = new RecordMemory(entry, sizes.SyscallEntry);
    this.entry = this.#entryMemory;
    this.began(entry);
    if (exit === 'never') this.phase = 'never';
    else if (exit !== 'running') this.returned(exit);
  }

  /** From here on this is the view of another call, that has not come back: a million calls need one object. */
  began(entry: RecordBytes): void {
    const { view, base } = entry;
    this.#view = view;
    this.#args = base + entryAt.args;
    this.abi = abiNames[view.getUint32(base + entryAt.abi, true)] ?? 'x86_64';
    this.nr = view.getUint32(base + entryAt.nr, true);
    this.sp = wordOf(view.getUint32(base + entryAt.sp, true), view.getUint32(base + entryAt.sp + 4, true));
    this.pid = view.getInt32(base + entryAt.pid, true);
    this.tid = view.getInt32(base + entryAt.tid, true);
    this.pointerSize = this.abi === 'x86_64' ? 8 : 4;
    this.#narrow = this.abi === 'x32' && this.nr >= FIRST_COMPAT && !WITH_OFFSET.has(this.nr);
    this.#entryMemory.move(entry, sizes.SyscallEntry);
    this.exit = noMemory;
    this.phase = 'entry';
    this.exitFlags = 0;
    this.errno = undefined;
    this.ret = 0;
    this.retSigned = 0;
  }

  /** The call has come back. */
  returned(exit: RecordBytes): void {
    if (this.#exitMemory === undefined) this.#exitMemory = new RecordMemory(exit, sizes.SyscallExit);
    else this.#exitMemory.move(exit, sizes.SyscallExit);
    this.exit = this.#exitMemory;
    this.phase = 'exit';
    const { view, base } = exit;
    const low = view.getUint32(base + exitAt.ret, true);
    const high = view.getUint32(base + exitAt.ret + 4, true);
    this.exitFlags = view.getUint16(base + exitAt.flags, true);
    const failed = (this.exitFlags & recordFlags.isError) !== 0;
    this.errno = failed ? -(low | 0) : 0;
    this.ret = wordOf(low, high);
    this.retSigned = signedOf(low, high);
  }

  word(index: number): Word {
    const at = this.#args + 8 * index;
    if (this.#narrow) return this.#view.getUint32(at, true);
    return wordOf(this.#view.getUint32(at, true), this.#view.getUint32(at + 4, true));
  }

  signedWord(index: number): number | bigint {
    const at = this.#args + 8 * index;
    if (this.#narrow) return this.#view.getUint32(at, true);
    return signedOf(this.#view.getUint32(at, true), this.#view.getUint32(at + 4, true));
  }

  u32(index: number): number {
    return this.#view.getUint32(this.#args + 8 * index, true);
  }

  i32(index: number): number {
    return this.#view.getInt32(this.#args + 8 * index, true);
  }
}
