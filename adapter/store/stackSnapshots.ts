import { blobKinds, recordTypes } from '../record/layout.js';
import { RecordCursor } from '../record/recordCursor.js';
import type { TraceFile } from '../record/traceFile.js';
import type { StackSnapshot } from '../symbols/frame.js';
import type { RecordSink } from './ingest.js';
import type { Task } from './task.js';

/** Processes and their mapping changes that are in use at one time; what falls out is read from the file again. */
const MOST_MAPS = 64;
/** user_regs_struct (sys/user.h). */
const REGISTERS_SIZE = 216;

/**
 * Makes snapshots for the symbolizer out of Stack records. Where it is a sink too, it keeps the Maps records that go by: those of
 * a temporary file may be gone when a stack refers to them.
 */
export class StackSnapshots implements RecordSink {
  readonly #cursor: RecordCursor;
  /** By file offset, the one used last at the end. */
  readonly #maps = new Map<number, Uint8Array>();

  constructor(file: TraceFile) {
    this.#cursor = new RecordCursor(file, 64 * 1024);
  }

  record(cursor: RecordCursor, _task: Task): void {
    if (cursor.type === recordTypes.maps) this.#keep(cursor.offset, Uint8Array.from(cursor.blob(blobKinds.maps) ?? []));
  }

  /** The snapshot of the Stack record that `cursor` is on; its bytes are copies. Undefined when it cannot be unwound. */
  read(cursor: RecordCursor): StackSnapshot | undefined {
    const registers = cursor.blob(blobKinds.regs);
    const maps = this.#mapsAt(cursor.mapsOffset);
    if (registers === undefined || registers.length < REGISTERS_SIZE || maps === undefined) return undefined;
    return {
      maps,
      registers: Uint8Array.from(registers),
      stackAddress: cursor.blobAddress(blobKinds.stack),
      stack: Uint8Array.from(cursor.blob(blobKinds.stack) ?? []),
    };
  }

  #mapsAt(offset: number): Uint8Array | undefined {
    const known = this.#maps.get(offset);
    if (known !== undefined) {
      this.#keep(offset, known);
      return known;
    }
    const cursor = this.#cursor;
    if (!cursor.moveTo(offset) || cursor.type !== recordTypes.maps) return undefined;
    const maps = Uint8Array.from(cursor.blob(blobKinds.maps) ?? []);
    this.#keep(offset, maps);
    return maps;
  }

  #keep(offset: number, maps: Uint8Array): void {
    this.#maps.delete(offset);
    this.#maps.set(offset, maps);
    const [oldest] = this.#maps.keys();
    if (this.#maps.size > MOST_MAPS && oldest !== undefined) this.#maps.delete(oldest);
  }
}
