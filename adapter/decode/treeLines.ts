import type { ArgDescriptor, SyscallEntryInTable } from '../syscalls/descriptor.js';
import { FoldedType } from '../syscalls/types/foldedType.js';
import { isShown, typeIn } from './decodeCall.js';
import type { DecodeOptions } from './emitter.js';
import { laidOut } from './layoutEmitter.js';
import type { CallView } from './memory.js';

const INDENT = '  ';

/** What stands below the line of a call that returned, with --tree: each argument that is large, over several lines; each with its newline. */
export function treeLines({ descriptor }: SyscallEntryInTable, call: CallView, options: DecodeOptions): string {
  return descriptor.args.map((arg) => argumentLines(arg, call, options)).join('');
}

function argumentLines(arg: ArgDescriptor, call: CallView, options: DecodeOptions): string {
  if (!isShown(arg, call)) return '';
  const shown = typeIn(arg, call);
  const type = shown instanceof FoldedType ? shown.inner : shown;
  try {
    const text = laidOut(options, (out) => type.emit(out, call, arg.register));
    return text.isLarge ? `${INDENT}${arg.name} = ${text.expanded(INDENT)}\n` : '';
  } catch {
    // The line of the call says that it cannot be decoded.
    return '';
  }
}
