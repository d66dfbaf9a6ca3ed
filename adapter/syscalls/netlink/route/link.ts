/** struct ifinfomsg and its attributes (rtnetlink(7), linux/if_link.h). */
import type { Place } from '../../../decode/place.js';
import { constants } from '../../generated/constants.gen.js';
import { enumeration, flags, valuesOf } from '../../types/flags.js';
import { hex32, hex64, int, u8 as u8Field, u16 as u16Field, u64 as u64Field, unsignedInt } from '../../types/ints.js';
import { field, hidden, struct } from '../../types/struct.js';
import { AttributeTable, nested } from '../attributes.js';
import { familyBody } from '../body.js';
import {
  etherType,
  flagWord,
  hardwareAddressOf,
  hardwareBytes,
  hexBytes,
  inet6Address,
  interfaceField,
  interfaceIndex,
  named,
  namedList,
  type Payload,
  text,
  value,
} from '../payload.js';
import { s32, u8, u16, u32, u64, x32 } from '../values.js';
import { bridgePort, bridgeSpec } from './bridge.js';
import { linkInfo } from './linkInfo.js';
import { linkStats, linkStats64 } from './linkStats.js';

const { AF_BRIDGE, AF_INET6 } = valuesOf(constants.address_families);

const ifinfomsg = struct('ifinfomsg', [
  hidden('ifi_family', u8Field),
  hidden('pad', u8Field),
  field('ifi_type', enumeration(constants.arp_hardware, 'u16')),
  field('ifi_index', interfaceField),
  field('ifi_flags', flags(constants.iface_flags_nl)),
  field('ifi_change', hex32),
]);

/** struct rtnl_link_ifmap. */
const ifmap = struct('rtnl_link_ifmap', [
  field('mem_start', hex64),
  field('mem_end', hex64),
  field('base_addr', hex64),
  field('irq', u16Field),
  field('dma', u8Field),
  field('port', u8Field),
]);
const IFMAP_BYTES = 28;

/** Without the padding at its end. */
const linkMap: Payload = (out, bytes) => {
  if (bytes.length < IFMAP_BYTES) return false;
  if (bytes.has(IFMAP_BYTES)) ifmap.emitAt(out, bytes.inside(), 0);
  else out.address(bytes.at);
  return true;
};

const vf = (name: string, ...rest: Parameters<typeof struct>[1][number][]): Payload => value(struct(name, [field('vf', unsignedInt), ...rest]));
const vfSetting = vf('ifla_vf_spoofchk', field('setting', unsignedInt));
/** The guid is not aligned as a u64 behind a u32 would be: the struct has room between them. */
const VF_GUID_BYTES = 12;
const vfGuid = struct('ifla_vf_guid', [field('vf', unsignedInt), field('guid', hex64)]);
const vfGuidPacked = struct('ifla_vf_guid', [field('vf', unsignedInt), field('guid', hex64)], { packed: true });
const guid: Payload = (out, bytes) => {
  const whole = vfGuid.size(bytes.place.call.abi);
  const shape = bytes.length === VF_GUID_BYTES ? vfGuidPacked : bytes.length === whole ? vfGuid : undefined;
  if (shape === undefined) return false;
  if (bytes.has(bytes.length)) shape.emitAt(out, bytes.inside(), 0);
  else out.address(bytes.at);
  return true;
};

const vfStats = new AttributeTable(constants.ifla_vf_stats, {
  IFLA_VF_STATS_RX_PACKETS: u64,
  IFLA_VF_STATS_TX_PACKETS: u64,
  IFLA_VF_STATS_RX_BYTES: u64,
  IFLA_VF_STATS_TX_BYTES: u64,
  IFLA_VF_STATS_BROADCAST: u64,
  IFLA_VF_STATS_MULTICAST: u64,
  IFLA_VF_STATS_RX_DROPPED: u64,
  IFLA_VF_STATS_TX_DROPPED: u64,
});

const vlanFields = [field('vlan', unsignedInt), field('qos', unsignedInt)];
const vfVlanInfo = new AttributeTable(constants.ifla_vf_vlan_info, {
  IFLA_VF_VLAN_INFO: vf('ifla_vf_vlan_info', ...vlanFields, field('vlan_proto', etherType)),
});

const HARDWARE_ADDRESS_BYTES = 32;
const vfTable = new AttributeTable(constants.ifla_vf, {
  IFLA_VF_MAC: vf('ifla_vf_mac', field('mac', hardwareBytes(HARDWARE_ADDRESS_BYTES))),
  IFLA_VF_VLAN: vf('ifla_vf_vlan', ...vlanFields),
  IFLA_VF_TX_RATE: vf('ifla_vf_tx_rate', field('rate', unsignedInt)),
  IFLA_VF_SPOOFCHK: vfSetting,
  IFLA_VF_LINK_STATE: vf('ifla_vf_link_state', field('link_state', enumeration(constants.vf_link_states))),
  IFLA_VF_RATE: vf('ifla_vf_rate', field('min_tx_rate', unsignedInt), field('max_tx_rate', unsignedInt)),
  IFLA_VF_RSS_QUERY_EN: vfSetting,
  IFLA_VF_STATS: nested(vfStats),
  IFLA_VF_TRUST: vfSetting,
  IFLA_VF_IB_NODE_GUID: guid,
  IFLA_VF_IB_PORT_GUID: guid,
  IFLA_VF_VLAN_LIST: nested(vfVlanInfo),
  IFLA_VF_BROADCAST: value(struct('ifla_vf_broadcast', [field('broadcast', hardwareBytes(HARDWARE_ADDRESS_BYTES))])),
});

/** Whether the last bytes of struct ifla_port_vsi are used. */
const isPadded = (place: Place): boolean => place.data.subarray(place.base + 5, place.base + 8).some((byte) => byte !== 0);
const portTable = new AttributeTable(constants.ifla_port, {
  IFLA_PORT_VF: u32,
  IFLA_PORT_PROFILE: text,
  IFLA_PORT_VSI_TYPE: value(
    struct('ifla_port_vsi', [
      field('vsi_mgr_id', u8Field),
      field('vsi_type_id', hexBytes(3)),
      field('vsi_type_version', u8Field),
      field('pad', hexBytes(3), { when: isPadded }),
    ]),
  ),
  IFLA_PORT_REQUEST: u8,
  IFLA_PORT_RESPONSE: u16,
});

const inetTable = new AttributeTable(constants.ifla_inet, {
  IFLA_INET_CONF: namedList(int, constants.ipv4_devconf, 1, (name) => `${name}-1`),
});

const inet6Table = new AttributeTable(constants.ifla_inet6, {
  IFLA_INET6_FLAGS: flagWord(constants.inet6_if_flags, 'u32'),
  IFLA_INET6_CONF: namedList(int, constants.ipv6_devconf),
  IFLA_INET6_STATS: namedList(u64Field, constants.ipstats_mib),
  IFLA_INET6_CACHEINFO: value(
    struct('ifla_cacheinfo', [
      field('max_reasm_len', unsignedInt),
      field('tstamp', unsignedInt),
      field('reachable_time', unsignedInt),
      field('retrans_time', unsignedInt),
    ]),
  ),
  IFLA_INET6_ICMP6STATS: namedList(u64Field, constants.icmp6_mib),
  IFLA_INET6_TOKEN: inet6Address,
  IFLA_INET6_ADDR_GEN_MODE: named(constants.in6_addr_gen_modes, 'u8'),
  IFLA_INET6_RA_MTU: u32,
});

const mctpTable = new AttributeTable(constants.ifla_mctp, { IFLA_MCTP_NET: u32 });
const afSpec = new AttributeTable(constants.address_families, { AF_INET: nested(inetTable), AF_INET6: nested(inet6Table), AF_MCTP: nested(mctpTable) });

/** Depends on the family of the message: that of a bridge, or one table a family. */
const familySpec: Payload = (out, bytes, scope) => nested(scope.family === AF_BRIDGE ? bridgeSpec : afSpec)(out, bytes, scope);
const protocolInfo: Payload = (out, bytes, scope) => {
  const infos = scope.family === AF_BRIDGE ? bridgePort : scope.family === AF_INET6 ? inet6Table : undefined;
  return infos !== undefined && nested(infos)(out, bytes, scope);
};

const xdpTable = new AttributeTable(constants.ifla_xdp, {
  IFLA_XDP_FD: s32,
  IFLA_XDP_ATTACHED: named(constants.xdp_attached, 'u8'),
  IFLA_XDP_FLAGS: value(flags(constants.xdp_flags)),
  IFLA_XDP_PROG_ID: u32,
  IFLA_XDP_DRV_PROG_ID: u32,
  IFLA_XDP_SKB_PROG_ID: u32,
  IFLA_XDP_HW_PROG_ID: u32,
  IFLA_XDP_EXPECTED_FD: s32,
});

const downReason = new AttributeTable(constants.ifla_proto_down_reason, {
  IFLA_PROTO_DOWN_REASON_MASK: x32,
  IFLA_PROTO_DOWN_REASON_VALUE: x32,
});

/** IFLA_PROP_LIST holds attributes of the table that it stands in. */
const properties = new AttributeTable(constants.ifla, { IFLA_ALT_IFNAME: text });

/** Bytes of addresses by kind of hardware (ARPHRD_…), which strace looks up by the message’s address family. */
const addressLengths: Readonly<Record<number, number>> = { 0: 7, 1: 6, 3: 7, 6: 6, 7: 1, 15: 2, 24: 16, 27: 8, 32: 20 };
const linkAddress = hardwareAddressOf(({ family }) => addressLengths[family] ?? HARDWARE_ADDRESS_BYTES);

export const linkTable = new AttributeTable(constants.ifla, {
  IFLA_ADDRESS: linkAddress,
  IFLA_BROADCAST: linkAddress,
  IFLA_IFNAME: text,
  IFLA_MTU: u32,
  IFLA_LINK: u32,
  IFLA_QDISC: text,
  IFLA_STATS: linkStats,
  IFLA_MASTER: u32,
  IFLA_PROTINFO: protocolInfo,
  IFLA_TXQLEN: u32,
  IFLA_MAP: linkMap,
  IFLA_WEIGHT: u32,
  IFLA_OPERSTATE: u8,
  IFLA_LINKMODE: u8,
  IFLA_LINKINFO: linkInfo,
  IFLA_NET_NS_PID: u32,
  IFLA_IFALIAS: text,
  IFLA_NUM_VF: u32,
  IFLA_VFINFO_LIST: nested(new AttributeTable(constants.ifla_vf_info, { IFLA_VF_INFO: nested(vfTable) })),
  IFLA_STATS64: linkStats64,
  IFLA_VF_PORTS: nested(new AttributeTable(constants.ifla_vf_port, { IFLA_VF_PORT: nested(portTable) })),
  IFLA_PORT_SELF: nested(portTable),
  IFLA_AF_SPEC: familySpec,
  IFLA_GROUP: u32,
  IFLA_NET_NS_FD: s32,
  IFLA_EXT_MASK: flagWord(constants.rtext_filters, 'u32'),
  IFLA_PROMISCUITY: u32,
  IFLA_NUM_TX_QUEUES: u32,
  IFLA_NUM_RX_QUEUES: u32,
  IFLA_CARRIER: u8,
  IFLA_CARRIER_CHANGES: u32,
  IFLA_LINK_NETNSID: s32,
  IFLA_PHYS_PORT_NAME: text,
  IFLA_PROTO_DOWN: u8,
  IFLA_GSO_MAX_SEGS: u32,
  IFLA_GSO_MAX_SIZE: u32,
  IFLA_XDP: nested(xdpTable),
  IFLA_EVENT: value(enumeration(constants.ifla_events)),
  IFLA_NEW_NETNSID: s32,
  IFLA_IF_NETNSID: s32,
  IFLA_CARRIER_UP_COUNT: u32,
  IFLA_CARRIER_DOWN_COUNT: u32,
  IFLA_NEW_IFINDEX: interfaceIndex,
  IFLA_MIN_MTU: u32,
  IFLA_MAX_MTU: u32,
  IFLA_PROP_LIST: nested(properties),
  IFLA_ALT_IFNAME: text,
  IFLA_PERM_ADDRESS: linkAddress,
  IFLA_PROTO_DOWN_REASON: nested(downReason),
  IFLA_PARENT_DEV_NAME: text,
  IFLA_PARENT_DEV_BUS_NAME: text,
  IFLA_GRO_MAX_SIZE: u32,
  IFLA_TSO_MAX_SIZE: u32,
  IFLA_TSO_MAX_SEGS: u32,
  IFLA_ALLMULTI: u32,
});

export const linkBody = familyBody('ifi_family', ifinfomsg, linkTable);
