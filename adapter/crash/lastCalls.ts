import { RecordedCall } from '../decode/callView.js';
import type { RecordBytes } from '../decode/capturedMemory.js';
import { carriedSyscall, entryText, exitText, resultText } from '../decode/decodeCall.js';
import { type DecodeOptions, defaultDecodeOptions } from '../decode/emitter.js';
import type { LineVocabulary } from '../decode/lineOptions.js';
import { SavedRecord } from '../decode/savedRecord.js';
import { TextEmitter } from '../decode/textEmitter.js';
import { recordFlags, recordTypes } from '../record/layout.js';
import { offsets } from '../record/offsets.js';
import type { RecordCursor } from '../record/recordCursor.js';
import type { RecordSink } from '../store/ingest.js';
import type { LastCall } from './crashContext.js';

const abiOffset = offsets.SyscallEntry.abi;
/** Calls that are remembered of each process. */
export const LAST_CALLS = 50;
/** A record with more bytes is remembered without the memory in it: its strings are shown as addresses. */
const MOST_BYTES = 16 * 1024;
/** Processes whose calls are remembered: those that called last. */
const MOST_PROCESSES = 256;

/** Records of one call; their memory is used again for later ones. */
class Slot {
  readonly entry = new SavedRecord();
  readonly exit = new SavedRecord();
  /** File offset of the entry; 0 for a slot that is free. */
  offset = 0;
  tid = 0;
  returned = false;
  failed = false;
}

class Ring {
  readonly slots: Slot[] = [];
  next = 0;
}

/** Remembers the last system calls of each process, whole but not decoded: that is done for a process that crashes. */
export class LastCalls implements RecordSink {
  /** By pid, the one that called last at the end. */
  readonly #rings = new Map<number, Ring>();

  constructor(
    private readonly vocabulary: Pick<LineVocabulary, 'syscall'>,
    private readonly options: DecodeOptions = defaultDecodeOptions,
  ) {}

  record(cursor: RecordCursor): void {
    switch (cursor.type) {
      case recordTypes.syscallEntry:
        this.#entry(cursor);
        break;
      case recordTypes.syscallExit:
        this.#exit(cursor);
        break;
      case recordTypes.taskExit:
        if (cursor.pid === cursor.tid) this.#rings.delete(cursor.pid);
        break;
    }
  }

  /** The calls of a process so far, oldest first. */
  of(pid: number): LastCall[] {
    const ring = this.#rings.get(pid);
    if (ring === undefined) return [];
    const out = new TextEmitter(this.options);
    const several = new Set(ring.slots.map(({ tid }) => tid)).size > 1;
    const inOrder = [...ring.slots.slice(ring.next), ...ring.slots.slice(0, ring.next)];
    return inOrder.map((slot) => this.#lastCall(slot, out, several));
  }

  #lastCall(slot: Slot, out: TextEmitter, several: boolean): LastCall {
    const call = new RecordedCall(slot.entry, slot.returned ? slot.exit : 'running');
    const abi = slot.entry.view.getUint32(abiOffset, true);
    const syscall = carriedSyscall(this.vocabulary.syscall(abi, call.nr), call);
    const begin = entryText(out, call, syscall);
    const end = slot.returned ? `${exitText(out, call, syscall)} = ${resultText(out, call, syscall)}` : ' <unfinished ...>';
    const text = `${several ? `[${slot.tid}] ` : ''}${begin}${end}`;
    const args = [0, 1, 2, 3, 4, 5].map((index) => BigInt.asUintN(64, BigInt(call.word(index))));
    return { name: syscall.name, text, args, failed: slot.failed };
  }

  #entry(cursor: RecordCursor): void {
    const ring = this.#ringOf(cursor.pid);
    let slot = ring.slots[ring.next];
    if (slot === undefined) {
      slot = new Slot();
      ring.slots.push(slot);
    }
    ring.next = (ring.next + 1) % LAST_CALLS;
    slot.entry.save(kept(cursor));
    slot.offset = cursor.offset;
    slot.tid = cursor.tid;
    slot.returned = false;
    slot.failed = false;
  }

  #exit(cursor: RecordCursor): void {
    const { entryOffset } = cursor;
    const slot = entryOffset === 0 ? undefined : this.#rings.get(cursor.pid)?.slots.findLast(({ offset }) => offset === entryOffset);
    if (slot === undefined) return;
    slot.exit.save(kept(cursor));
    slot.returned = true;
    slot.failed = (cursor.flags & recordFlags.isError) !== 0;
  }

  #ringOf(pid: number): Ring {
    const ring = this.#rings.get(pid) ?? new Ring();
    this.#rings.delete(pid);
    this.#rings.set(pid, ring);
    const [oldest] = this.#rings.keys();
    if (this.#rings.size > MOST_PROCESSES && oldest !== undefined) this.#rings.delete(oldest);
    return ring;
  }
}

function kept(cursor: RecordCursor): RecordBytes {
  if (cursor.size <= MOST_BYTES) return cursor;
  return { bytes: cursor.bytes, view: cursor.view, base: cursor.base, size: cursor.fixedSize };
}
