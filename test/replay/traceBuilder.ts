import { writeFileSync } from 'node:fs';
import {
  blobKinds,
  blobStatuses,
  FILE_HEADER_SIZE,
  LAYOUT_VERSION,
  MAGIC,
  recordFlags,
  recordTypes,
  type StructName,
  structs,
} from '../../adapter/record/layout.js';
import { offsets, sizes } from '../../adapter/record/offsets.js';

/** A blob of a record that a test writes. */
export interface BlobSpec {
  readonly kind: keyof typeof blobKinds;
  readonly data: Uint8Array | string;
  readonly addr?: number | bigint;
  readonly status?: keyof typeof blobStatuses;
}

type FieldValues = Readonly<Record<string, number | bigint | readonly (number | bigint)[]>>;

/** The struct of a record type: the same name, capitalised. */
const structOf = (type: keyof typeof recordTypes): StructName => `${type.charAt(0).toUpperCase()}${type.slice(1)}` as StructName;

/** Writes trace files for tests, record by record, from the same tables that the reader and the native writer come from. */
export class TraceBuilder {
  readonly startMonotonicNs = 5_000_000_000_000n;
  readonly startRealtimeNs = 1_700_000_000_000_000_000n;
  #chunks: Buffer[] = [];
  #length = FILE_HEADER_SIZE;
  #timeNs = 0;
  state = 1;
  version = LAYOUT_VERSION;

  /** Sets the time of the records that follow, in ns since the start; each record then advances it by 1 µs. */
  at(timeNs: number): this {
    this.#timeNs = timeNs;
    return this;
  }

  /** Appends a record; returns its file offset. */
  record(type: keyof typeof recordTypes, fields: FieldValues = {}, blobs: readonly BlobSpec[] = []): number {
    const struct = structOf(type);
    const fixed = Buffer.alloc(sizes[struct]);
    const parts: Buffer[] = [fixed, ...blobs.map(blobBytes)];
    const size = parts.reduce((sum, part) => sum + part.length, 0);
    const values: FieldValues = {
      pid: 100,
      tid: 100,
      flags: 0,
      timeNs: this.startMonotonicNs + BigInt(this.#timeNs),
      ...fields,
      size,
      type: recordTypes[type],
    };
    for (const { name, type: fieldType, count } of structs[struct].fields as readonly { name: string; type: string; count?: number }[]) {
      const value = values[name] ?? 0;
      const list = Array.isArray(value) ? value : [value];
      const width = { u8: 1, u16: 2, u32: 4, i32: 4, u64: 8, i64: 8 }[fieldType] ?? 0;
      for (let i = 0; i < (count ?? 1); i++) {
        let bits = BigInt.asUintN(width * 8, BigInt(list[i] ?? 0));
        for (let b = 0; b < width; b++, bits >>= 8n) fixed[(offsets[struct] as Record<string, number>)[name]! + i * width + b] = Number(bits & 255n);
      }
    }
    const offset = this.#length;
    this.#chunks.push(...parts);
    this.#length += size;
    this.#timeNs += 1000;
    return offset;
  }

  /** A call and its return, adjacent. Returns the offset of the entry. */
  call(
    nr: number,
    args: readonly (number | bigint)[],
    ret: number | bigint,
    options: { tid?: number; pid?: number; durationNs?: number; entryBlobs?: readonly BlobSpec[]; exitBlobs?: readonly BlobSpec[] } = {},
  ): number {
    const who = { pid: options.pid ?? options.tid ?? 100, tid: options.tid ?? options.pid ?? 100 };
    const entryOffset = this.record('syscallEntry', { ...who, nr, args }, options.entryBlobs);
    if (options.durationNs !== undefined) this.#timeNs += options.durationNs - 1000;
    this.exit(entryOffset, nr, ret, { ...who, ...(options.exitBlobs ? { blobs: options.exitBlobs } : {}) });
    return entryOffset;
  }

  /** The return of the call that began at `entryOffset`. */
  exit(entryOffset: number, nr: number, ret: number | bigint, options: { tid?: number; pid?: number; blobs?: readonly BlobSpec[] } = {}): number {
    const flags = ret < 0 && ret >= -4095 ? recordFlags.isError : 0;
    return this.record(
      'syscallExit',
      { pid: options.pid ?? options.tid ?? 100, tid: options.tid ?? options.pid ?? 100, nr, entryOffset, ret, flags },
      options.blobs,
    );
  }

  bytes(): Buffer {
    const header = Buffer.alloc(FILE_HEADER_SIZE);
    const at = offsets.FileHeader;
    header.write(MAGIC, at.magic, 'latin1');
    header.writeUInt32LE(this.version, at.version);
    header.writeUInt32LE(FILE_HEADER_SIZE, at.headerSize);
    header.writeBigUInt64LE(BigInt(this.#length), at.committed);
    header.writeBigUInt64LE(this.startRealtimeNs, at.startRealtimeNs);
    header.writeBigUInt64LE(this.startMonotonicNs, at.startMonotonicNs);
    header.writeUInt32LE(this.state, at.state);
    header.writeInt32LE(1, at.tracerPid);
    return Buffer.concat([header, ...this.#chunks]);
  }

  writeTo(path: string): void {
    writeFileSync(path, this.bytes());
  }
}

function blobBytes(spec: BlobSpec): Buffer {
  const data = typeof spec.data === 'string' ? Buffer.from(spec.data) : Buffer.from(spec.data);
  const bytes = Buffer.alloc(sizes.BlobHeader + Math.ceil(data.length / 8) * 8);
  bytes.writeBigUInt64LE(BigInt(spec.addr ?? 0), offsets.BlobHeader.addr);
  bytes.writeUInt32LE(data.length, offsets.BlobHeader.length);
  bytes.writeUInt8(blobKinds[spec.kind], offsets.BlobHeader.kind);
  bytes.writeUInt8(blobStatuses[spec.status ?? 'ok'], offsets.BlobHeader.status);
  data.copy(bytes, sizes.BlobHeader);
  return bytes;
}
