import { abis } from '../record/layout.js';
import type { RecordCursor } from '../record/recordCursor.js';
import { passengerNumber, syscallOf } from '../syscalls/registry.js';
import { RecordedCall } from './callView.js';
import { carriedSyscall } from './decodeCall.js';

/**
 * The number that the call at whose SyscallEntry the cursor stands is chosen and counted by: that of the call that it
 * carries (i386’s socketcall and ipc), else its own.
 */
export function callNumber(entry: RecordCursor): number {
  const { abi, nr } = entry;
  if (abi !== abis.i386) return nr;
  const syscall = syscallOf('i386', nr);
  if (syscall.descriptor.passengers === undefined) return nr;
  return passengerNumber('i386', carriedSyscall(syscall, new RecordedCall(entry, 'running')).name) ?? nr;
}
