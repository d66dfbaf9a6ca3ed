/** Reads a whole trace file into plain objects that a test can look at. */
import { type blobKinds, type blobStatuses, blobKinds as kinds, recordFlags, recordTypes, blobStatuses as statuses } from '../../adapter/record/layout.js';
import { offsets, sizes } from '../../adapter/record/offsets.js';
import { RecordCursor } from '../../adapter/record/recordCursor.js';
import type { TraceFile } from '../../adapter/record/traceFile.js';

export interface Blob {
  readonly kind: keyof typeof blobKinds;
  readonly status: keyof typeof blobStatuses;
  readonly addr: bigint;
  readonly data: Buffer;
  readonly text: string;
}

export interface Recorded {
  readonly type: keyof typeof recordTypes;
  readonly offset: number;
  readonly pid: number;
  readonly tid: number;
  readonly flags: readonly (keyof typeof recordFlags)[];
  readonly timeNs: number;
  readonly abi: number;
  readonly nr: number;
  readonly args: readonly bigint[];
  readonly entryOffset: number;
  readonly ret: bigint;
  readonly signo: number;
  readonly how: number;
  readonly parentTid: number;
  readonly formerTid: number;
  readonly status: number;
  readonly noteCode: number;
  readonly mapsOffset: number;
  readonly framesOffset: number;
  readonly blobs: readonly Blob[];
}

const nameOf = <T extends Record<string, number>>(table: T, value: number): keyof T => {
  const found = Object.entries(table).find(([, number]) => number === value);
  if (found === undefined) throw new Error(`no name for ${value} in ${Object.keys(table).join(' ')}`);
  return found[0];
};

export function readRecords(file: TraceFile): Recorded[] {
  file.refresh();
  const cursor = new RecordCursor(file);
  const out: Recorded[] = [];
  while (cursor.next()) out.push(recorded(cursor));
  return out;
}

function recorded(cursor: RecordCursor): Recorded {
  const type = nameOf(recordTypes, cursor.type);
  const only = <T>(when: boolean, value: () => T, otherwise: T): T => (when ? value() : otherwise);
  const call = type === 'syscallEntry' || type === 'syscallExit';
  return {
    type,
    offset: cursor.offset,
    pid: cursor.pid,
    tid: cursor.tid,
    timeNs: cursor.timeNs,
    flags: (Object.keys(recordFlags) as (keyof typeof recordFlags)[]).filter((flag) => (cursor.flags & recordFlags[flag]) !== 0),
    abi: only(call, () => cursor.abi, -1),
    nr: only(call, () => cursor.nr, -1),
    args: only(type === 'syscallEntry', () => [0, 1, 2, 3, 4, 5].map((index) => BigInt.asUintN(64, BigInt(cursor.arg(index)))), []),
    entryOffset: only(type === 'syscallExit', () => cursor.entryOffset, -1),
    ret: only(type === 'syscallExit', () => BigInt(cursor.ret), 0n),
    signo: only(type === 'signal' || type === 'groupStop', () => cursor.signo, 0),
    how: only(type === 'taskStart', () => cursor.how, -1),
    parentTid: only(type === 'taskStart', () => cursor.parentTid, 0),
    formerTid: only(type === 'taskExec', () => cursor.formerTid, 0),
    status: only(type === 'taskExit', () => cursor.status, -1),
    noteCode: only(type === 'note', () => cursor.noteCode, -1),
    mapsOffset: only(type === 'stack' || type === 'frames', () => cursor.mapsOffset, 0),
    framesOffset: only(type === 'sameFrames', () => cursor.framesOffset, 0),
    blobs: blobsOf(cursor),
  };
}

function blobsOf(cursor: RecordCursor): Blob[] {
  const at = offsets.BlobHeader;
  const out: Blob[] = [];
  for (let position = cursor.fixedSize; position < cursor.size; ) {
    const base = cursor.base + position;
    const length = cursor.view.getUint32(base + at.length, true);
    const data = Buffer.from(cursor.bytes.subarray(base + sizes.BlobHeader, base + sizes.BlobHeader + length));
    out.push({
      kind: nameOf(kinds, cursor.view.getUint8(base + at.kind)),
      status: nameOf(statuses, cursor.view.getUint8(base + at.status)),
      addr: cursor.view.getBigUint64(base + at.addr, true),
      data,
      text: data.toString('latin1'),
    });
    position += sizes.BlobHeader + Math.ceil(length / 8) * 8;
  }
  return out;
}
