/** The seam between those who watch for crashes and those who explain them. adapter/capture/crashMonitor.ts implements it. */
import type { CrashFacts } from './crashFacts.js';

/** Whose crashes. The helper decides who asks by its real user id, and refuses 'all' to anybody but root. */
export type CrashScope =
  /** 'all' for root, 'own' for anybody else. */
  | 'authorised'
  /** Processes of the user who asks, as far as that user could trace them by ptrace(2). */
  | 'own'
  | 'all';

export interface CrashMonitorOptions {
  /** Only this process (thread group); tested in the kernel. */
  readonly pid?: number;
  /** Only processes of this real user id; tested in the kernel. */
  readonly uid?: number;
  readonly scope?: CrashScope;
  /** Signal numbers; SIGSEGV alone by default. Those that are no crash are refused. */
  readonly signals?: readonly number[];
  /** Bytes of stack to copy at most, for deep stacks; 4 KiB … 1 MiB, by default 1 MiB. */
  readonly maxStackBytes?: number;
  /** Ring between kernel and helper: a power of two, 256 KiB … 64 MiB, by default 16 MiB. What does not fit counts as dropped. */
  readonly ringBytes?: number;
  /** To do without, as on a kernel that has them not: where one of them makes trouble, and to see that the rest works. */
  readonly without?: readonly ('exitMappings' | 'faultPlace' | 'mappingStream')[];
  /** How often `counters` is called, in ms; 1000 by default. */
  readonly countersIntervalMs?: number;
}

/** Since the start, in events of the chosen signals within the scope. detected = filtered + captured + dropped, always. */
export interface CrashCounters {
  /** CLOCK_MONOTONIC, when they were read. */
  readonly timeNs: bigint;
  readonly detected: number;
  /** Not the process or user that was asked for. */
  readonly filtered: number;
  /** Written to the ring: each of them arrives by `crash`. */
  readonly captured: number;
  /** The ring was full. */
  readonly dropped: number;
  /** Of captured: those with less stack than wanted, because the ring was filling up. */
  readonly reduced: number;
  /** Of captured: handed over so far. */
  readonly delivered: number;
  readonly ringBytes: number;
  /** Bytes of the ring that wait to be read. */
  readonly ringUsed: number;
  /** Memory of the helper’s own in bytes, without the ring. */
  readonly helperMemory: number;
  /** Processes whose mappings are kept. */
  readonly trackedProcesses: number;
  /** Records of the mmap stream that the kernel could not write; stacks of processes of that time may miss modules. */
  readonly mappingsLost: number;
}

/** What this kernel and these privileges allow beyond the crash itself. */
export interface CrashMonitorFeatures {
  /** Mappings at death, complete with permissions (Linux 6.16). */
  readonly exitMappings: boolean;
  /** FaultPlace (Linux 5.17). */
  readonly faultPlace: boolean;
  /** The mmap stream. */
  readonly mappingStream: boolean;
  /** Files in /proc of other users' processes can be read. */
  readonly otherUsersFiles: boolean;
  /** Whose crashes it reports. */
  readonly scope: 'own' | 'all';
  /** Real user id of whom the helper works for. */
  readonly uid: number;
}

/** Which thing is missing for watching at all. */
export type CrashRefusal =
  /** The helper program is not there: built without clang or libbpf, or not installed. */
  | 'noHelper'
  /** The kernel has no BPF, or is older than 5.8. */
  | 'oldKernel'
  /** The kernel has no BTF (CONFIG_DEBUG_INFO_BTF, /sys/kernel/btf/vmlinux). */
  | 'noBtf'
  /** CAP_BPF or CAP_PERFMON is missing. */
  | 'noPrivilege'
  /** The user may not watch those processes. */
  | 'notAuthorised'
  /** There is no such process. */
  | 'noProcess'
  /** The request was out of range. */
  | 'badRequest'
  /** The kernel refused for another reason; the message has it. */
  | 'failed';

/** The monitor cannot start. `message` says in one line what is missing, and what to do about it. */
export class CrashMonitorError extends Error {
  override readonly name = 'CrashMonitorError';

  constructor(
    readonly refusal: CrashRefusal,
    message: string,
    /** Commands that grant what is missing, in the order in which they are to be recommended; empty where none helps. */
    readonly remedies: readonly string[] = [],
  ) {
    super(message);
  }
}

export interface CrashMonitorEvents {
  /** Once for each captured crash, about in the order of time. */
  crash(facts: CrashFacts): void;
  counters(counters: CrashCounters): void;
  /** After stop() and every captured crash: `error` is undefined. Otherwise the helper ended by itself or was killed. */
  ended(error: CrashMonitorError | undefined, last: CrashCounters): void;
}

export interface CrashMonitorSession {
  readonly features: CrashMonitorFeatures;
  /** Unloads the programs, delivers what was captured, then calls `ended`. */
  stop(): void;
  /** Holds crashes back in the kernel’s ring until resume(): for a reader that cannot keep up. */
  pause(): void;
  resume(): void;
}

export interface CrashMonitor {
  /** Resolves when the programs are attached: from then on no crash is missed. Rejects with a CrashMonitorError. */
  start(options: CrashMonitorOptions, events: CrashMonitorEvents): Promise<CrashMonitorSession>;
}
