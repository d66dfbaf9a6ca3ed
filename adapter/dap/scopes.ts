/** The scopes of a stack frame: the thread’s system call, and its registers. */
import { Scope, Variable } from '@vscode/debugadapter';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { type Register, registersOf } from '../crash/registers.js';
import type { CallDecoder } from './callDecoder.js';
import { memoryReference } from './memoryReference.js';
import type { TracedThread } from './threads.js';
import { ValueVariables } from './valueVariables.js';
import type { VariableReferences } from './variableReferences.js';

/** The arguments of the call that the thread is in or has made last, and its result. Undefined when it has made none. */
export function syscallScope(thread: TracedThread, decoder: CallDecoder, references: VariableReferences): DebugProtocol.Scope | undefined {
  if (thread.lastCall < 0) return undefined;
  const inCall = thread.task.openOffset !== 0;
  const call = decoder.call(thread.lastCall);
  const values = new ValueVariables(references, thread.task.pid);
  const variables = (): DebugProtocol.Variable[] => [
    new Variable('syscall', call.name),
    ...call.args.map((arg) => values.variable({ name: arg.name, value: arg.value, typeName: arg.type })),
    new Variable(inCall ? 'state' : 'result', inCall ? 'in the call' : (call.result ?? '?')),
  ];
  const scope: DebugProtocol.Scope = new Scope(inCall ? 'Syscall' : 'Syscall (last)', references.add(grouped(variables)));
  scope.presentationHint = 'arguments';
  scope.namedVariables = call.args.length + 2;
  return scope;
}

/** `level`: of the frame; registers are those of the innermost one. */
export function registersScope(file: Uint8Array, pid: number, level: number, references: VariableReferences): DebugProtocol.Scope {
  const registers = registersOf(file);
  const variables = () => registers.map((register) => registerVariable(register, pid));
  const scope: DebugProtocol.Scope = new Scope(level === 0 ? 'Registers' : 'Registers (innermost frame)', references.add(grouped(variables)));
  scope.presentationHint = 'registers';
  scope.namedVariables = registers.length;
  return scope;
}

function registerVariable({ name, bits, value, text, isPointer }: Register, pid: number): DebugProtocol.Variable {
  const shown: DebugProtocol.Variable = new Variable(name, text);
  shown.type = `u${bits}`;
  if (isPointer) shown.memoryReference = memoryReference(pid, value);
  return shown;
}

function grouped(variables: () => DebugProtocol.Variable[]) {
  let made: DebugProtocol.Variable[] | undefined;
  const all = () => {
    made ??= variables();
    return made;
  };
  return {
    get count() {
      return all().length;
    },
    list: (start: number, count: number) => all().slice(start, start + count),
  };
}
