import { recordFlags } from '../record/layout.js';
import type { SyscallDescriptor } from '../syscalls/descriptor.js';
import type { RecordedCall } from './callView.js';

const { resultInjected, argumentsInjected, delayed } = recordFlags;

/** What of a call the tracer has changed. */
export type Tampered = 'result' | 'arguments' | 'delay';

/** By the flags of its SyscallExit. */
export function tamperedParts(flags: number): Tampered[] {
  return [
    ...((flags & resultInjected) === 0 ? [] : (['result'] as const)),
    ...((flags & argumentsInjected) === 0 ? [] : (['arguments'] as const)),
    ...((flags & delayed) === 0 ? [] : (['delay'] as const)),
  ];
}

/** The result of a call and its marks. A success that is below zero, which the kernel never gives, strace shows as unsigned; descriptors excepted. */
export function tamperedResult(result: string, call: RecordedCall, { returns }: SyscallDescriptor): string {
  const marks = tamperedMarks(call.exitFlags);
  if (marks === '' || call.errno !== 0 || call.retSigned >= 0 || returns.typeName === 'fd' || !/^-?\d+$/.test(result)) return result + marks;
  return `${BigInt.asUintN(call.abi === 'i386' ? 32 : 64, BigInt(call.retSigned))}${marks}`;
}

/** What stands behind the result of such a call: ` (INJECTED)`, ` (INJECTED: args, retval) (DELAYED)`; nothing for any other. */
function tamperedMarks(flags: number): string {
  if ((flags & (resultInjected | argumentsInjected | delayed)) === 0) return '';
  const retval = (flags & resultInjected) !== 0;
  const args = (flags & argumentsInjected) !== 0;
  const injected = args ? ` (INJECTED: args${retval ? ', retval' : ''})` : retval ? ' (INJECTED)' : '';
  return `${injected}${(flags & delayed) === 0 ? '' : ' (DELAYED)'}`;
}
