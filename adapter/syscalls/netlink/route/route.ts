/** Routes and rules: struct rtmsg, struct fib_rule_hdr (rtnetlink(7), linux/fib_rules.h). */
import type { Emitter } from '../../../decode/emitter.js';
import { constants } from '../../generated/constants.gen.js';
import { EnumType, enumeration, flags } from '../../types/flags.js';
import { hex32, u8 as u8Field, u16 as u16Field, u64 as u64Field, unsignedInt } from '../../types/ints.js';
import { field, hidden, struct } from '../../types/struct.js';
import { AttributeTable, nested, showAttributes, showBytes } from '../attributes.js';
import { familyBody } from '../body.js';
import { addressBytes, familyAddress, interfaceField, interfaceIndex, named, type Payload, type Scope, showAddressField, text, value } from '../payload.js';
import type { Stretch } from '../stretch.js';
import { u8, u16, u32, u64 } from '../values.js';

/** Numbers without a name of their own are the user’s: shown plainly. */
export const scope = enumeration({ ...constants.rt_scopes, unknown: '' }, 'u8');
const table = enumeration({ ...constants.rt_tables, unknown: '' }, 'u8');
const typeOfService = flags(constants.ip_tos, 'u8');
export const routeProtocol = enumeration(constants.rt_protocols, 'u8');

const rtmsg = struct('rtmsg', [
  hidden('rtm_family', u8Field),
  field('rtm_dst_len', u8Field),
  field('rtm_src_len', u8Field),
  field('rtm_tos', typeOfService),
  field('rtm_table', table),
  field('rtm_protocol', routeProtocol),
  field('rtm_scope', scope),
  field('rtm_type', enumeration(constants.rt_types, 'u8')),
  field('rtm_flags', flags(constants.rtm_flags)),
]);

const metrics = new AttributeTable(constants.rtax, {
  RTAX_LOCK: u32,
  RTAX_MTU: u32,
  RTAX_WINDOW: u32,
  RTAX_RTT: u32,
  RTAX_RTTVAR: u32,
  RTAX_SSTHRESH: u32,
  RTAX_CWND: u32,
  RTAX_ADVMSS: u32,
  RTAX_REORDERING: u32,
  RTAX_HOPLIMIT: u32,
  RTAX_INITCWND: u32,
  RTAX_FEATURES: u32,
  RTAX_RTO_MIN: u32,
  RTAX_INITRWND: u32,
  RTAX_QUICKACK: u32,
  RTAX_CC_ALGO: text,
});

const cacheInfo = struct('rta_cacheinfo', [
  field('rta_clntref', unsignedInt),
  field('rta_lastuse', unsignedInt),
  field('rta_expires', unsignedInt),
  field('rta_error', unsignedInt),
  field('rta_used', unsignedInt),
  field('rta_id', hex32),
  field('rta_ts', unsignedInt),
  field('rta_tsage', unsignedInt),
]);

const nextHopStruct = struct('rtnexthop', [
  field('rtnh_len', u16Field),
  field('rtnh_flags', flags(constants.rtnh_flags, 'u8')),
  field('rtnh_hops', u8Field),
  field('rtnh_ifindex', interfaceField),
]);
const NEXT_HOP_BYTES = 8;

/** struct rtnexthop with attributes of its own, one behind the other. */
function multipath(out: Emitter, bytes: Stretch, around: Scope): boolean {
  if (bytes.length < NEXT_HOP_BYTES) return false;
  if (!bytes.has(NEXT_HOP_BYTES)) {
    out.address(bytes.at);
    return true;
  }
  const several = bytes.u16(0) < bytes.length;
  if (several) out.beginArray();
  for (let rest: Stretch | undefined = bytes; rest !== undefined; rest = behindHop(rest)) {
    if (!rest.has(NEXT_HOP_BYTES)) {
      // As strace has it: without a comma.
      out.address(rest.at);
      break;
    }
    if (several) out.item();
    showHop(out, rest, around);
  }
  if (several) out.endArray();
  return true;
}

/** What follows the next hop at the beginning of `bytes`. */
function behindHop(bytes: Stretch): Stretch | undefined {
  const step = Math.ceil(bytes.u16(0) / 4) * 4;
  return step > 0 && step < bytes.length ? bytes.from(step) : undefined;
}

function showHop(out: Emitter, bytes: Stretch, around: Scope): void {
  const attributes = bytes.from(NEXT_HOP_BYTES, bytes.u16(0) - NEXT_HOP_BYTES);
  if (attributes.length > 0) {
    out.beginArray();
    out.item();
  }
  nextHopStruct.emitAt(out, bytes.inside(), 0);
  if (attributes.length === 0) return;
  out.item();
  showAttributes(out, attributes, routeTable, around);
  out.endArray();
}

const families = new EnumType(constants.address_families, 'u16', 'hex');

/** struct rtvia: a family and an address of it. */
const via: Payload = (out, bytes) => {
  if (bytes.length < 2) return false;
  if (!bytes.has(2)) {
    out.address(bytes.at);
    return true;
  }
  const family = bytes.u16(0);
  out.beginStruct();
  out.field('rtvia_family');
  families.show(out, family);
  const address = bytes.from(2);
  if (address.length > 0) {
    const size = addressBytes(family);
    if (size !== undefined && address.has(size)) showAddressField(out, 'rtvia_addr', family, address.data);
    else {
      out.field('rtvia_addr');
      showBytes(out, address);
    }
  }
  out.endStruct();
  return true;
};

export const encapsulation = value(enumeration(constants.lwtunnel_encap_types, 'u16'));

const routeTable: AttributeTable = new AttributeTable(constants.rta, {
  RTA_DST: familyAddress,
  RTA_SRC: familyAddress,
  RTA_IIF: interfaceIndex,
  RTA_OIF: interfaceIndex,
  RTA_GATEWAY: familyAddress,
  RTA_PRIORITY: u32,
  RTA_PREFSRC: familyAddress,
  RTA_METRICS: nested(metrics),
  RTA_MULTIPATH: multipath,
  RTA_PROTOINFO: u32,
  RTA_FLOW: u32,
  RTA_CACHEINFO: value(cacheInfo),
  RTA_MP_ALGO: u32,
  RTA_TABLE: value(enumeration({ ...constants.rt_tables, unknown: '' })),
  RTA_MARK: u32,
  RTA_MFC_STATS: value(struct('rta_mfc_stats', [field('mfcs_packets', u64Field), field('mfcs_bytes', u64Field), field('mfcs_wrong_if', u64Field)])),
  RTA_VIA: via,
  RTA_NEWDST: familyAddress,
  RTA_PREF: u8,
  RTA_ENCAP_TYPE: encapsulation,
  RTA_EXPIRES: u64,
  RTA_UID: u32,
  RTA_TTL_PROPAGATE: u8,
  RTA_IP_PROTO: u8,
  RTA_SPORT: u16,
  RTA_DPORT: u16,
});

export const routeBodyOf = familyBody('rtm_family', rtmsg, routeTable);

const ruleHeader = struct('fib_rule_hdr', [
  hidden('family', u8Field),
  field('dst_len', u8Field),
  field('src_len', u8Field),
  field('tos', typeOfService),
  field('table', enumeration(constants.rt_tables, 'u8')),
  hidden('res1', u8Field),
  hidden('res2', u8Field),
  field('action', enumeration(constants.fib_rule_actions, 'u8')),
  field('flags', flags(constants.fib_rule_flags)),
]);

/** A number of 64 bits in network order. */
const tunnelId: Payload = (out, bytes) => {
  if (bytes.length < 8) return false;
  if (!bytes.has(8)) {
    out.address(bytes.at);
    return true;
  }
  const number = new DataView(bytes.data.buffer, bytes.data.byteOffset, 8).getBigUint64(0, false);
  if (out.beginCall('htobe64', undefined)) {
    out.item();
    out.decimal(number);
    out.endCall();
  }
  return true;
};

const portRange = value(struct('fib_rule_port_range', [field('start', u16Field), field('end', u16Field)]));

const ruleTable = new AttributeTable(constants.fra, {
  FRA_DST: familyAddress,
  FRA_SRC: familyAddress,
  FRA_IIFNAME: text,
  FRA_GOTO: u32,
  FRA_PRIORITY: u32,
  FRA_FWMARK: u32,
  FRA_FLOW: u32,
  FRA_TUN_ID: tunnelId,
  FRA_SUPPRESS_IFGROUP: u32,
  FRA_SUPPRESS_PREFIXLEN: u32,
  FRA_TABLE: value(enumeration({ ...constants.rt_tables, unknown: '' })),
  FRA_FWMASK: u32,
  FRA_OIFNAME: text,
  FRA_L3MDEV: u8,
  FRA_UID_RANGE: value(struct('fib_rule_uid_range', [field('start', unsignedInt), field('end', unsignedInt)])),
  FRA_PROTOCOL: value(routeProtocol),
  FRA_IP_PROTO: named(constants.ip_protocols, 'u8', 'u64'),
  FRA_SPORT_RANGE: portRange,
  FRA_DPORT_RANGE: portRange,
});

export const ruleBody = familyBody('family', ruleHeader, ruleTable);
