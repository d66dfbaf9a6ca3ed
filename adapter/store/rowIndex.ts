/** What a row shows; the names are those of protocol Row.kind. */
export const rowKinds = ['syscall', 'signal', 'groupStop', 'exit', 'exec', 'start', 'note'] as const;
export type RowKind = (typeof rowKinds)[number];

const CHUNK_BITS = 14;
const CHUNK_ROWS = 1 << CHUNK_BITS;
const CHUNK_MASK = CHUNK_ROWS - 1;

const NR_MASK = 0xffff;
const KIND_SHIFT = 16;
const ABI_SHIFT = 20;
const FAILED = 1 << 22;
const NEVER = 1 << 23;
const NO_ENTRY = 1 << 24;

const RUNNING = 0;
/** The number is in a side table: it does not fit the column. */
const FAR = 0xffff_ffff;
const FAR_EXIT = 0xffff;
const FAR_TASK = 0xffff;

interface Chunk {
  /** File offset of the chunk’s first record. */
  readonly start: number;
  /** Distance from `start` to the row’s own record in units of 8 bytes. */
  readonly offset: Uint32Array;
  /** Distance from there to the SyscallExit in units of 8 bytes: half a megabyte at most, which is thousands of records. */
  readonly exit: Uint16Array;
  readonly task: Uint16Array;
  /** nr (16 bits), kind, abi, flags. */
  readonly what: Uint32Array;
}

/** The table of all rows: 12 bytes each, so that millions of calls can be listed without being loaded. */
export class RowIndex {
  count = 0;
  readonly #chunks: Chunk[] = [];
  /** File offsets of records too far from the start of their chunk, by row. */
  readonly #farRecords = new Map<number, number>();
  /** File offsets of exits too far from their row’s record, by row. */
  readonly #farExits = new Map<number, number>();
  /** Tasks whose number does not fit, by row. */
  readonly #farTasks = new Map<number, number>();

  /** Appends a row; returns its number. `nr` above 65534 is kept as 65535: the record has the whole of it. */
  add(kind: RowKind, offset: number, task: number, abi = 0, nr = 0): number {
    const row = this.count++;
    const at = row & CHUNK_MASK;
    const chunk = at === 0 ? this.#grow(offset) : this.#chunk(row);
    const distance = (offset - chunk.start) / 8;
    chunk.offset[at] = Math.min(distance, FAR);
    if (distance >= FAR) this.#farRecords.set(row, offset);
    chunk.task[at] = Math.min(task, FAR_TASK);
    if (task >= FAR_TASK) this.#farTasks.set(row, task);
    chunk.what[at] = Math.min(nr, NR_MASK) | (rowKinds.indexOf(kind) << KIND_SHIFT) | (abi << ABI_SHIFT);
    return row;
  }

  setExit(row: number, exitOffset: number, failed: boolean): void {
    const chunk = this.#chunk(row);
    const at = row & CHUNK_MASK;
    const distance = (exitOffset - this.offset(row)) / 8;
    chunk.exit[at] = Math.min(distance, FAR_EXIT);
    if (distance >= FAR_EXIT) this.#farExits.set(row, exitOffset);
    if (failed) this.#mark(row, FAILED);
  }

  /** The call will not return: its task ended in it. */
  setNever(row: number): void {
    this.#mark(row, NEVER);
  }

  /** The row’s record is a SyscallExit whose entry was not seen. */
  setNoEntry(row: number, failed: boolean): void {
    this.#mark(row, NO_ENTRY | (failed ? FAILED : 0));
  }

  offset(row: number): number {
    const chunk = this.#chunk(row);
    const distance = chunk.offset[row & CHUNK_MASK] ?? 0;
    return distance === FAR ? (this.#farRecords.get(row) ?? 0) : chunk.start + distance * 8;
  }

  /** File offset of the SyscallExit; 0 while there is none. */
  exitOffset(row: number): number {
    const chunk = this.#chunk(row);
    const at = row & CHUNK_MASK;
    const distance = chunk.exit[at] ?? RUNNING;
    if (distance === RUNNING) return (this.#what(row) & NO_ENTRY) !== 0 ? this.offset(row) : 0;
    return distance === FAR_EXIT ? (this.#farExits.get(row) ?? 0) : this.offset(row) + distance * 8;
  }

  task(row: number): number {
    const task = this.#chunk(row).task[row & CHUNK_MASK] ?? 0;
    return task === FAR_TASK ? (this.#farTasks.get(row) ?? 0) : task;
  }
  kind(row: number): RowKind {
    return rowKinds[(this.#what(row) >>> KIND_SHIFT) & 15] ?? 'note';
  }
  nr(row: number): number {
    return this.#what(row) & NR_MASK;
  }
  abi(row: number): number {
    return (this.#what(row) >>> ABI_SHIFT) & 3;
  }
  failed(row: number): boolean {
    return (this.#what(row) & FAILED) !== 0;
  }
  never(row: number): boolean {
    return (this.#what(row) & NEVER) !== 0;
  }
  hasEntry(row: number): boolean {
    return (this.#what(row) & NO_ENTRY) === 0;
  }

  /** The row whose own record is at `offset`, or the last one before it; -1 when it is before all rows. */
  rowAt(offset: number): number {
    let low = 0;
    let high = this.count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.offset(middle) <= offset) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  #what(row: number): number {
    return this.#chunk(row).what[row & CHUNK_MASK] ?? 0;
  }

  #mark(row: number, bits: number): void {
    const { what } = this.#chunk(row);
    what[row & CHUNK_MASK] = (what[row & CHUNK_MASK] ?? 0) | bits;
  }

  #chunk(row: number): Chunk {
    const chunk = this.#chunks[row >>> CHUNK_BITS];
    if (chunk === undefined) throw new RangeError(`no row ${row}: there are ${this.count}`);
    return chunk;
  }

  #grow(start: number): Chunk {
    const chunk: Chunk = {
      start,
      offset: new Uint32Array(CHUNK_ROWS),
      exit: new Uint16Array(CHUNK_ROWS),
      task: new Uint16Array(CHUNK_ROWS),
      what: new Uint32Array(CHUNK_ROWS),
    };
    this.#chunks.push(chunk);
    return chunk;
  }
}
