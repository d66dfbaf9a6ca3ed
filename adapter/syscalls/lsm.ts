/** Security modules: their attributes of the caller, and which there are (linux/lsm.h). */
import { type CallTable, call } from './call.js';
import { constants } from './generated/constants.gen.js';
import { returned } from './types/count.js';
import { enumeration, flags } from './types/flags.js';
import { hex32, hex64, u64, unsignedInt } from './types/ints.js';
import { arrayOf, ptr, ref } from './types/pointers.js';
import { field, struct } from './types/struct.js';
import { inout, out } from './types/valueType.js';

const id = enumeration(constants.lsm_ids, 'u64');
/** struct lsm_ctx; the context itself lies behind it. */
const context = struct('lsm_ctx', [field('id', id), field('flags', hex64), field('len', u64), field('ctx_len', u64)]);
const attribute = enumeration(constants.lsm_attrs);

export const lsmCalls: CallTable = {
  lsm_get_self_attr: call(attribute('attr'), out(ptr(context))('ctx'), inout(ref(unsignedInt))('size'), flags(constants.lsm_flags)('flags')),
  lsm_set_self_attr: call(attribute('attr'), ptr(context)('ctx'), unsignedInt('size'), hex32('flags')),
  lsm_list_modules: call(out(arrayOf(id, returned))('ids'), inout(ref(unsignedInt))('size'), hex32('flags')),
};
