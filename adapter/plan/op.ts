/**
 * Capture operations: what a backend copies out of a stopped tracee, without knowing any syscall by name.
 *
 * A decoder later reads the copies *by address* (see decode/memory.ts), so an operation needs no name and no
 * number: whatever lies in a blob can be read, whatever does not is "not captured". Operations are compiled to
 * 32-bit words (encode.ts) and interpreted by native/plan and, as far as it can, by the eBPF backend.
 */

/** A number that the tracer can find: an argument, the return value, a constant, or a field of captured memory. */
export type Operand =
  | { readonly from: 'arg'; readonly index: number }
  | { readonly from: 'ret' }
  | { readonly from: 'constant'; readonly value: number }
  /** An unsigned field of the struct that the enclosing copy or each captured; `up` counts enclosing structs outwards. */
  | { readonly from: 'field'; readonly offset: number; readonly size: 1 | 2 | 4 | 8; readonly up?: number }
  /** The address of the enclosing struct or element plus an offset: for data that follows a header. */
  | { readonly from: 'here'; readonly offset: number; readonly up?: number }
  /** The stack pointer at entry plus an offset: for what the kernel left on the stack (rt_sigreturn). */
  | { readonly from: 'sp'; readonly offset: number };

export type Op =
  /** Copies min(length × unit + plus, cap) bytes at `at`. `body` runs with the copied bytes as the enclosing struct, and not when the copy faulted. */
  | {
      readonly op: 'copy';
      readonly at: Operand;
      readonly length: Operand;
      readonly unit?: number;
      readonly plus?: number;
      readonly cap: number;
      readonly body?: readonly Op[];
    }
  /** Copies a NUL-terminated string of at most `cap` bytes. */
  | { readonly op: 'cstr'; readonly at: Operand; readonly cap: number }
  /** Copies a NULL-terminated vector of at most `max` string pointers (the ABI’s pointer size), and each string up to `cap` bytes. */
  | { readonly op: 'strv'; readonly at: Operand; readonly max: number; readonly cap: number }
  /** Copies an array of min(count, max) elements of `stride` bytes, then runs `body` with each element as the enclosing struct. */
  | { readonly op: 'each'; readonly at: Operand; readonly count: Operand; readonly stride: number; readonly max: number; readonly body?: readonly Op[] }
  /** Runs the case whose value equals (value & mask), else `otherwise`. Compares the low 32 bits. */
  | {
      readonly op: 'switch';
      readonly value: Operand;
      readonly mask?: number;
      readonly cases: readonly (readonly [value: number, body: readonly Op[]])[];
      readonly otherwise?: readonly Op[];
    }
  /**
   * Notes what the descriptor `value` refers to (blob kind fd). Negative numbers but AT_FDCWD are skipped.
   * `details`: also device numbers, protocol and diagnosis of sockets, fdinfo of anonymous files.
   */
  | { readonly op: 'fd'; readonly value: Operand; readonly details?: boolean }
  /** If the descriptor `value` is a netlink socket, notes which (blobs socketProtocol, socketDiag, interfaces) and runs `body`, else `otherwise`. */
  | { readonly op: 'netlink'; readonly value: Operand; readonly body: readonly Op[]; readonly otherwise?: readonly Op[] }
  /** Notes the names of the network interfaces (blob kind interfaces). */
  | { readonly op: 'interfaces' }
  /** Notes the namespaces (blob kind namespaces) of the task, or of the child whose id, as the task sees it, the call returned. */
  | { readonly op: 'namespaces'; readonly of: 'task' | 'child' };

/** What one syscall of one ABI wants copied, by phase. */
export interface SyscallPlan {
  readonly entry: readonly Op[];
  /** Runs at exit when the call succeeded. */
  readonly exit: readonly Op[];
  /** Runs at exit whatever it returned. */
  readonly exitAlways?: readonly Op[];
}

/** What to do with one syscall number: bits. */
export const selection = {
  /** Write records for it. A number without this bit need not stop the tracee at all. */
  trace: 1,
  /** Write a Stack record behind its exit (entry, where it does not return). */
  stack: 2,
  /** Halt the debuggee at its entry. */
  haltAtEntry: 4,
  /** Halt the debuggee at its exit. */
  haltAtExit: 8,
  /** Halt at its exit when it failed. */
  haltOnError: 16,
  /** With CaptureOptions.lockstep: its entry waits for the reader, because it writes where the reader may write too. Traced or not. */
  inOrder: 32,
  /** Rules of tampering may apply to it (CaptureOptions.tampering). */
  tamper: 64,
} as const;

export const opcodes = { copy: 1, cstr: 2, strv: 3, each: 4, switch: 5, fd: 6, netlink: 7, interfaces: 8, namespaces: 9 } as const;
export const operandSources = { arg: 0, ret: 1, constant: 2, field: 3, here: 4, sp: 5 } as const;

/*
 * Encoding, in unsigned 32-bit words. `layout.gen.h` carries these numbers for C++.
 *
 * operand  w0 = source | size << 8 | up << 16      w1 = index, offset or constant
 * op       w0 = opcode                             w1 = words of the whole op, body included, then:
 *   copy     at(2) length(2) unit plus cap  body…
 *   cstr     at(2) cap
 *   strv     at(2) max cap
 *   each     at(2) count(2) stride max  body…
 *   switch   value(2) mask caseCount  { value words body… }×caseCount  otherwise…
 *   fd       value(2) details
 *   netlink  value(2) bodyWords body… otherwise…
 *   interfaces
 *   namespaces  1 for the child
 * plan     PLAN_MAGIC PLAN_VERSION, then for each ABI in the order of `abis`:
 *            count, defaultSelection, then count × { selection, entryAt, entryWords, exitAt, exitWords, alwaysAt, alwaysWords }
 *          (…At: word index from the start of the plan), then the ops.
 *          A number ≥ count has defaultSelection and no ops.
 */
export const PLAN_MAGIC = 0x4e4c5053; // "SPLN"
export const PLAN_VERSION = 1;

/** Bounds that the interpreter holds whatever the plan and the tracee say. */
export const limits = {
  /** Bytes of blobs in one record. */
  recordBytes: 1 << 20,
  /** Bytes of one blob. */
  blobBytes: 1 << 18,
  /** Nesting of copy, each and switch. */
  depth: 12,
  /** Operations executed for one stop. */
  steps: 20_000,
} as const;
