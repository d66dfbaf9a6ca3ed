/** Reads what the crash monitor's helper says (layout.ts) into the types of adapter/crash. */
import type { CrashFacts, CrashMemory, FaultPlace, MapsOrigin } from '../crash/crashFacts.js';
import type { CrashCounters, CrashMonitorFeatures } from '../crash/crashMonitor.js';
import { blobKinds, blobStatuses, faultPlaces, mappingProtection, mapsOrigins, monitorFeatures, monitorScopes, recordFlags } from '../record/layout.js';
import { offsets, sizes } from '../record/offsets.js';

const header = offsets.RecordHeader;
const crash = offsets.Crash;
const counter = offsets.CrashCounters;
const ready = offsets.MonitorReady;
const refusal = offsets.MonitorRefusal;
const blobHeader = offsets.BlobHeader;

const originNames = new Map<number, MapsOrigin>(Object.entries(mapsOrigins).map(([name, value]) => [value, name as MapsOrigin]));

interface Blob {
  readonly kind: number;
  readonly status: number;
  readonly address: bigint;
  readonly bytes: Uint8Array;
}

/** The blobs behind a record’s fixed part; a cut one ends them. */
function* blobsOf(record: DataView, fixed: number): Generator<Blob> {
  for (let at = fixed; at + sizes.BlobHeader <= record.byteLength; ) {
    const length = record.getUint32(at + blobHeader.length, true);
    const start = at + sizes.BlobHeader;
    if (start + length > record.byteLength) return;
    yield {
      kind: record.getUint8(at + blobHeader.kind),
      status: record.getUint8(at + blobHeader.status),
      address: record.getBigUint64(at + blobHeader.addr, true),
      bytes: new Uint8Array(record.buffer, record.byteOffset + start, length),
    };
    at = start + Math.ceil(length / 8) * 8;
  }
}

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

/** Type of a record: one of recordTypes. */
export const recordType = (record: DataView): number => record.getUint16(header.type, true);

export const isFinal = (record: DataView): boolean => (record.getUint16(header.flags, true) & recordFlags.final) !== 0;

export function readCrash(record: DataView): CrashFacts {
  const flags = record.getUint16(header.flags, true);
  const code = record.getInt32(crash.code, true);
  const blobs = [...blobsOf(record, sizes.Crash)];
  const blob = (kind: number) => blobs.find((each) => each.kind === kind);
  const stack = blob(blobKinds.stack);
  const executable = blob(blobKinds.exe);
  const commandLine = blob(blobKinds.commandLine);
  const cgroup = blob(blobKinds.cgroup);
  const instructions = blob(blobKinds.instructions);
  return {
    timeNs: record.getBigUint64(header.timeNs, true),
    realtimeNs: record.getBigUint64(crash.realtimeNs, true),
    pid: record.getInt32(header.pid, true),
    tid: record.getInt32(header.tid, true),
    parentPid: record.getInt32(crash.parentPid, true),
    parentComm: text(blob(blobKinds.parentComm)?.bytes ?? new Uint8Array()),
    uid: record.getUint32(crash.uid, true),
    gid: record.getUint32(crash.gid, true),
    comm: text(blob(blobKinds.comm)?.bytes ?? new Uint8Array()),
    ...(executable === undefined ? {} : { executable: text(executable.bytes) }),
    ...(commandLine === undefined ? {} : { commandLine: argumentsOf(commandLine) }),
    ...(cgroup === undefined ? {} : { cgroup: text(cgroup.bytes) }),
    signo: record.getInt32(crash.signo, true),
    code,
    ...(code > 0 ? { address: record.getBigUint64(crash.address, true) } : { senderPid: record.getInt32(crash.senderPid, true) }),
    trapNumber: record.getUint32(crash.trapNumber, true),
    errorCode: Number(record.getBigUint64(crash.errorCode, true)),
    faultRegister: record.getBigUint64(crash.faultRegister, true),
    handled: (flags & recordFlags.handled) !== 0,
    registers: blob(blobKinds.regs)?.bytes ?? new Uint8Array(216),
    stackAddress: stack?.address ?? 0n,
    stack: stack?.bytes ?? new Uint8Array(),
    stackComplete: (flags & recordFlags.stackComplete) !== 0,
    ...(instructions === undefined ? {} : { instructionBytes: memoryOf(instructions) }),
    memory: blobs.filter(({ kind }) => kind === blobKinds.memory).map(memoryOf),
    faultPlace: faultPlaceOf(record),
    maps: blob(blobKinds.maps)?.bytes ?? new Uint8Array(),
    mapsOrigin: originNames.get(record.getUint32(crash.mapsOrigin, true)) ?? 'none',
  };
}

const memoryOf = ({ address, bytes }: Blob): CrashMemory => ({ address, bytes });

function argumentsOf({ bytes, status }: Blob): string[] {
  const parts = text(bytes).split('\0');
  // Behind the last NUL there is nothing, unless the copy was cut.
  if (status !== blobStatuses.truncated) parts.pop();
  return parts;
}

function faultPlaceOf(record: DataView): FaultPlace {
  const kind = record.getUint32(crash.faultPlace, true);
  if (kind === faultPlaces.unmapped) return { kind: 'unmapped' };
  if (kind !== faultPlaces.mapped) return { kind: 'unknown' };
  const protection = record.getUint32(crash.faultProtection, true);
  return {
    kind: 'mapped',
    mapping: {
      start: record.getBigUint64(crash.faultStart, true),
      end: record.getBigUint64(crash.faultEnd, true),
      readable: (protection & mappingProtection.read) !== 0,
      writable: (protection & mappingProtection.write) !== 0,
      executable: (protection & mappingProtection.execute) !== 0,
      shared: (protection & mappingProtection.shared) !== 0,
    },
  };
}

export function readCounters(record: DataView): CrashCounters {
  const value = (offset: number): number => Number(record.getBigUint64(offset, true));
  return {
    timeNs: record.getBigUint64(header.timeNs, true),
    detected: value(counter.detected),
    filtered: value(counter.filtered),
    captured: value(counter.captured),
    dropped: value(counter.dropped),
    reduced: value(counter.reduced),
    delivered: value(counter.delivered),
    ringBytes: value(counter.ringBytes),
    ringUsed: value(counter.ringUsed),
    helperMemory: value(counter.helperMemory),
    trackedProcesses: value(counter.trackedProcesses),
    mappingsLost: value(counter.mappingsLost),
  };
}

export function readFeatures(record: DataView): CrashMonitorFeatures {
  const bits = record.getUint32(ready.features, true);
  return {
    exitMappings: (bits & monitorFeatures.exitMappings) !== 0,
    faultPlace: (bits & monitorFeatures.faultPlace) !== 0,
    mappingStream: (bits & monitorFeatures.mappingStream) !== 0,
    otherUsersFiles: (bits & monitorFeatures.otherUsersFiles) !== 0,
    scope: record.getUint32(ready.scope, true) === monitorScopes.all ? 'all' : 'own',
    uid: record.getUint32(ready.uid, true),
  };
}

/** LAYOUT_VERSION of the helper. */
export const readVersion = (record: DataView): number => record.getUint32(ready.version, true);

/** What the helper said when it refused; explainRefusal.ts turns it into words. */
export interface HelperRefusal {
  /** One of monitorRefusals. */
  readonly reason: number;
  /** 0: no system call failed. */
  readonly errno: number;
  /** Bit n: capability n of linux/capability.h. */
  readonly missingCapabilities: bigint;
  /** What the kernel’s verifier or the loader said. */
  readonly text: string;
}

export function readRefusal(record: DataView): HelperRefusal {
  const [blob] = blobsOf(record, sizes.MonitorRefusal);
  return {
    reason: record.getUint32(refusal.reason, true),
    errno: record.getInt32(refusal.error, true),
    missingCapabilities: record.getBigUint64(refusal.missingCapabilities, true),
    text: blob === undefined ? '' : text(blob.bytes),
  };
}
