/** Which struct a message of NETLINK_SOCK_DIAG has: by its first byte and by whether it asks or answers (sock_diag(7)). */
import { constants } from '../../generated/constants.gen.js';
import { valuesOf } from '../../types/flags.js';
import { type Body, plainFamily } from '../body.js';
import { inetMessage, inetRequest, inetRequestCompat } from './inet.js';
import { netlinkMessage, netlinkRequest, packetMessage, packetRequest, unixMessage, unixRequest } from './others.js';
import { smcMessage, smcRequest } from './smc.js';

const NLM_F_REQUEST = 1;
const F = valuesOf(constants.address_families);
const T = valuesOf(constants.sock_diag_types);

const answers = new Map<number, Body>([
  [F.AF_UNIX, unixMessage],
  [F.AF_INET, inetMessage],
  [F.AF_INET6, inetMessage],
  [F.AF_NETLINK, netlinkMessage],
  [F.AF_PACKET, packetMessage],
  [F.AF_SMC, smcMessage],
]);
const requests = new Map<number, Body>([
  [F.AF_UNIX, unixRequest],
  [F.AF_INET, inetRequest],
  [F.AF_INET6, inetRequest],
  [F.AF_NETLINK, netlinkRequest],
  [F.AF_PACKET, packetRequest],
  [F.AF_SMC, smcRequest],
]);

export const sockDiagBody: Body = (out, bytes, context) => {
  const family = bytes.u8(0);
  if (bytes.length === 1) return plainFamily(out, bytes, context);
  const asks = (context.flags & NLM_F_REQUEST) !== 0;
  const compat = context.type === T.TCPDIAG_GETSOCK || context.type === T.DCCPDIAG_GETSOCK;
  if (asks && compat && (family === F.AF_INET || family === F.AF_INET6)) return inetRequestCompat(out, bytes, context);
  return ((asks ? requests : answers).get(family) ?? plainFamily)(out, bytes, context);
};
