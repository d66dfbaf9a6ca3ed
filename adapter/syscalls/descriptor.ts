/**
 * A syscall descriptor: the one place that knows a syscall. Decoding, capture plan, filter fields, documentation
 * and completion all come from it. Families (files.ts, network.ts …) are tables of these:
 *
 *   openat: call(dirfd('dfd'), path('filename'), openFlags('flags'), mode('mode').when(creates)).returns(fd).in('desc', 'file'),
 */
import type { Emitter } from '../decode/emitter.js';
import type { CallView } from '../decode/memory.js';
import type { Op, Operand } from '../plan/op.js';
import type { AbiName } from '../record/layout.js';

/** Elements of an array that are copied when -v asks for all: the tracee cannot make a record grow without end. */
export const VERBOSE_ARRAY_CAP = 4096;

/** What the plan compiler knows when it asks an argument for its operations. */
export interface CaptureContext {
  readonly abi: AbiName;
  readonly pointerSize: 4 | 8;
  /** Bytes worth copying of a string or buffer (derived from -s; at least what decoders look at). */
  readonly stringCap: number;
  /** Elements worth copying of an array: strace shows as many as -s says, all with -v. */
  readonly arrayCap: number;
  /** Whether structures are shown whole (-v). */
  readonly verbose: boolean;
  /** Whether fd operations are wanted (-y, -yy, fd filters). */
  readonly fdTargets: boolean;
  /** Whether all that -yy shows of descriptors is wanted: device numbers, socket addresses, processes. */
  readonly fdDetails: boolean;
  /** The operand of register `index` of this call: for lengths that stand beside a pointer. */
  arg(index: number): Operand;
  /** The operand of a field beside the one that is captured, by name. Throws for an argument: it has no such siblings. */
  sibling(name: string): Operand;
}

export interface CaptureOps {
  readonly entry?: readonly Op[];
  readonly exit?: readonly Op[];
  readonly exitAlways?: readonly Op[];
}

/** An argument’s type: how to capture it, how to show it. */
export interface ArgType {
  /** For documentation and filter fields: 'fd', 'path', 'flags', 'int', 'address', 'struct stat' … */
  readonly typeName: string;
  /** `out` is shown when the call has returned, `in` at entry. The first `out` or `inout` argument ends what is shown at entry. */
  readonly direction: 'in' | 'out' | 'inout';
  /** `value` addresses the argument itself (or, inside a struct, the field). */
  capture?(value: Operand, context: CaptureContext): CaptureOps;
  /** `index`: the first register that holds it. */
  emit(out: Emitter, call: CallView, index: number): void;
  /** What filters by descriptor and path see, where that is not what is shown. */
  mention?(out: Emitter, call: CallView, index: number): void;
  /** The type that the argument has in this call, where another argument decides that (fcntl, ioctl). */
  resolve?(call: CallView): ArgType;
  /** Registers that it takes; absent for one. */
  registers?(abi: AbiName): 1 | 2;
  /** Of `inout`, where both halves are shown: what stands at entry, and (with ` => ` by Emitter.becomes) what the exit adds. */
  readonly halves?: {
    before(out: Emitter, call: CallView, index: number): void;
    after(out: Emitter, call: CallView, index: number): void;
  };
}

export interface ArgDescriptor {
  /** The kernel’s name of the parameter. */
  readonly name: string;
  readonly type: ArgType;
  /** First register that holds it: differs from the position behind 64-bit arguments of i386, which take two. */
  readonly register: number;
  /** Absent from the output when this says so (`mode` of open without O_CREAT). */
  readonly shown?: (call: CallView) => boolean;
  /** strace prints the comma behind it when the call returns, not at entry: seen in unfinished lines. */
  readonly lateComma?: boolean;
  /** Printed as `label=value` (clone). */
  readonly label?: string;
  /** The register that it is in whatever stands before it (clone shows its registers in another order). */
  readonly fixedRegister?: number;
}

/** How a successful return value is shown. */
export interface ReturnType {
  readonly typeName: string;
  capture?(context: CaptureContext): CaptureOps;
  /** Emits the value; text that strace puts in parentheses behind it is returned (`Timeout`, `flags O_RDONLY`). */
  emit(out: Emitter, call: CallView): string | undefined;
}

/** The trace classes of strace(1) (`%file` is `file` here). */
export type SyscallClass =
  | 'file'
  | 'desc'
  | 'network'
  | 'process'
  | 'signal'
  | 'memory'
  | 'ipc'
  | 'stat'
  | 'lstat'
  | 'fstat'
  | 'statfs'
  | 'fstatfs'
  | 'stat_like'
  | 'statfs_like'
  | 'creds'
  | 'clock'
  | 'pure'
  | 'never_fails';

/** A call inside another: its name, and a descriptor that decodes the outer call. */
export interface CarriedCall {
  readonly name: string;
  readonly descriptor: SyscallDescriptor;
  /** What is shown of it as bare numbers (-e raw=). */
  readonly rawArgs: readonly ArgDescriptor[];
  /** The same call where the memory that holds some of its arguments cannot be read, or is not to be (-e verbose=). */
  readonly unread?: CarriedCall;
}

export interface SyscallDescriptor {
  readonly args: readonly ArgDescriptor[];
  readonly returns: ReturnType;
  readonly classes: readonly SyscallClass[];
  /** Arguments shown at entry, when the first-out rule is not what strace does. */
  readonly entryArgs?: number | ((call: CallView) => number);
  /** Does not return when it succeeds (exit, exit_group, rt_sigreturn shows differently). */
  readonly noReturn?: boolean;
  /** The call that this one carries (socketcall, ipc), in place of its own arguments; undefined when it carries none that is known or its arguments could not be read. */
  readonly carried?: (call: CallView) => CarriedCall | undefined;
  /** The calls that it carries, where they are chosen and counted by their own names (socketcall, ipc). */
  readonly passengers?: readonly CarriedCall[];
  /** Decoded by table only: names and basic types, nothing dereferenced. Reported by `syscall-trace` coverage tests. */
  readonly basic?: boolean;
}

/** Everything known of one number of one ABI. */
export interface SyscallEntryInTable {
  readonly name: string;
  readonly nr: number;
  readonly descriptor: SyscallDescriptor;
}

/** The table of one ABI, by number. Unknown numbers are undefined. */
export type SyscallTable = readonly (SyscallEntryInTable | undefined)[];
