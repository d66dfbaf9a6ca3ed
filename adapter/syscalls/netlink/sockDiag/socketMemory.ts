import { constants } from '../../generated/constants.gen.js';
import { flags } from '../../types/flags.js';
import { unsignedInt } from '../../types/ints.js';
import { inlineArray } from '../../types/pointers.js';
import { shiftedBits } from '../bits.js';
import { namedList } from '../payload.js';

/** Memory use of a socket, by what it is for (SK_MEMINFO_… of linux/sock_diag.h). */
export const socketMemory = namedList(unsignedInt, constants.sk_meminfo);

/** States as a mask: `1<<TCP_ESTABLISHED|…`. */
export const stateMask = flags(shiftedBits({ ...constants.socket_states, unknown: '1<<TCP_???' }));

export const cookie = inlineArray(unsignedInt, 2);
