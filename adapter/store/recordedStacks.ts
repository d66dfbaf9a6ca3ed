import { blobKinds, recordTypes, unwindEnds } from '../record/layout.js';
import { RecordCursor } from '../record/recordCursor.js';
import type { TraceFile } from '../record/traceFile.js';
import type { StackSnapshot, UnwindEnd } from '../symbols/frame.js';
import type { UnwoundStack } from '../symbols/unwoundStack.js';
import type { RecordSink } from './ingest.js';
import { isStackRecord } from './stackRecords.js';
import type { Task } from './task.js';

/** Processes and their mapping changes that are in use at one time; what falls out is read from the file again. */
const MOST_MAPS = 64;
/** user_regs_struct (sys/user.h). */
const REGISTERS_SIZE = 216;
const WORD = 8;

const endNames = new Map<number, UnwindEnd>(Object.entries(unwindEnds).map(([name, value]) => [value, name as UnwindEnd]));

/** A stack of a recording: a copy that is to be unwound, or addresses. */
export type RecordedStack = { readonly kind: 'copied'; readonly snapshot: StackSnapshot } | { readonly kind: 'unwound'; readonly stack: UnwoundStack };

/** Where a stack is written in full; equal stacks have one place. */
export interface StackPlace {
  /** File offset of its record. */
  readonly offset: number;
  /** Where it is kept in memory: below STACK_SLOTS. Absent for copies. */
  readonly slot?: number;
}

interface KeptFrames {
  readonly offset: number;
  readonly mapsOffset: number;
  /** The bytes of the blob `frames`. */
  readonly bytes: Buffer;
  readonly count: number;
  readonly end: number;
}

/**
 * Reads stacks out of a recording. As a sink it keeps the mappings and stacks that go by: those of a temporary file may be
 * gone when a later record refers to them.
 */
export class RecordedStacks implements RecordSink {
  readonly #cursor: RecordCursor;
  /** By file offset, the one used last at the end. */
  readonly #maps = new Map<number, Uint8Array>();
  /** By slot. */
  readonly #frames = new Map<number, KeptFrames>();

  constructor(file: TraceFile) {
    this.#cursor = new RecordCursor(file, 64 * 1024);
  }

  record(cursor: RecordCursor, _task: Task): void {
    if (cursor.type === recordTypes.maps) this.#keepMaps(cursor.offset, Uint8Array.from(cursor.blob(blobKinds.maps) ?? []));
    else if (cursor.type === recordTypes.frames) this.#frames.set(cursor.stackSlot, keptFrames(cursor));
  }

  /** Where the stack is that the record under `cursor` means; undefined when it is no stack. */
  placeOf(cursor: RecordCursor): StackPlace | undefined {
    if (!isStackRecord(cursor.type)) return undefined;
    if (cursor.type === recordTypes.stack) return { offset: cursor.offset };
    return { offset: cursor.type === recordTypes.frames ? cursor.offset : cursor.framesOffset, slot: cursor.stackSlot };
  }

  /** The stack of the record that `cursor` is on; its bytes are copies. Undefined when there is none to be had. */
  read(cursor: RecordCursor): RecordedStack | undefined {
    const place = this.placeOf(cursor);
    if (place === undefined) return undefined;
    return place.slot === undefined ? this.#copied(cursor) : this.#unwound(place.offset, place.slot);
  }

  #copied(cursor: RecordCursor): RecordedStack | undefined {
    const registers = cursor.blob(blobKinds.regs);
    const maps = this.#mapsAt(cursor.mapsOffset);
    if (registers === undefined || registers.length < REGISTERS_SIZE || maps === undefined) return undefined;
    const snapshot = {
      maps,
      registers: Uint8Array.from(registers),
      stackAddress: cursor.blobAddress(blobKinds.stack),
      stack: Uint8Array.from(cursor.blob(blobKinds.stack) ?? []),
    };
    return { kind: 'copied', snapshot };
  }

  #unwound(offset: number, slot: number): RecordedStack | undefined {
    const frames = this.#framesAt(offset, slot);
    const maps = frames && this.#mapsAt(frames.mapsOffset);
    if (frames === undefined || maps === undefined) return undefined;
    const { bytes, count } = frames;
    const bits = bytes.subarray(count * WORD);
    const addresses = Array.from({ length: count }, (_, index) => bytes.readBigUInt64LE(index * WORD));
    const exact = addresses.map((_, index) => (((bits[index >> 3] ?? 0) >> (index & 7)) & 1) === 1);
    return { kind: 'unwound', stack: { maps, addresses, exact, end: endNames.get(frames.end) ?? 'noProgress' } };
  }

  #framesAt(offset: number, slot: number): KeptFrames | undefined {
    const kept = this.#frames.get(slot);
    if (kept?.offset === offset) return kept;
    const cursor = this.#cursor;
    if (!cursor.moveTo(offset) || cursor.type !== recordTypes.frames) return undefined;
    return keptFrames(cursor);
  }

  #mapsAt(offset: number): Uint8Array | undefined {
    const known = this.#maps.get(offset);
    if (known !== undefined) {
      this.#keepMaps(offset, known);
      return known;
    }
    const cursor = this.#cursor;
    if (!cursor.moveTo(offset) || cursor.type !== recordTypes.maps) return undefined;
    const maps = Uint8Array.from(cursor.blob(blobKinds.maps) ?? []);
    this.#keepMaps(offset, maps);
    return maps;
  }

  #keepMaps(offset: number, maps: Uint8Array): void {
    this.#maps.delete(offset);
    this.#maps.set(offset, maps);
    const [oldest] = this.#maps.keys();
    if (this.#maps.size > MOST_MAPS && oldest !== undefined) this.#maps.delete(oldest);
  }
}

/** A copy of the Frames record that `cursor` is on. A count that its bytes do not bear is cut. */
function keptFrames(cursor: RecordCursor): KeptFrames {
  const bytes = Buffer.from(cursor.blob(blobKinds.frames) ?? []);
  const { offset, mapsOffset, frameCount, unwindEnd } = cursor;
  return { offset, mapsOffset, bytes, count: Math.min(frameCount, Math.floor(bytes.length / WORD)), end: unwindEnd };
}
