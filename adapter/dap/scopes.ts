/** The scopes of a stack frame: the thread’s system call, and its registers. */
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { CallDecoder } from './callDecoder.js';
import { memoryReference } from './memoryReference.js';
import { isPointerRegister, type RegisterName, register, registerText, shownRegisters } from './registers.js';
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
    { name: 'syscall', value: call.name, variablesReference: 0 },
    ...call.args.map((arg) => values.variable({ name: arg.name, value: arg.value, typeName: arg.type })),
    { name: inCall ? 'state' : 'result', value: inCall ? 'in the call' : (call.result ?? '?'), variablesReference: 0 },
  ];
  return {
    name: inCall ? 'Syscall' : 'Syscall (last)',
    presentationHint: 'arguments',
    variablesReference: references.add(grouped(variables)),
    namedVariables: call.args.length + 2,
    expensive: false,
  };
}

/** `level`: of the frame; registers are those of the innermost one. */
export function registersScope(registers: Uint8Array, pid: number, level: number, references: VariableReferences): DebugProtocol.Scope {
  const variables = () => shownRegisters.map((name) => registerVariable(registers, pid, name));
  return {
    name: level === 0 ? 'Registers' : 'Registers (innermost frame)',
    presentationHint: 'registers',
    variablesReference: references.add(grouped(variables)),
    namedVariables: shownRegisters.length,
    expensive: false,
  };
}

export function registerVariable(registers: Uint8Array, pid: number, name: RegisterName): DebugProtocol.Variable {
  const shown: DebugProtocol.Variable = { name, value: registerText(registers, name), type: 'u64', variablesReference: 0 };
  if (isPointerRegister(name)) shown.memoryReference = memoryReference(pid, register(registers, name));
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
