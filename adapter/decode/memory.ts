import type { AbiName } from '../record/layout.js';

/** What a read of captured memory found. */
export interface Bytes {
  /** A view into the trace block: copy it to keep it. May be shorter than asked. */
  readonly data: Uint8Array;
  /** `fault`: the tracee could not read further either. `truncated`: more exists than was captured. `absent`: nobody captured it. */
  readonly status: 'ok' | 'truncated' | 'fault' | 'absent';
}

/** Raw facts about a descriptor; absent what it has not or what was not captured. */
export interface FdDetails {
  /** Of a character or block device. */
  readonly device?: { readonly mode: number; readonly major: number; readonly minor: number };
  /** Name of a socket’s protocol as the kernel has it (`TCP`, `UNIX-STREAM`). */
  readonly protocol?: string;
  /** What sock_diag(7) told about the socket: inet_diag_msg, unix_diag_msg or netlink_diag_msg, with attributes. */
  readonly diagnosis?: Uint8Array;
  /** Text of its /proc/PID/fdinfo file. */
  readonly info?: string;
}

/** The tracee’s memory as captured in one phase of a call: sparse, read by address. */
export interface CapturedMemory {
  /** `length` bytes at `address`, out of the blob that covers its first byte. */
  read(address: number | bigint, length: number): Bytes;
  /** The C string captured at `address`, without its NUL. `truncated`: no NUL within the cap. */
  cstring(address: number | bigint): Bytes;
  /** The target of descriptor `fd` when it was captured (blob kind fd), e.g. `/etc/passwd` or `socket:[123]`. */
  fdTarget(fd: number): string | undefined;
  /** What else was noted of descriptor `fd` (plan operation fd with details, or netlink). */
  fdDetails(fd: number): FdDetails;
  /** Name of the network interface, if interfaces were noted and one has this index. */
  interfaceName(index: number): string | undefined;
  /** Name of the generic netlink family of this message type, if families were noted. */
  genericFamily(type: number): string | undefined;
  /** Namespaces (`net:[4026532008]`), a line each, if they were noted. */
  namespaces(): string | undefined;
}

/** One syscall as a decoder sees it. */
export interface CallView {
  readonly abi: AbiName;
  readonly nr: number;
  readonly pid: number;
  readonly tid: number;
  /** Bytes of a pointer and of `long`: 8 on x86_64; 4 on i386 and x32 (where the kernel’s `long` in some structs is 8: see structs). */
  readonly pointerSize: 4 | 8;
  /** Memory captured at entry. */
  readonly entry: CapturedMemory;
  /** Memory captured at exit; reads are `absent` before the exit. */
  readonly exit: CapturedMemory;
  /** `entry`: in the call. `exit`: returned. `never`: it will not return (task ended in it). */
  readonly phase: 'entry' | 'exit' | 'never';
  /** Errno of the return value, 0 for success; undefined before the exit. */
  readonly errno: number | undefined;
  /** Raw return value as unsigned word; 0 before the exit. */
  readonly ret: import('./word.js').Word;
  /** The return value as a signed number. */
  readonly retSigned: number | bigint;
  /** Stack pointer at entry. */
  readonly sp: import('./word.js').Word;
  /** Argument as unsigned 64-bit word. */
  word(index: number): import('./word.js').Word;
  /** Argument as signed 64-bit number. */
  signedWord(index: number): number | bigint;
  /** Low 32 bits, unsigned. */
  u32(index: number): number;
  /** Low 32 bits, signed. */
  i32(index: number): number;
}
