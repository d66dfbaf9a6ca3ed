import type { ArgDescriptor, SyscallDescriptor } from '../syscalls/descriptor.js';
import { typeIn } from './decodeCall.js';
import type { DecodeOptions, Value } from './emitter.js';
import type { CallView } from './memory.js';
import { TreeEmitter } from './treeEmitter.js';

/** One argument of a call, typed. */
export interface DecodedArg {
  readonly name: string;
  readonly type: string;
  readonly direction: 'in' | 'out' | 'inout';
  readonly value: Value;
}

export interface DecodedCall {
  readonly args: readonly DecodedArg[];
  /** Undefined when the call failed or has not returned. */
  readonly result: Value | undefined;
  /** What strace puts in parentheses behind the result. */
  readonly note: string | undefined;
}

const isKnown = (arg: ArgDescriptor, call: CallView): boolean =>
  (arg.shown === undefined || arg.shown(call)) && (call.phase === 'exit' || typeIn(arg, call).direction === 'in');

/** Every argument and the result as trees. Arguments that the kernel has not filled in yet are left out. */
export function decodeCallTree(call: CallView, descriptor: SyscallDescriptor, options: DecodeOptions): DecodedCall {
  const out = new TreeEmitter(options);
  const args = descriptor.args
    .filter((arg) => isKnown(arg, call))
    .map((arg) => {
      const { name, register } = arg;
      const type = typeIn(arg, call);
      type.emit(out, call, register);
      return { name, type: type.typeName, direction: type.direction, value: out.take() };
    });
  if (call.phase !== 'exit' || call.errno !== 0) return { args, result: undefined, note: undefined };
  const note = descriptor.returns.emit(out, call);
  return { args, result: out.take(), note };
}
