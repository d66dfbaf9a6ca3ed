/** Compiles descriptors and a selection of calls to the plan that a backend interprets. */
import type { DecodeOptions } from '../decode/emitter.js';
import type { AbiName } from '../record/layout.js';
import { type CaptureContext, type CaptureOps, type SyscallDescriptor, type SyscallTable, VERBOSE_ARRAY_CAP } from '../syscalls/descriptor.js';
import { type AbiPlan, encodePlan, type PlannedSyscall } from './encode.js';
import { type Op, type SyscallPlan, selection } from './op.js';

export interface PlanRequest {
  readonly tables: Readonly<Record<AbiName, SyscallTable>>;
  /** How much is to be seen: -s and -v set the caps, -y asks for the targets of descriptors. */
  readonly decode: DecodeOptions;
  /** Bits of `selection` for a syscall; `name` is undefined for numbers that no table has. */
  select(abi: AbiName, nr: number, name: string | undefined): number;
  /** Whether the targets of descriptors are wanted though the output does not show them (filters by path). */
  readonly fdTargets?: boolean;
  /** Bytes of buffers wanted besides what is shown (payload decoders). */
  readonly payloadBytes?: number;
}

/** The encoded plan. */
export function compilePlan(request: PlanRequest): Uint32Array {
  const abi = (name: AbiName) => planOf(name, request);
  return encodePlan({ x86_64: abi('x86_64'), i386: abi('i386'), x32: abi('x32') });
}

function planOf(abi: AbiName, request: PlanRequest): AbiPlan {
  const context = captureContext(abi, request.decode, request.fdTargets, request.payloadBytes);
  const syscalls: (PlannedSyscall | undefined)[] = [];
  const table = request.tables[abi];
  for (let nr = 0; nr < table.length; nr++) {
    const syscall = table[nr];
    const bits = request.select(abi, nr, syscall?.name);
    const traced = syscall !== undefined && (bits & selection.trace) !== 0;
    syscalls.push({ selection: bits, plan: traced ? syscallPlan(syscall.descriptor, context) : { entry: [], exit: [] } });
  }
  return { defaultSelection: request.select(abi, -1, undefined), syscalls };
}

/** What argument types are told when they are asked for operations. `fdTargets` and `payloadBytes`: see PlanRequest. */
export function captureContext(abi: AbiName, decode: DecodeOptions, fdTargets = false, payloadBytes = 0): CaptureContext {
  return {
    abi,
    pointerSize: abi === 'x86_64' ? 8 : 4,
    stringCap: Math.max(decode.stringLimit, payloadBytes),
    arrayCap: decode.verbose ? VERBOSE_ARRAY_CAP : decode.stringLimit + 1,
    verbose: decode.verbose,
    fdTargets: fdTargets || decode.fds !== 'none',
    fdDetails: decode.fds === 'all',
    arg: (index) => ({ from: 'arg', index }),
    sibling(name) {
      throw new Error(`an argument has no sibling ${name}`);
    },
  };
}

/** What one call wants copied: the operations of its arguments and of its return value. */
export function syscallPlan(descriptor: SyscallDescriptor, context: CaptureContext): SyscallPlan {
  const entry: Op[] = [];
  const exit: Op[] = [];
  const exitAlways: Op[] = [];
  const add = (ops: CaptureOps | undefined): void => {
    entry.push(...(ops?.entry ?? []));
    exit.push(...(ops?.exit ?? []));
    exitAlways.push(...(ops?.exitAlways ?? []));
  };
  for (const { type, register } of descriptor.args) add(type.capture?.({ from: 'arg', index: register }, context));
  add(descriptor.returns.capture?.(context));
  return exitAlways.length === 0 ? { entry, exit } : { entry, exit, exitAlways };
}
