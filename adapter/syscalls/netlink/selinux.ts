/** Notes of SELinux (linux/selinux_netlink.h). */
import { constants } from '../generated/constants.gen.js';
import { valuesOf } from '../types/flags.js';
import { int, unsignedInt } from '../types/ints.js';
import { field, struct } from '../types/struct.js';
import { type Body, structBody } from './body.js';

const types = valuesOf(constants.selinux_types);
const enforce = structBody(struct('selnl_msg_setenforce', [field('val', int)]));
const policy = structBody(struct('selnl_msg_policyload', [field('seqno', unsignedInt)]));

export const selinuxBody: Body = (out, bytes, context) => {
  if (context.type === types.SELNL_MSG_SETENFORCE) return enforce(out, bytes, context);
  return context.type === types.SELNL_MSG_POLICYLOAD && policy(out, bytes, context);
};
