/**
 * The layout of the trace file (`.sctrace`), defined once.
 *
 * `offsets.ts` computes the TypeScript offsets from these tables and `generate.ts` writes `native/record/layout.gen.h`
 * (C++ structs) from them; a test fails when that differs. All numbers are little-endian. Fields are
 * naturally aligned and structs have no padding: the generator refuses a table that would need it.
 *
 * File = FileHeader, zero-filled up to `headerSize` (4096), then records back to back. A record is one of
 * the structs below (each begins with the fields of RecordHeader), followed by blobs up to the record's
 * `size`. A blob is a BlobHeader and its bytes, padded with zeros to a multiple of 8. The writer makes a
 * record visible by advancing FileHeader.committed after its last byte; a reader never looks beyond it.
 * After a crash of the writer `committed` is still right (it lives in the page cache of the mapped file).
 *
 * The same records travel between the crash monitor's helper (`native/helper`) and its client (`adapter/capture/crashMonitor.ts`),
 * back to back without a FileHeader: MonitorRequest and MonitorControl to the helper, the others from it.
 */

export const LAYOUT_VERSION = 1;
export const MAGIC = 'SCTRACE\0';
export const FILE_HEADER_SIZE = 4096;
/** Frames records that can be referred to at one time: who keeps stacks in memory keeps the last one of each slot. */
export const STACK_SLOTS = 16384;

export type FieldType = 'u8' | 'u16' | 'u32' | 'i32' | 'u64' | 'i64';

export interface Field {
  readonly name: string;
  readonly type: FieldType;
  /** An array of this many elements; absent for a scalar. */
  readonly count?: number;
  readonly doc: string;
}

export interface Struct {
  readonly doc: string;
  readonly fields: readonly Field[];
}

const field = <const N extends string>(name: N, type: FieldType, doc: string, count?: number): Field & { readonly name: N } =>
  count === undefined ? { name, type, doc } : { name, type, doc, count };

/** Every record begins with these. */
const recordHeader = [
  field('size', 'u32', 'whole record in bytes, blobs included; a multiple of 8'),
  field('type', 'u16', 'one of recordTypes'),
  field('flags', 'u16', 'bits of recordFlags'),
  field('pid', 'i32', 'thread group id, in the tracer’s PID namespace'),
  field('tid', 'i32', 'thread id, in the tracer’s PID namespace'),
  field('timeNs', 'u64', 'CLOCK_MONOTONIC, taken first thing at the stop'),
] as const;

export const structs = {
  FileHeader: {
    doc: 'The first bytes of the file.',
    fields: [
      field('magic', 'u8', 'MAGIC', 8),
      field('version', 'u32', 'LAYOUT_VERSION; a reader refuses another'),
      field('headerSize', 'u32', 'where the first record begins'),
      field('committed', 'u64', 'file offset behind the last whole record; written with release semantics'),
      field('startRealtimeNs', 'u64', 'CLOCK_REALTIME when recording began'),
      field('startMonotonicNs', 'u64', 'CLOCK_MONOTONIC at that same moment'),
      field('state', 'u32', '0 while recording, 1 closed in order'),
      field('tracerPid', 'i32', 'process that records'),
      field('lost', 'u64', 'records that could not be written (disk full, size limit)'),
    ],
  },
  RecordHeader: { doc: 'What every record begins with.', fields: [...recordHeader] },
  SyscallEntry: {
    doc: 'A syscall-entry-stop: what the task is about to ask. Blobs: memory captured at entry.',
    fields: [
      ...recordHeader,
      field('abi', 'u32', 'one of abis'),
      field('nr', 'u32', 'syscall number without __X32_SYSCALL_BIT'),
      field('ip', 'u64', 'instruction pointer (PTRACE_GET_SYSCALL_INFO)'),
      field('sp', 'u64', 'stack pointer'),
      field('args', 'u64', 'the six arguments, zero-extended', 6),
    ],
  },
  SyscallExit: {
    doc: 'A syscall-exit-stop. Blobs: memory captured at exit.',
    fields: [
      ...recordHeader,
      field('abi', 'u32', 'one of abis'),
      field('nr', 'u32', 'syscall number of the entry'),
      field('entryOffset', 'u64', 'file offset of this call’s SyscallEntry; 0 when it was not seen (attach in mid-call)'),
      field('ret', 'i64', 'return value; -4095…-1 with flag isError is -errno'),
      field('cpuNs', 'u64', 'CPU time that the process used between entry and exit (CLOCK_PROCESS_CPUTIME_ID); 0 unless CaptureOptions.cpuTime'),
    ],
  },
  Signal: {
    doc: 'A signal-delivery-stop. Blob: siginfo_t (128 bytes, addr 0) of the kernel’s own 64-bit layout.',
    fields: [
      ...recordHeader,
      field('signo', 'i32', 'signal number'),
      field('reserved', 'u32', '0'),
      field('ip', 'u64', 'where it hit'),
      field('sp', 'u64', 'stack pointer there'),
    ],
  },
  GroupStop: {
    doc: 'The task entered a group-stop (job control).',
    fields: [...recordHeader, field('signo', 'i32', 'SIGSTOP, SIGTSTP, SIGTTIN or SIGTTOU'), field('reserved', 'u32', '0')],
  },
  TaskStart: {
    doc: 'A task is traced from here on. Blob comm: its name; blob exe: the executable when how is launch or attach; with CaptureOptions.taskFacts procStatus, cgroups and namespaces.',
    fields: [...recordHeader, field('how', 'u32', 'one of taskOrigins'), field('parentTid', 'i32', 'task that made it; 0 if not seen')],
  },
  TaskExec: {
    doc: 'execve succeeded (PTRACE_EVENT_EXEC); tid is the leader’s from now on. Blobs exe and comm; with CaptureOptions.taskFacts procStatus, cgroups and namespaces.',
    fields: [
      ...recordHeader,
      field('formerTid', 'i32', 'tid that called execve; differs from tid when a thread other than the leader did'),
      field('abi', 'u32', 'abi of the new image'),
    ],
  },
  TaskExit: {
    doc: 'The task is gone, or (flag detached) is no longer traced.',
    fields: [...recordHeader, field('status', 'i32', 'wait status as of wait4(2)'), field('reserved', 'u32', '0')],
  },
  Maps: {
    doc: 'The mappings of a process from here on. Blob maps: text of /proc/PID/maps.',
    fields: [...recordHeader],
  },
  Stack: {
    doc: 'Registers and stack memory of a task at its preceding record. Blobs regs (user_regs_struct) and stack (addr = first byte). Behind the signal of a crash: more stack blobs, each going on where the one before it ends; memory around the instruction pointer and the registers; exe, procStatus, commandLine and cgroups.',
    fields: [...recordHeader, field('mapsOffset', 'u64', 'file offset of the Maps record that is valid for it')],
  },
  Frames: {
    doc: 'The stack of a task at its preceding record, unwound as it stopped. Blob frames: the addresses, innermost first, and behind them a bit for each (bit n % 8 of byte n / 8): 1 where the address is that of an instruction, 0 where it follows a call.',
    fields: [
      ...recordHeader,
      field('mapsOffset', 'u64', 'file offset of the Maps record that is valid for it'),
      field('end', 'u32', 'one of unwindEnds'),
      field('slot', 'u32', 'below STACK_SLOTS; SameFrames refer only to the last Frames of a slot'),
      field('count', 'u32', 'number of frames'),
      field('reserved', 'u32', '0'),
    ],
  },
  SameFrames: {
    doc: 'The stack of a task at its preceding record is equal to an earlier one.',
    fields: [
      ...recordHeader,
      field('framesOffset', 'u64', 'file offset of that Frames record'),
      field('slot', 'u32', 'slot of that record'),
      field('reserved', 'u32', '0'),
    ],
  },
  Note: {
    doc: 'Something that the reader of the trace must know (loss, a limit reached, tracing degraded). Blob text: UTF-8.',
    fields: [...recordHeader, field('code', 'u32', 'one of noteCodes'), field('count', 'u32', 'how many, where it counts something')],
  },
  Crash: {
    doc: 'A fatal signal was delivered. Blobs comm, parentComm, exe, commandLine, cgroup, regs (user_regs_struct), stack, instructions, memory (each piece), maps.',
    fields: [
      ...recordHeader,
      field('realtimeNs', 'u64', 'CLOCK_REALTIME of the same moment'),
      field('address', 'u64', 'si_addr, where code is above 0'),
      field('errorCode', 'u64', 'of the exception; for a page fault the bits of X86_PF_*'),
      field('faultRegister', 'u64', 'CR2 of the thread'),
      field('faultStart', 'u64', 'first address of the mapping at the fault, where faultPlace is mapped'),
      field('faultEnd', 'u64', 'first address behind it'),
      field('faultProtection', 'u32', 'bits of mappingProtection'),
      field('faultPlace', 'u32', 'one of faultPlaces'),
      field('mapsOrigin', 'u32', 'one of mapsOrigins'),
      field('trapNumber', 'u32', 'exception vector'),
      field('parentPid', 'i32', '0 when it is outside of the PID namespace'),
      field('senderPid', 'i32', 'who sent the signal, where code is 0 or below'),
      field('uid', 'u32', 'real user id, in the initial user namespace'),
      field('gid', 'u32', 'real group id'),
      field('signo', 'i32', 'signal number'),
      field('code', 'i32', 'si_code'),
    ],
  },
  CrashCounters: {
    doc: 'What the crash monitor counted since its start. Flag final: there will be no other.',
    fields: [
      ...recordHeader,
      field('detected', 'u64', 'chosen signals within the scope; filtered + captured + dropped'),
      field('filtered', 'u64', 'another process or user than asked for'),
      field('captured', 'u64', 'written to the ring'),
      field('dropped', 'u64', 'the ring was full'),
      field('reduced', 'u64', 'of captured: with less stack, because the ring was filling up'),
      field('delivered', 'u64', 'of captured: sent as Crash records'),
      field('ringBytes', 'u64', 'size of the ring'),
      field('ringUsed', 'u64', 'bytes of it that wait to be read'),
      field('helperMemory', 'u64', 'memory of the helper’s own, without the ring'),
      field('trackedProcesses', 'u64', 'processes whose mappings are kept'),
      field('mappingsLost', 'u64', 'records of the mmap stream that the kernel could not write'),
    ],
  },
  MonitorReady: {
    doc: 'The crash monitor’s programs are attached.',
    fields: [
      ...recordHeader,
      field('version', 'u32', 'LAYOUT_VERSION'),
      field('features', 'u32', 'bits of monitorFeatures'),
      field('uid', 'u32', 'real user id of the caller'),
      field('scope', 'u32', 'one of monitorScopes: own or all'),
    ],
  },
  MonitorRefusal: {
    doc: 'The crash monitor cannot start; the connection ends. Blob text: what the kernel said, where it said something.',
    fields: [
      ...recordHeader,
      field('reason', 'u32', 'one of monitorRefusals'),
      field('error', 'i32', 'errno, where a system call failed, else 0'),
      field('missingCapabilities', 'u64', 'bit n: capability n of linux/capability.h'),
    ],
  },
  MonitorRequest: {
    doc: 'The first record to the crash monitor.',
    fields: [
      ...recordHeader,
      field('version', 'u32', 'LAYOUT_VERSION'),
      field('scope', 'u32', 'one of monitorScopes'),
      field('signals', 'u64', 'bit n: signal n + 1'),
      field('wantedPid', 'i32', '0: every process'),
      field('filterUid', 'u32', '1: only processes of wantedUid'),
      field('wantedUid', 'u32', 'real user id'),
      field('maxStackBytes', 'u32', 'of a copy'),
      field('ringBytes', 'u32', 'a power of two'),
      field('countersIntervalMs', 'u32', 'between two CrashCounters'),
      field('withoutFeatures', 'u32', 'bits of monitorFeatures to do without: exitMappings, faultPlace, mappingStream'),
      field('reserved', 'u32', '0'),
    ],
  },
  MonitorControl: {
    doc: 'A later record to the crash monitor.',
    fields: [...recordHeader, field('command', 'u32', 'one of monitorCommands'), field('reserved', 'u32', '0')],
  },
  BlobHeader: {
    doc: 'Precedes each captured piece of memory or text.',
    fields: [
      field('addr', 'u64', 'address in the tracee; for kind fd the descriptor number, else 0 where it has none'),
      field('length', 'u32', 'bytes that follow, before padding'),
      field('kind', 'u8', 'one of blobKinds'),
      field('status', 'u8', 'one of blobStatuses'),
      field('reserved', 'u16', '0'),
    ],
  },
} as const satisfies Record<string, Struct>;

export type StructName = keyof typeof structs;

/** Values of RecordHeader.type. */
export const recordTypes = {
  syscallEntry: 1,
  syscallExit: 2,
  signal: 3,
  groupStop: 4,
  taskStart: 5,
  taskExec: 6,
  taskExit: 7,
  maps: 8,
  stack: 9,
  note: 10,
  crash: 11,
  crashCounters: 12,
  monitorReady: 13,
  monitorRefusal: 14,
  monitorRequest: 15,
  monitorControl: 16,
  frames: 17,
  sameFrames: 18,
} as const;

export const recordFlags = {
  /** SyscallExit: the kernel reported an error return. */
  isError: 1,
  /** SyscallEntry: the stop came from a seccomp RET_TRACE. */
  seccomp: 2,
  /** TaskExit: detached, not dead. */
  detached: 4,
  /** SyscallEntry of execve(at): exec’s own memory is gone at exit. SyscallExit: the image changed. */
  exec: 8,
  /** Signal: made by the tracer’s interrupt, not delivered to the tracee. */
  suppressed: 16,
  /** Crash: the program has a handler, which runs next. */
  handled: 32,
  /** Crash: the copy of the stack reaches its outermost frame. */
  stackComplete: 64,
  /** CrashCounters: the monitor has stopped. */
  final: 128,
  /** SyscallEntry: the call is not made, and comes back. SyscallExit: its result was put there by the tracer. */
  resultInjected: 256,
  /** SyscallExit: the tracer wrote to where its arguments point. */
  argumentsInjected: 512,
  /** SyscallExit: the tracer held the task at its entry or its exit. */
  delayed: 1024,
} as const;

export const abis = { x86_64: 0, i386: 1, x32: 2 } as const;
export type AbiName = keyof typeof abis;

export const taskOrigins = { launch: 0, attach: 1, fork: 2, vfork: 3, clone: 4 } as const;

export const blobKinds = {
  /** Bytes at addr. */
  memory: 0,
  /** A C string at addr; length excludes the NUL; status truncated when no NUL came within the cap. */
  cstring: 1,
  /** Target of /proc/TID/fd/ADDR; for AT_FDCWD (addr 0xffffff9c) that of /proc/TID/cwd. */
  fd: 2,
  siginfo: 3,
  comm: 4,
  exe: 5,
  maps: 6,
  regs: 7,
  stack: 8,
  text: 9,
  /** Of a character or block device: u32 mode, major and minor; addr is the descriptor. */
  device: 10,
  /** Name of a socket’s protocol (`TCP`, `UNIX-STREAM`): xattr system.sockprotoname; addr is the descriptor. */
  socketProtocol: 11,
  /** What sock_diag(7) answered about the socket (inet_diag_msg, unix_diag_msg, netlink_diag_msg, with attributes); addr is the descriptor. */
  socketDiag: 12,
  /** Text of /proc/TID/fdinfo/ADDR. */
  fdInfo: 13,
  /** Network interfaces of the tracer’s namespace: u32 index and char name[16], each. */
  interfaces: 14,
  /** Families of generic netlink: u32 type and char name[16], each. */
  genericFamilies: 15,
  /** Text of /proc/TID/status. */
  procStatus: 16,
  /** /proc/PID/cmdline: arguments, each with a NUL behind it; status truncated when more were there. */
  commandLine: 17,
  /** Text of /proc/PID/cgroup. */
  cgroups: 18,
  /** Targets of the links in /proc/TID/ns (`pid:[4026531836]`), a line each. */
  namespaces: 19,
  /** Name of the parent process of a Crash. */
  parentComm: 20,
  /** Of a Crash: path in the unified hierarchy. */
  cgroup: 21,
  /** Of a Crash: code around the instruction pointer. */
  instructions: 22,
  /** Addresses of a stack, and a bit for each: see Frames. */
  frames: 23,
} as const;

export const blobStatuses = {
  ok: 0,
  /** More was there than the cap allowed. */
  truncated: 1,
  /** Memory was not readable at addr + length; length may be 0. */
  fault: 2,
} as const;

/** Why unwinding stopped (UnwindEnd of symbols/frame.ts). */
export const unwindEnds = { start: 0, limit: 1, noUnwindInfo: 2, unreadableStack: 3, noProgress: 4 } as const;

export const noteCodes = { loss: 1, limit: 2, degraded: 3 } as const;

/** Crash.mapsOrigin; adapter/crash/crashFacts.ts says what each is worth. */
export const mapsOrigins = { none: 0, exit: 1, proc: 2, stream: 3 } as const;

/** Crash.faultPlace. */
export const faultPlaces = { unknown: 0, mapped: 1, unmapped: 2 } as const;

export const mappingProtection = { read: 1, write: 2, execute: 4, shared: 8 } as const;

export const monitorScopes = { authorised: 0, own: 1, all: 2 } as const;

export const monitorFeatures = { exitMappings: 1, faultPlace: 2, mappingStream: 4, otherUsersFiles: 8 } as const;

/** MonitorRefusal.reason. */
export const monitorRefusals = { failed: 0, oldKernel: 1, noBtf: 2, noPrivilege: 3, notAuthorised: 4, noProcess: 5, badRequest: 6 } as const;

export const monitorCommands = { stop: 1, pause: 2, resume: 3 } as const;
