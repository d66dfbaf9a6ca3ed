/**
 * What is known of a crash when it happened, before anybody has understood it, and how crashes are watched for.
 * The facts are copied in the kernel at the delivery of the signal, so they are whole although the process is gone.
 */

/** Where the text in CrashFacts.maps comes from. */
export type MapsOrigin =
  /** The kernel's own list, taken when the thread died: complete (anonymous mappings, permissions), as at the fault. */
  | 'exit'
  /** /proc/PID/maps, read while the process still lived, right after the fault: complete. */
  | 'proc'
  /** Kept from the stream of mmap records: every mapped file that holds code, and what else was seen; munmap is not in the stream. */
  | 'stream'
  /** Nothing is known (records were lost, or the process is older than the monitor and not ours to read); `maps` is empty. */
  | 'none';

/** A mapping as the kernel had it at the fault, without its file name. */
export interface FaultMapping {
  readonly start: bigint;
  /** First address behind it. */
  readonly end: bigint;
  readonly readable: boolean;
  readonly writable: boolean;
  readonly executable: boolean;
  readonly shared: boolean;
}

/** What the kernel said about the address of the fault at that moment. */
export type FaultPlace =
  | { readonly kind: 'mapped'; readonly mapping: FaultMapping }
  | { readonly kind: 'unmapped' }
  /** The kernel could not tell (before 5.17, or the process was changing its mappings in another thread). */
  | { readonly kind: 'unknown' };

/** A piece of memory as at the fault. */
export interface CrashMemory {
  readonly address: bigint;
  readonly bytes: Uint8Array;
}

export interface CrashFacts {
  /** CLOCK_MONOTONIC. */
  readonly timeNs: bigint;
  /** CLOCK_REALTIME of the same moment: since 1970, UTC. */
  readonly realtimeNs: bigint;
  /** Ids in the PID namespace of the monitor. */
  readonly pid: number;
  readonly tid: number;
  /** 0 when the parent is outside of that namespace. */
  readonly parentPid: number;
  readonly parentComm: string;
  /** Real ids, in the initial user namespace. */
  readonly uid: number;
  readonly gid: number;
  /** Of the thread, at most 15 bytes. */
  readonly comm: string;
  /** Path of the executable, as the process sees it. */
  readonly executable?: string;
  /** Cut after 2 KiB: then the last argument is not whole. */
  readonly commandLine?: readonly string[];
  /** Path in the unified hierarchy (cgroups(7)), `/` and on. */
  readonly cgroup?: string;
  readonly signo: number;
  /** si_code of sigaction(2): above 0 the kernel made the signal, else another process or the program itself. */
  readonly code: number;
  /** si_addr; only where the kernel made the signal because of an instruction. */
  readonly address?: bigint;
  /** Who sent it; only where a process did. */
  readonly senderPid?: number;
  // The next three are absent where ptrace captured the crash: it does not tell them.
  /** Exception vector: 14 page fault, 13 general protection, 6 invalid opcode, 0 divide … (Intel SDM, table 6-1). */
  readonly trapNumber?: number;
  /** Of the exception. For a page fault: bit 0 the page was there (protection), 1 write, 2 user, 4 instruction fetch, 5 protection key. */
  readonly errorCode?: number;
  /** CR2: the address of the thread's last page fault. A general protection fault has no address: then this is older than it. */
  readonly faultRegister?: bigint;
  /** The program has a handler, which runs next; otherwise the signal ends it. */
  readonly handled: boolean;
  /** user_regs_struct, 216 bytes (sys/user.h). */
  readonly registers: Uint8Array;
  /** Address of stack[0]; page-aligned, at or below the red zone unless those pages were not readable. */
  readonly stackAddress: bigint;
  readonly stack: Uint8Array;
  /** The copy reaches the stack's outermost frame, as far as can be told. */
  readonly stackComplete: boolean;
  /** Code around the instruction pointer; absent when it is not readable (a jump to a bad address). */
  readonly instructionBytes?: CrashMemory;
  /** Memory around the addresses in registers, where readable. */
  readonly memory: readonly CrashMemory[];
  readonly faultPlace: FaultPlace;
  /** Text of the form of /proc/PID/maps. */
  readonly maps: Uint8Array;
  readonly mapsOrigin: MapsOrigin;
}
