/** Builds records of the trace file in memory, for tests of what reads them. */
import type { RecordBytes } from '../../adapter/decode/capturedMemory.js';
import { type AbiName, abis, type blobKinds, type blobStatuses, recordFlags, recordTypes } from '../../adapter/record/layout.js';
import { offsets, sizes } from '../../adapter/record/offsets.js';

export interface Blob {
  readonly addr: bigint;
  readonly kind: (typeof blobKinds)[keyof typeof blobKinds];
  readonly status: (typeof blobStatuses)[keyof typeof blobStatuses];
  readonly data: Uint8Array;
}

export interface EntryFields {
  readonly abi?: AbiName;
  readonly nr: number;
  readonly args: readonly bigint[];
  readonly blobs?: readonly Blob[];
}

export interface ExitFields {
  readonly abi?: AbiName;
  readonly nr: number;
  readonly ret: bigint;
  readonly blobs?: readonly Blob[];
}

function record(fixedSize: number, type: number, blobs: readonly Blob[]): RecordBytes {
  const padded = (length: number) => (length + 7) & ~7;
  const size = blobs.reduce((sum, blob) => sum + sizes.BlobHeader + padded(blob.data.length), fixedSize);
  const bytes = new Uint8Array(size);
  const view = new DataView(bytes.buffer);
  view.setUint32(offsets.RecordHeader.size, size, true);
  view.setUint16(offsets.RecordHeader.type, type, true);
  view.setInt32(offsets.RecordHeader.pid, 100, true);
  view.setInt32(offsets.RecordHeader.tid, 100, true);
  let at = fixedSize;
  for (const { addr, kind, status, data } of blobs) {
    view.setBigUint64(at + offsets.BlobHeader.addr, addr, true);
    view.setUint32(at + offsets.BlobHeader.length, data.length, true);
    view.setUint8(at + offsets.BlobHeader.kind, kind);
    view.setUint8(at + offsets.BlobHeader.status, status);
    bytes.set(data, at + sizes.BlobHeader);
    at += sizes.BlobHeader + padded(data.length);
  }
  return { bytes, view, base: 0, size };
}

export function entryRecord({ abi = 'x86_64', nr, args, blobs = [] }: EntryFields): RecordBytes {
  const built = record(sizes.SyscallEntry, recordTypes.syscallEntry, blobs);
  built.view.setUint32(offsets.SyscallEntry.abi, abis[abi], true);
  built.view.setUint32(offsets.SyscallEntry.nr, nr, true);
  for (const [index, arg] of args.entries()) built.view.setBigUint64(offsets.SyscallEntry.args + 8 * index, BigInt.asUintN(64, arg), true);
  return built;
}

/** Return values of −4095…−1 are errors. */
export function exitRecord({ abi = 'x86_64', nr, ret, blobs = [] }: ExitFields): RecordBytes {
  const built = record(sizes.SyscallExit, recordTypes.syscallExit, blobs);
  built.view.setUint32(offsets.SyscallExit.abi, abis[abi], true);
  built.view.setUint32(offsets.SyscallExit.nr, nr, true);
  built.view.setBigInt64(offsets.SyscallExit.ret, ret, true);
  if (ret < 0n && ret >= -4095n) built.view.setUint16(offsets.RecordHeader.flags, recordFlags.isError, true);
  return built;
}
