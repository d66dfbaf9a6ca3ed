import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { FILE_HEADER_SIZE, LAYOUT_VERSION, MAGIC } from './layout.js';
import { offsets, sizes } from './offsets.js';
import { cannotRead, notATrace, otherVersion } from './traceFileError.js';

const at = offsets.FileHeader;

/** An open trace file: its header, and how far it may be read. Growing while somebody records into it. */
export class TraceFile {
  readonly startRealtimeNs: bigint;
  readonly startMonotonicNs: bigint;
  readonly tracerPid: number;
  /** File offset of the first record. */
  readonly firstRecord: number;

  /** File offset behind the last record that may be read, as of the last refresh(). */
  committed = 0;
  /** Records that the writer could not write, as of the last refresh(). */
  lost = 0;
  /** Whether the writer closed the file in order, as of the last refresh(). */
  closed = false;

  readonly #header = Buffer.alloc(sizes.FileHeader);

  /** @throws TraceFileError when the file is no trace file or one of another version. */
  constructor(
    /** Owned by the caller. */
    readonly fd: number,
    /** For messages. */
    readonly path: string,
  ) {
    const header = this.#header;
    const length = readAt(fd, path, header, 0, header.length, 0);
    if (length < header.length || header.toString('latin1', at.magic, at.magic + MAGIC.length) !== MAGIC) throw notATrace(path);
    const version = header.readUInt32LE(at.version);
    if (version !== LAYOUT_VERSION) throw otherVersion(path, version, LAYOUT_VERSION);
    this.firstRecord = header.readUInt32LE(at.headerSize);
    if (this.firstRecord < sizes.FileHeader || this.firstRecord > FILE_HEADER_SIZE * 16 || this.firstRecord % 8 !== 0) throw notATrace(path);
    this.startRealtimeNs = header.readBigUInt64LE(at.startRealtimeNs);
    this.startMonotonicNs = header.readBigUInt64LE(at.startMonotonicNs);
    this.tracerPid = header.readInt32LE(at.tracerPid);
    this.refresh();
  }

  /** Opens `path` for reading; close() it. */
  static open(path: string): TraceFile {
    let fd: number;
    try {
      fd = openSync(path, 'r');
    } catch (error) {
      throw cannotRead(path, reasonOf(error));
    }
    try {
      if (fstatSync(fd).isDirectory()) throw cannotRead(path, 'Is a directory');
      return new TraceFile(fd, path);
    } catch (error) {
      closeSync(fd);
      throw error;
    }
  }

  close(): void {
    closeSync(this.fd);
  }

  /** Learns how far the writer has come. Returns `committed`. */
  refresh(): number {
    if (!this.closed) {
      this.#readProgress();
      // One read is not atomic: `state` may be newer than the `committed` beside it. Nothing moves after the close.
      if (this.closed) this.#readProgress();
    }
    return this.committed;
  }

  /** Reads up to `length` bytes at `position` into `target`; fewer only at the end of the file. */
  read(target: Uint8Array, length: number, position: number): number {
    return readAt(this.fd, this.path, target, 0, length, position);
  }

  #readProgress(): void {
    readAt(this.fd, this.path, this.#header, 0, this.#header.length, 0);
    this.committed = Number(this.#header.readBigUInt64LE(at.committed));
    this.lost = Number(this.#header.readBigUInt64LE(at.lost));
    this.closed = this.#header.readUInt32LE(at.state) === 1;
  }
}

function readAt(fd: number, path: string, target: Uint8Array, start: number, length: number, position: number): number {
  let done = 0;
  while (done < length) {
    let got: number;
    try {
      got = readSync(fd, target, start + done, length - done, position + done);
    } catch (error) {
      throw cannotRead(path, reasonOf(error));
    }
    if (got === 0) break;
    done += got;
  }
  return done;
}

/** `ENOENT: no such file or directory, open 'x'` → `no such file or directory`. */
function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return /^E[A-Z0-9]+: ([^,]+)/.exec(text)?.[1] ?? text;
}
