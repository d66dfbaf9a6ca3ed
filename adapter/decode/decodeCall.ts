/** Decodes one call: its arguments, in the parts that are known at entry and at exit, and its result. */
import type { ArgDescriptor, ArgType, SyscallDescriptor, SyscallEntryInTable } from '../syscalls/descriptor.js';
import { errnoText } from './errnoText.js';
import type { CallView } from './memory.js';
import type { TextEmitter } from './textEmitter.js';
import { UNDECODABLE } from './undecodable.js';

/** What a call is shown as: the call that it carries (socketcall, ipc), else itself. */
export function carriedSyscall(syscall: SyscallEntryInTable, call: CallView): SyscallEntryInTable {
  const carried = syscall.descriptor.carried;
  if (carried === undefined) return syscall;
  try {
    return { ...syscall, ...carried(call) };
  } catch {
    return syscall;
  }
}

/** The type of an argument in this call. */
export function typeIn(arg: ArgDescriptor, call: CallView): ArgType {
  if (arg.type.resolve === undefined) return arg.type;
  try {
    return arg.type.resolve(call) ?? arg.type;
  } catch {
    // Its emit fails in the same way, and then the register's value is shown.
    return arg.type;
  }
}

/** Whether an argument is shown in this call. */
export function isShown(arg: ArgDescriptor, call: CallView): boolean {
  if (arg.shown === undefined) return true;
  try {
    return arg.shown(call);
  } catch {
    return true;
  }
}

/** How many arguments are shown when the call begins: those before the first that the kernel fills in. */
export function entryArgCount(descriptor: SyscallDescriptor, call: CallView): number {
  const own = descriptor.entryArgs;
  if (typeof own === 'number') return own;
  if (own !== undefined) {
    try {
      return own(call);
    } catch {
      return descriptor.args.length;
    }
  }
  const { args } = descriptor;
  let count = 0;
  for (const arg of args) {
    if (typeIn(arg, call).direction !== 'in') break;
    count++;
  }
  return count;
}

/** Emits one argument. What a decoder cannot show costs its own text only: the register’s value stands in for it. */
function emitArg(out: TextEmitter, call: CallView, register: number, type: Pick<ArgType, 'emit'>): void {
  const { length, options } = out;
  try {
    type.emit(out, call, register);
  } catch {
    out.options = options;
    out.rewind(length);
    out.address(call.word(register));
    out.comment(UNDECODABLE);
  }
}

/** Arguments `from` up to, not including, `to`, with commas between and (unless from is 0) before them. */
function emitArgs(out: TextEmitter, call: CallView, descriptor: SyscallDescriptor, from: number, to: number): void {
  for (let index = from; index < to; index++) {
    const arg = descriptor.args[index];
    if (arg === undefined || !isShown(arg, call)) continue;
    if (index > 0) out.raw(', ');
    if (arg.label !== undefined) out.raw(`${arg.label}=`);
    emitArg(out, call, arg.register, arg.type);
  }
}

/** What is shown of the arguments at entry. `count`: entryArgCount. */
export function emitEntryArgs(out: TextEmitter, call: CallView, descriptor: SyscallDescriptor, count = entryArgCount(descriptor, call)): void {
  emitArgs(out, call, descriptor, 0, count);
  const next = descriptor.args[count];
  if (next === undefined || !isShown(next, call)) return;
  const { halves } = typeIn(next, call);
  if (halves === undefined) return;
  if (count > 0) out.raw(', ');
  emitArg(out, call, next.register, { emit: (to, view, index) => halves.before(to, view, index) });
}

/** What the exit adds: behind the text of emitEntryArgs it makes the whole list. `count`: entryArgCount. */
export function emitExitArgs(out: TextEmitter, call: CallView, descriptor: SyscallDescriptor, count = entryArgCount(descriptor, call)): void {
  let from = count;
  const next = descriptor.args[from];
  const halves = next === undefined || !isShown(next, call) ? undefined : typeIn(next, call).halves;
  if (next !== undefined && halves !== undefined) {
    emitArg(out, call, next.register, { emit: (to, view, index) => halves.after(to, view, index) });
    from++;
  }
  emitArgs(out, call, descriptor, from, descriptor.args.length);
}

/** `name(` and the arguments that are known at entry. */
export function entryText(out: TextEmitter, call: CallView, syscall: SyscallEntryInTable, count?: number): string {
  emitEntryArgs(out, call, syscall.descriptor, count);
  return `${syscall.name}(${out.take()}`;
}

/** The rest of the arguments and `)`. */
export function exitText(out: TextEmitter, call: CallView, syscall: SyscallEntryInTable, count?: number): string {
  out.resume();
  emitExitArgs(out, call, syscall.descriptor, count);
  return `${out.take()})`;
}

/** What stands behind `= `: `3`, `-1 ENOENT (No such file or directory)`, `0 (Timeout)`, `?`. */
export function resultText(out: TextEmitter, call: CallView, syscall: SyscallEntryInTable): string {
  if (call.phase !== 'exit' || call.errno === undefined) return '?';
  if (call.errno !== 0) return errnoText(call.errno);
  try {
    const note = syscall.descriptor.returns.emit(out, call);
    const text = out.take();
    return note === undefined ? text : `${text} (${note})`;
  } catch {
    out.take();
    return `${call.retSigned} /* ${UNDECODABLE} */`;
  }
}
