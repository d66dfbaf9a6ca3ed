import type { RecordBytes } from '../decode/capturedMemory.js';
import type { Word } from '../decode/word.js';
import { blobKinds, recordTypes } from './layout.js';
import { offsets, sizes } from './offsets.js';
import type { TraceFile } from './traceFile.js';
import { corruptRecord, cutFile } from './traceFileError.js';

const header = offsets.RecordHeader;
const entry = offsets.SyscallEntry;
const exit = offsets.SyscallExit;
const signal = offsets.Signal;
const blob = offsets.BlobHeader;

const TWO_32 = 0x1_0000_0000;
/** Bits of the upper word that a safe integer can hold. */
const SAFE_HIGH = 0x1f_ffff;
const DEFAULT_BLOCK = 256 * 1024;

/** Bytes of a record before its blobs, by record type; 0 for types that this version does not know. */
const fixedSizes = new Uint32Array(Math.max(...Object.values(recordTypes)) + 1);
fixedSizes[recordTypes.syscallEntry] = sizes.SyscallEntry;
fixedSizes[recordTypes.syscallExit] = sizes.SyscallExit;
fixedSizes[recordTypes.signal] = sizes.Signal;
fixedSizes[recordTypes.groupStop] = sizes.GroupStop;
fixedSizes[recordTypes.taskStart] = sizes.TaskStart;
fixedSizes[recordTypes.taskExec] = sizes.TaskExec;
fixedSizes[recordTypes.taskExit] = sizes.TaskExit;
fixedSizes[recordTypes.maps] = sizes.Maps;
fixedSizes[recordTypes.stack] = sizes.Stack;
fixedSizes[recordTypes.note] = sizes.Note;
fixedSizes[recordTypes.frames] = sizes.Frames;
fixedSizes[recordTypes.sameFrames] = sizes.SameFrames;

/** The exit of the call whose entry the cursor stands on. */
export interface ExitBehind extends RecordBytes {
  /** As RecordCursor.timeNs. */
  readonly timeNs: number;
}

/** A blob of a record. */
export interface Blob {
  /** One of blobKinds. */
  readonly kind: number;
  /** One of blobStatuses. */
  readonly status: number;
  readonly address: bigint;
  readonly bytes: Buffer;
}

/**
 * Stands on one record of a trace file, and steps forwards or jumps. The record’s bytes are in `bytes`, a reused
 * block: what is read from it is valid until the cursor moves. Nothing is allocated for a step.
 *
 * A field of another record type than the one that the cursor stands on reads as nonsense: look at `type` first.
 */
export class RecordCursor {
  /** File offset of the record. */
  offset: number;
  /** Bytes of the record, blobs included. */
  size = 0;
  /** One of recordTypes, or a number that a later writer uses. */
  type = 0;
  /** The block that holds the record at `base … base + size`. */
  bytes: Buffer;
  base = 0;
  view: DataView;

  readonly #file: TraceFile;
  readonly #startLow: number;
  readonly #startHigh: number;
  /** File offset of bytes[0], and how many bytes of the block are filled. */
  #blockOffset = 0;
  #blockLength = 0;
  #next: number;

  constructor(file: TraceFile, blockBytes = DEFAULT_BLOCK) {
    this.#file = file;
    this.#startLow = Number(file.startMonotonicNs & 0xffff_ffffn);
    this.#startHigh = Number(file.startMonotonicNs >> 32n);
    this.bytes = Buffer.allocUnsafeSlow(blockBytes);
    this.view = new DataView(this.bytes.buffer);
    this.#next = file.firstRecord;
    this.offset = file.firstRecord;
  }

  /** File offset at which next() will look. */
  get nextOffset(): number {
    return this.#next;
  }

  /**
   * Goes to the record behind the current one (at first: the first record). False when there is none yet: `file.refresh()`
   * may bring more.
   * @throws TraceFileError `corrupt` or `cut`; the records before it are good.
   */
  next(): boolean {
    return this.moveTo(this.#next);
  }

  /** Goes to the record at file offset `offset`. False when nothing is committed there (yet). */
  moveTo(offset: number): boolean {
    const limit = this.#file.committed;
    if (offset + sizes.RecordHeader > limit) return false;
    let base = offset - this.#blockOffset;
    if (base < 0 || base + sizes.RecordHeader > this.#blockLength) {
      this.#load(offset, sizes.RecordHeader, limit);
      base = 0;
    }
    const size = this.view.getUint32(base + header.size, true);
    if (size < sizes.RecordHeader || size % 8 !== 0) throw corruptRecord(this.#file.path, offset, `record size ${size}`);
    if (offset + size > limit) throw corruptRecord(this.#file.path, offset, `record size ${size} reaches beyond the end`);
    if (base + size > this.#blockLength) {
      this.#load(offset, size, limit);
      base = 0;
    }
    const type = this.view.getUint16(base + header.type, true);
    const least = fixedSizes[type] ?? 0;
    if (size < least) throw corruptRecord(this.#file.path, offset, `record of type ${type} with ${size} bytes`);
    this.offset = offset;
    this.base = base;
    this.size = size;
    this.type = type;
    this.#next = offset + size;
    return true;
  }

  /**
   * On a SyscallEntry: the SyscallExit of the same call, when that is the next record and in the block already. Valid until the
   * cursor moves.
   */
  exitBehind(): ExitBehind | undefined {
    const base = this.base + this.size;
    if (base + sizes.SyscallExit > this.#blockLength) return undefined;
    const { view } = this;
    if (view.getUint16(base + header.type, true) !== recordTypes.syscallExit) return undefined;
    const entryAt = base + exit.entryOffset;
    if (view.getUint32(entryAt, true) + view.getUint32(entryAt + 4, true) * TWO_32 !== this.offset) return undefined;
    const size = view.getUint32(base + header.size, true);
    return size >= sizes.SyscallExit && base + size <= this.#blockLength ? { bytes: this.bytes, view, base, size, timeNs: this.#timeAt(base) } : undefined;
  }

  get flags(): number {
    return this.view.getUint16(this.base + header.flags, true);
  }
  get pid(): number {
    return this.view.getInt32(this.base + header.pid, true);
  }
  get tid(): number {
    return this.view.getInt32(this.base + header.tid, true);
  }
  /** Nanoseconds since the recording began: exact for 104 days of recording. */
  get timeNs(): number {
    return this.#timeAt(this.base);
  }
  #timeAt(base: number): number {
    const at = base + header.timeNs;
    return (this.view.getUint32(at + 4, true) - this.#startHigh) * TWO_32 + (this.view.getUint32(at, true) - this.#startLow);
  }

  /** SyscallEntry, SyscallExit: one of abis. */
  get abi(): number {
    return this.view.getUint32(this.base + entry.abi, true);
  }
  /** SyscallEntry, SyscallExit. */
  get nr(): number {
    return this.view.getUint32(this.base + entry.nr, true);
  }
  /** SyscallEntry. */
  get ip(): Word {
    return this.word(entry.ip);
  }
  /** SyscallEntry: argument 0…5. */
  arg(index: number): Word {
    return this.word(entry.args + index * 8);
  }
  /** SyscallExit: file offset of its entry, 0 when that was not seen. */
  get entryOffset(): number {
    return this.u64(exit.entryOffset);
  }
  /** SyscallExit: return value; a bigint beyond ±2^53. */
  get ret(): number | bigint {
    const at = this.base + exit.ret;
    const high = this.view.getInt32(at + 4, true);
    if (high >= -0x20_0000 && high <= SAFE_HIGH) return high * TWO_32 + this.view.getUint32(at, true);
    return this.view.getBigInt64(at, true);
  }
  /** SyscallExit: CPU time of the call in ns; 0 unless it was measured. */
  get cpuNs(): number {
    return this.u64(exit.cpuNs);
  }
  /** Signal, GroupStop. */
  get signo(): number {
    return this.view.getInt32(this.base + signal.signo, true);
  }
  /** TaskExit: wait status. */
  get status(): number {
    return this.view.getInt32(this.base + offsets.TaskExit.status, true);
  }
  /** TaskStart: one of taskOrigins. */
  get how(): number {
    return this.view.getUint32(this.base + offsets.TaskStart.how, true);
  }
  /** TaskStart: tid of the task that made it, 0 if not seen. */
  get parentTid(): number {
    return this.view.getInt32(this.base + offsets.TaskStart.parentTid, true);
  }
  /** TaskExec. */
  get formerTid(): number {
    return this.view.getInt32(this.base + offsets.TaskExec.formerTid, true);
  }
  /** Stack, Frames: file offset of its Maps record. */
  get mapsOffset(): number {
    return this.u64(offsets.Stack.mapsOffset);
  }
  /** Frames: one of unwindEnds. */
  get unwindEnd(): number {
    return this.view.getUint32(this.base + offsets.Frames.end, true);
  }
  /** Frames: number of frames. */
  get frameCount(): number {
    return this.view.getUint32(this.base + offsets.Frames.count, true);
  }
  /** Frames, SameFrames: which slot the stack is kept in. */
  get stackSlot(): number {
    return this.view.getUint32(this.base + (this.type === recordTypes.frames ? offsets.Frames.slot : offsets.SameFrames.slot), true);
  }
  /** SameFrames: file offset of the Frames record that it is equal to. */
  get framesOffset(): number {
    return this.u64(offsets.SameFrames.framesOffset);
  }
  /** Note: one of noteCodes. */
  get noteCode(): number {
    return this.view.getUint32(this.base + offsets.Note.code, true);
  }
  /** Note. */
  get noteCount(): number {
    return this.view.getUint32(this.base + offsets.Note.count, true);
  }

  /** Bytes of the record before its blobs. */
  get fixedSize(): number {
    return fixedSizes[this.type] ?? sizes.RecordHeader;
  }

  /** The bytes of the first blob of `kind` (one of blobKinds): a view that is valid until the cursor moves. */
  blob(kind: number): Buffer | undefined {
    const at = this.#blobAt(kind);
    if (at < 0) return undefined;
    const start = at + sizes.BlobHeader;
    return this.bytes.subarray(start, start + this.view.getUint32(at + blob.length, true));
  }

  /** The address in the tracee of the first blob of `kind`; 0n when there is none. */
  blobAddress(kind: number): bigint {
    const at = this.#blobAt(kind);
    return at < 0 ? 0n : this.view.getBigUint64(at + blob.addr, true);
  }

  /** All blobs, in order. Their bytes are views that are valid until the cursor moves. */
  *blobs(): Generator<Blob> {
    const end = this.base + this.size;
    let at = this.base + this.fixedSize;
    while (at + sizes.BlobHeader <= end) {
      const start = at + sizes.BlobHeader;
      const length = this.view.getUint32(at + blob.length, true);
      if (start + length > end) throw corruptRecord(this.#file.path, this.offset, 'blob longer than its record');
      yield {
        kind: this.view.getUint8(at + blob.kind),
        status: this.view.getUint8(at + blob.status),
        address: this.view.getBigUint64(at + blob.addr, true),
        bytes: this.bytes.subarray(start, start + length),
      };
      at = start + Math.ceil(length / 8) * 8;
    }
  }

  /** The text of the first blob of `kind`; empty when there is none. */
  text(kind: keyof typeof blobKinds): string {
    return this.blob(blobKinds[kind])?.toString('utf8') ?? '';
  }

  /** A field of the record as an unsigned 64-bit number. */
  word(field: number): Word {
    const at = this.base + field;
    const high = this.view.getUint32(at + 4, true);
    if (high <= SAFE_HIGH) return high * TWO_32 + this.view.getUint32(at, true);
    return this.view.getBigUint64(at, true);
  }

  /** A field of the record that is a file offset or a count: exact below 2^53. */
  u64(field: number): number {
    const at = this.base + field;
    return this.view.getUint32(at + 4, true) * TWO_32 + this.view.getUint32(at, true);
  }

  /** Position in `bytes` of the header of the first blob of `kind`; -1 when there is none. */
  #blobAt(kind: number): number {
    const end = this.base + this.size;
    let at = this.base + this.fixedSize;
    while (at + sizes.BlobHeader <= end) {
      const start = at + sizes.BlobHeader;
      const length = this.view.getUint32(at + blob.length, true);
      if (start + length > end) throw corruptRecord(this.#file.path, this.offset, 'blob longer than its record');
      if (this.view.getUint8(at + blob.kind) === kind) return at;
      at = start + Math.ceil(length / 8) * 8;
    }
    return -1;
  }

  /** Fills the block from `offset` on, with at least `needed` bytes. */
  #load(offset: number, needed: number, limit: number): void {
    if (needed > this.bytes.length) {
      this.bytes = Buffer.allocUnsafeSlow(needed);
      this.view = new DataView(this.bytes.buffer);
    }
    const wanted = Math.min(this.bytes.length, limit - offset);
    this.#blockOffset = offset;
    this.#blockLength = this.#file.read(this.bytes, wanted, offset);
    if (this.#blockLength < needed) {
      const missing = needed - this.#blockLength;
      this.#blockLength = 0;
      throw cutFile(this.#file.path, offset, missing);
    }
  }
}
