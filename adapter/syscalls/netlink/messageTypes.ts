/** Names of message types and flags, by netlink protocol and kind of message. */
import type { Emitter, FlagSetView } from '../../decode/emitter.js';
import { constants } from '../generated/constants.gen.js';
import { type ConstantSet, EnumType, valuesOf } from '../types/flags.js';

export const protocols = valuesOf(constants.netlink_protocols);

/** Types below this are the same for all protocols: NLMSG_MIN_TYPE of linux/netlink.h. */
const FIRST_OWN_TYPE = 0x10;

const names = (set: ConstantSet): EnumType => new EnumType(set, 'u32', 'hex');
const common = names(constants.nlmsg_types);

/** How types of a protocol are called. */
const own: ReadonlyMap<number, EnumType> = new Map([
  [protocols.NETLINK_ROUTE, names(constants.rtnetlink_types)],
  [protocols.NETLINK_SOCK_DIAG, names(constants.sock_diag_types)],
  [protocols.NETLINK_XFRM, names(constants.xfrm_types)],
  [protocols.NETLINK_SELINUX, names(constants.selinux_types)],
  [protocols.NETLINK_AUDIT, names(constants.audit_types)],
]);

const subsystems = names(constants.nf_subsystems);
const batch = names(constants.nf_batch_messages);
/** By subsystem number. */
const netfilterMessages: readonly (EnumType | undefined)[] = [
  undefined,
  names(constants.nf_conntrack_messages),
  names(constants.nf_expectation_messages),
  names(constants.nf_queue_messages),
  names(constants.nf_ulog_messages),
  names(constants.nf_osf_messages),
  names(constants.nf_ipset_messages),
  names(constants.nf_acct_messages),
  names(constants.nf_timeout_messages),
  names(constants.nf_helper_messages),
  names(constants.nf_tables_messages),
  names(constants.nf_compat_messages),
  names(constants.nf_hook_messages),
];

/** Shows the type. `family`: names of generic netlink families by number. */
export function showMessageType(out: Emitter, protocol: number | undefined, type: number, family: (type: number) => string | undefined): void {
  if (protocol === undefined || type < FIRST_OWN_TYPE) {
    common.show(out, type);
    return;
  }
  if (protocol === protocols.NETLINK_NETFILTER) {
    showNetfilterType(out, type);
    return;
  }
  if (protocol === protocols.NETLINK_GENERIC) {
    out.symbol(type, family(type), 'GENERIC_FAMILY_???');
    return;
  }
  (own.get(protocol) ?? common).show(out, type);
}

function showNetfilterType(out: Emitter, type: number): void {
  if (batch.nameOf(type) !== undefined) {
    batch.show(out, type);
    return;
  }
  const subsystem = type >> 8;
  const message = type & 0xff;
  const known = netfilterMessages[subsystem];
  out.beginOr();
  subsystems.show(out, subsystem);
  out.raw('<<8');
  out.or();
  if (known === undefined) out.hex(message);
  else known.show(out, message);
  out.endOr();
}

/** Base flags and those that only some messages have. */
function withFlags(extra: ConstantSet | undefined): FlagSetView {
  const base = constants.nlmsg_flags;
  return extra === undefined ? base : { unknown: base.unknown, entries: [...base.entries, ...extra.entries] };
}

const plainFlags = withFlags(undefined);
const getFlags = withFlags(constants.nlmsg_get_flags);
const newFlags = withFlags(constants.nlmsg_new_flags);
const deleteFlags = withFlags(constants.nlmsg_delete_flags);
const ackFlags = withFlags(constants.nlmsg_ack_flags);

const routeFlags: readonly FlagSetView[] = [newFlags, deleteFlags, getFlags, plainFlags];
const NLMSG_ERROR = 2;
const NLMSG_DONE = 3;

/** The flags that a message of this type may have. */
export function flagsOf(protocol: number | undefined, type: number): FlagSetView {
  if (type < FIRST_OWN_TYPE) return type === NLMSG_ERROR ? ackFlags : plainFlags;
  const rule = protocol === undefined ? undefined : flagRules.get(protocol);
  return rule?.(type) ?? plainFlags;
}

const route = valuesOf(constants.rtnetlink_types);
const xfrm = valuesOf(constants.xfrm_types);
const oneOf = (types: readonly number[]) => {
  const all = new Set(types);
  return (type: number) => all.has(type);
};
const xfrmNew = oneOf([xfrm.XFRM_MSG_NEWSA, xfrm.XFRM_MSG_NEWPOLICY, xfrm.XFRM_MSG_NEWAE, xfrm.XFRM_MSG_NEWSADINFO, xfrm.XFRM_MSG_NEWSPDINFO]);
const xfrmDelete = oneOf([xfrm.XFRM_MSG_DELSA, xfrm.XFRM_MSG_DELPOLICY]);
const xfrmGet = oneOf([xfrm.XFRM_MSG_GETSA, xfrm.XFRM_MSG_GETPOLICY, xfrm.XFRM_MSG_GETAE, xfrm.XFRM_MSG_GETSADINFO, xfrm.XFRM_MSG_GETSPDINFO]);

const VERB = /_MSG_(?:[A-Z]+_)?(NEW|GET|DEL)/;

/** The verb is in the name, ipset’s commands excepted, which are no such requests. */
function netfilterFlags(type: number): FlagSetView {
  const name = netfilterMessages[type >> 8]?.nameOf(type & 0xff) ?? '';
  switch (VERB.exec(name)?.[1]) {
    case 'NEW':
      return newFlags;
    case 'DEL':
      return deleteFlags;
    case 'GET':
      return getFlags;
    default:
      return plainFlags;
  }
}

const flagRules: ReadonlyMap<number, (type: number) => FlagSetView> = new Map<number, (type: number) => FlagSetView>([
  // Actions are deleted by the flags of a request that reads.
  [protocols.NETLINK_ROUTE, (type) => (type === route.RTM_DELACTION ? getFlags : (routeFlags[(type - FIRST_OWN_TYPE) & 3] ?? plainFlags))],
  [protocols.NETLINK_SOCK_DIAG, () => getFlags],
  [protocols.NETLINK_XFRM, (type) => (xfrmNew(type) ? newFlags : xfrmDelete(type) ? deleteFlags : xfrmGet(type) ? getFlags : plainFlags)],
  [protocols.NETLINK_NETFILTER, netfilterFlags],
]);

export { FIRST_OWN_TYPE, NLMSG_DONE, NLMSG_ERROR };
