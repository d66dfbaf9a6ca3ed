import { readFileSync } from 'node:fs';
import { blobKinds, blobStatuses, recordTypes } from '../record/layout.js';
import { offsets } from '../record/offsets.js';
import type { RecordCursor } from '../record/recordCursor.js';
import type { RecordSink } from '../store/ingest.js';
import type { Task } from '../store/task.js';
import type { CrashFacts, CrashMemory, FaultPlace } from './crashFacts.js';
import { SI_KERNEL } from './faultCodes.js';
import { Mappings } from './mappings.js';
import { parseProcStatus, unifiedCgroup } from './procStatus.js';
import { registersSize, registerValue } from './registers.js';
import { readSignalInfo, type SignalInfo } from './signalInfo.js';

/** Processes whose mappings are kept. */
const MOST_MAPS = 64;

interface PendingSignal {
  readonly info: SignalInfo;
  readonly timeNs: number;
}

/** Makes crash facts out of the Signal and Stack records of a trace whose CaptureOptions.crashSignals asked for them. */
export class TraceCrashes implements RecordSink {
  readonly #pending = new Map<number, PendingSignal>();
  /** By file offset, the one used last at the end. */
  readonly #maps = new Map<number, Uint8Array>();

  constructor(
    private readonly signals: ReadonlySet<number>,
    private readonly start: { readonly startRealtimeNs: bigint; readonly startMonotonicNs: bigint },
    /** `task` is the one that crashed. */
    private readonly onCrash: (facts: CrashFacts, task: Task) => void,
  ) {}

  record(cursor: RecordCursor, task: Task): void {
    switch (cursor.type) {
      case recordTypes.signal:
        this.#signal(cursor);
        break;
      case recordTypes.maps:
        this.#keep(cursor.offset, Uint8Array.from(cursor.blob(blobKinds.maps) ?? []));
        break;
      case recordTypes.stack:
        this.#stack(cursor, task);
        break;
      default:
        this.#pending.delete(cursor.tid);
    }
  }

  #signal(cursor: RecordCursor): void {
    if (!this.signals.has(cursor.signo)) return;
    const info = readSignalInfo(cursor.blob(blobKinds.siginfo) ?? new Uint8Array());
    if (info !== undefined) this.#pending.set(cursor.tid, { info, timeNs: cursor.timeNs });
  }

  #stack(cursor: RecordCursor, task: Task): void {
    const pending = this.#pending.get(cursor.tid);
    this.#pending.delete(cursor.tid);
    const registers = cursor.blob(blobKinds.regs);
    if (pending === undefined || registers === undefined || registers.length < registersSize) return;
    const mapsOffset = cursor.u64(offsets.Stack.mapsOffset);
    const maps = this.#maps.get(mapsOffset) ?? new Uint8Array();
    this.#keep(mapsOffset, maps);
    this.onCrash(this.#facts(cursor, task, pending, Uint8Array.from(registers), maps), task);
  }

  #facts(cursor: RecordCursor, task: Task, { info, timeNs }: PendingSignal, registers: Uint8Array, maps: Uint8Array): CrashFacts {
    const status = parseProcStatus(cursor.text('procStatus'));
    const stack = stackOf(cursor);
    const memory = memoryOf(cursor);
    const ip = registerValue(registers, 'rip');
    const code = memory.find(({ address, bytes }) => address <= ip && ip < address + BigInt(bytes.length));
    const address = info.code === SI_KERNEL ? {} : info.code > 0 ? { address: info.address } : { senderPid: info.pid };
    const executable = cursor.text('exe') || task.exe;
    const cgroup = unifiedCgroup(cursor.text('cgroups'));
    const commandLine = argumentsOf(cursor.text('commandLine'));
    return {
      timeNs: this.start.startMonotonicNs + BigInt(timeNs),
      realtimeNs: this.start.startRealtimeNs + BigInt(timeNs),
      pid: cursor.pid,
      tid: cursor.tid,
      parentPid: status.parentPid,
      parentComm: nameOfProcess(status.parentPid),
      uid: status.uid,
      gid: status.gid,
      comm: status.name || task.name,
      ...(executable === '' ? {} : { executable }),
      ...(commandLine.length === 0 ? {} : { commandLine }),
      ...(cgroup === undefined ? {} : { cgroup }),
      signo: info.signo,
      code: info.code,
      ...address,
      handled: status.handles(info.signo),
      registers,
      ...stack,
      ...(code === undefined ? {} : { instructionBytes: code }),
      memory,
      faultPlace: faultPlace(maps, info),
      maps,
      mapsOrigin: maps.length > 0 ? 'proc' : 'none',
    };
  }

  #keep(offset: number, maps: Uint8Array): void {
    this.#maps.delete(offset);
    this.#maps.set(offset, maps);
    const [oldest] = this.#maps.keys();
    if (this.#maps.size > MOST_MAPS && oldest !== undefined) this.#maps.delete(oldest);
  }
}

/** The stack’s blobs as one: each goes on where the one before it ends. */
function stackOf(cursor: RecordCursor): Pick<CrashFacts, 'stackAddress' | 'stack' | 'stackComplete'> {
  const blobs = [...cursor.blobs()].filter(({ kind }) => kind === blobKinds.stack);
  const [first] = blobs;
  return {
    stackAddress: first?.address ?? 0n,
    stack: Uint8Array.from(Buffer.concat(blobs.map(({ bytes }) => bytes))),
    // It was cut by the end of what can be read, not by a limit.
    stackComplete: blobs.at(-1)?.status === blobStatuses.fault,
  };
}

function memoryOf(cursor: RecordCursor): CrashMemory[] {
  return Array.from(cursor.blobs())
    .filter(({ kind, bytes }) => kind === blobKinds.memory && bytes.length > 0)
    .map(({ address, bytes }) => ({ address, bytes: Uint8Array.from(bytes) }));
}

/** Each argument has a NUL behind it; a cut last one has none. */
function argumentsOf(text: string): string[] {
  const parts = text.split('\0');
  if (parts.at(-1) === '') parts.pop();
  return parts;
}

function faultPlace(maps: Uint8Array, { code, address }: SignalInfo): FaultPlace {
  if (maps.length === 0 || code <= 0 || code === SI_KERNEL) return { kind: 'unknown' };
  const mapping = Mappings.parse(Buffer.from(maps).toString('utf8')).at(address);
  if (mapping === undefined) return { kind: 'unmapped' };
  const { start, end, permissions } = mapping;
  const may = (letter: string): boolean => permissions.includes(letter);
  return { kind: 'mapped', mapping: { start, end, readable: may('r'), writable: may('w'), executable: may('x'), shared: may('s') } };
}

/** While it lives; empty otherwise. */
function nameOfProcess(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/comm`, 'utf8').replace(/\n$/, '');
  } catch {
    return '';
  }
}
