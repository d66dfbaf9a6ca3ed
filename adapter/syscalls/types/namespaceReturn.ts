/** A result with the namespaces behind it that the call has brought (--namespace=new). */
import type { Emitter } from '../../decode/emitter.js';
import type { CallView } from '../../decode/memory.js';
import type { CaptureContext, CaptureOps, ReturnType } from '../descriptor.js';

/** Calls that can bring a task, or the child that they make, into other namespaces. */
const ofWhom: ReadonlyMap<string, 'task' | 'child'> = new Map([
  ['clone', 'child'],
  ['clone3', 'child'],
  ['setns', 'task'],
  ['unshare', 'task'],
]);

export const changesNamespaces = (syscall: string): boolean => ofWhom.has(syscall);

const FOR_CHILDREN = '_for_children';

/** `net:[4026532008]` of each line of a namespaces blob that `before` has not. What is only for children is told where it is not the task’s own. */
function brought(before: string, after: string): string[] {
  const known = new Set(before.split('\n'));
  const now = new Set(after.split('\n'));
  const isOwn = (line: string): boolean => line.includes(FOR_CHILDREN) && now.has(line.replace(FOR_CHILDREN, ''));
  return [...now].filter((line) => line !== '' && !known.has(line) && !isOwn(line));
}

/** `inner`, of the call of this name. */
export class NamespaceReturn implements ReturnType {
  readonly typeName: string;

  constructor(
    private readonly inner: ReturnType,
    private readonly syscall: string,
  ) {
    this.typeName = inner.typeName;
  }

  capture(context: CaptureContext): CaptureOps {
    const ops = this.inner.capture?.(context);
    const entry = { op: 'namespaces', of: 'task' } as const;
    const exit = { op: 'namespaces', of: ofWhom.get(this.syscall) ?? 'task' } as const;
    return { ...ops, entry: [...(ops?.entry ?? []), entry], exit: [...(ops?.exit ?? []), exit] };
  }

  emit(out: Emitter, call: CallView): string | undefined {
    const note = this.inner.emit(out, call);
    const before = call.entry.namespaces();
    const after = call.exit.namespaces();
    const all = [...(note === undefined ? [] : [note]), ...(before === undefined || after === undefined ? [] : brought(before, after))];
    return all.length === 0 ? undefined : all.join(', ');
  }
}
