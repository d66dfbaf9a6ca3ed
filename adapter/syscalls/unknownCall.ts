import { call } from './call.js';
import type { SyscallDescriptor } from './descriptor.js';
import { hexLong } from './types/ints.js';

/** A number without a name: its six registers in hex. */
export const unknownDescriptor: SyscallDescriptor = call(hexLong('a1'), hexLong('a2'), hexLong('a3'), hexLong('a4'), hexLong('a5'), hexLong('a6')).basic()
  .descriptor;
