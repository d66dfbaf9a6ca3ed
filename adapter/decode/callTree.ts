import type { ArgDescriptor, SyscallDescriptor } from '../syscalls/descriptor.js';
import { isShown, typeIn } from './decodeCall.js';
import type { DecodeOptions, Value } from './emitter.js';
import { hexText } from './flagText.js';
import type { CallView } from './memory.js';
import { TreeEmitter } from './treeEmitter.js';
import { UNDECODABLE } from './undecodable.js';
import type { Word } from './word.js';

/** One argument of a call, typed. */
export interface DecodedArg {
  readonly name: string;
  readonly type: string;
  readonly direction: 'in' | 'out' | 'inout';
  /** What the registers held: an address, where the value lies in memory. */
  readonly raw: Word;
  readonly value: Value;
}

export interface DecodedCall {
  readonly args: readonly DecodedArg[];
  /** Undefined when the call failed or has not returned. */
  readonly result: Value | undefined;
  /** What strace puts in parentheses behind the result. */
  readonly note: string | undefined;
}

const isKnown = (arg: ArgDescriptor, call: CallView): boolean => isShown(arg, call) && (call.phase === 'exit' || typeIn(arg, call).direction === 'in');

const undecodable = (word: Word): Value => ({ type: 'raw', text: `${hexText(word)} /* ${UNDECODABLE} */` });

/** What `emit` makes; the raw word when it fails. */
function treeOf(out: TreeEmitter, word: () => Word, emit: () => void): Value {
  const { options } = out;
  try {
    emit();
    return out.take();
  } catch {
    out.options = options;
    out.take();
    return undecodable(word());
  }
}

const HALF = 32n;

/** Of two registers (64-bit arguments of i386) the number that they make. */
function rawWord({ type, register }: ArgDescriptor, call: CallView): Word {
  if (type.registers?.(call.abi) !== 2) return call.word(register);
  return (BigInt(call.word(register + 1)) << HALF) | BigInt(call.word(register));
}

/** Every argument and the result as trees. Arguments that the kernel has not filled in yet are left out. */
export function decodeCallTree(call: CallView, descriptor: SyscallDescriptor, options: DecodeOptions): DecodedCall {
  const out = new TreeEmitter(options);
  const args = descriptor.args
    .filter((arg) => isKnown(arg, call))
    .map((arg) => {
      const { name, register } = arg;
      const type = typeIn(arg, call);
      const value = treeOf(
        out,
        () => call.word(register),
        () => type.emit(out, call, register),
      );
      return { name, type: type.typeName, direction: type.direction, raw: rawWord(arg, call), value };
    });
  if (call.phase !== 'exit' || call.errno !== 0) return { args, result: undefined, note: undefined };
  let note: string | undefined;
  const result = treeOf(
    out,
    () => call.ret,
    () => {
      note = descriptor.returns.emit(out, call);
    },
  );
  return { args, result, note };
}
