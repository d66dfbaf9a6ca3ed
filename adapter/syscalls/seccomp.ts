/** seccomp(2): each operation with its own flags and argument. */
import { type CallTable, call } from './call.js';
import { constants } from './generated/constants.gen.js';
import { byArgument } from './types/byArgument.js';
import { seccompProgram } from './types/classicBpf.js';
import { enumeration, flags, valuesOf } from './types/flags.js';
import { address, hex32, u16 } from './types/ints.js';
import { ptr, ref } from './types/pointers.js';
import { field, struct } from './types/struct.js';
import { out } from './types/valueType.js';

const OP = valuesOf(constants.seccomp_ops);
const notificationSizes = struct('seccomp_notif_sizes', [field('seccomp_notif', u16), field('seccomp_notif_resp', u16), field('seccomp_data', u16)]);

export const seccompCalls: CallTable = {
  seccomp: call(
    enumeration(constants.seccomp_ops)('op'),
    byArgument('flags', 0, [[[OP.SECCOMP_SET_MODE_FILTER], flags(constants.seccomp_filter_flags)]], hex32),
    byArgument(
      'uargs',
      0,
      [
        [[OP.SECCOMP_SET_MODE_FILTER], seccompProgram],
        [[OP.SECCOMP_GET_ACTION_AVAIL], ref(enumeration(constants.seccomp_ret_actions))],
        [[OP.SECCOMP_GET_NOTIF_SIZES], out(ptr(notificationSizes))],
      ],
      address,
    ),
  ),
};
