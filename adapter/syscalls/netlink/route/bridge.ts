/** Bridges and their ports (linux/if_link.h, linux/if_bridge.h). */
import { constants } from '../../generated/constants.gen.js';
import { EnumType, flags } from '../../types/flags.js';
import { u8 as u8Field, u16 as u16Field } from '../../types/ints.js';
import { inlineArray } from '../../types/pointers.js';
import { field, struct } from '../../types/struct.js';
import { AttributeTable, nested, showBytes } from '../attributes.js';
import { shiftedBits } from '../bits.js';
import {
  flagWord,
  hardwareAddress,
  hardwareBytes,
  inet6Address,
  inetAddress,
  integer,
  interfaceIndex,
  named,
  showHtons,
  value,
  valueThen,
} from '../payload.js';
import { u8, u16, u32, x16 } from '../values.js';
import { clockTime } from './clockTime.js';

const bridgeId = value(struct('ifla_bridge_id', [field('prio', inlineArray(u8Field, 2)), field('addr', hardwareBytes(6))]));
const boolOptions = flags(shiftedBits(constants.bridge_boolopts));
const multiBoolOption = value(struct('br_boolopt_multi', [field('optval', boolOptions), field('optmask', boolOptions)]));
export const vlanFlags = flags(constants.bridge_vlan_flags, 'u16');
const vlanInfo = valueThen(struct('bridge_vlan_info', [field('flags', vlanFlags), field('vid', u16Field)]), (out, bytes) => {
  showBytes(out, bytes);
  return true;
});

const etherProtocols = new EnumType({ unknown: 'ETHER_P_???', entries: constants.ethertypes.entries }, 'u16', 'hex');
const vlanProtocol = integer('u16', (out, word) => {
  const number = ((Number(word) & 0xff) << 8) | (Number(word) >> 8);
  showHtons(out, number, () => etherProtocols.show(out, number));
});

const querier = new AttributeTable(constants.bridge_querier, {
  BRIDGE_QUERIER_IP_ADDRESS: inetAddress,
  BRIDGE_QUERIER_IP_PORT: interfaceIndex,
  BRIDGE_QUERIER_IP_OTHER_TIMER: clockTime,
  BRIDGE_QUERIER_IPV6_ADDRESS: inet6Address,
  BRIDGE_QUERIER_IPV6_PORT: interfaceIndex,
  BRIDGE_QUERIER_IPV6_OTHER_TIMER: clockTime,
});

export const bridgeData = new AttributeTable(constants.ifla_br, {
  IFLA_BR_FORWARD_DELAY: clockTime,
  IFLA_BR_HELLO_TIME: clockTime,
  IFLA_BR_MAX_AGE: clockTime,
  IFLA_BR_AGEING_TIME: clockTime,
  IFLA_BR_STP_STATE: u32,
  IFLA_BR_PRIORITY: u16,
  IFLA_BR_VLAN_FILTERING: u8,
  IFLA_BR_VLAN_PROTOCOL: vlanProtocol,
  IFLA_BR_GROUP_FWD_MASK: x16,
  IFLA_BR_ROOT_ID: bridgeId,
  IFLA_BR_BRIDGE_ID: bridgeId,
  IFLA_BR_ROOT_PORT: u16,
  IFLA_BR_ROOT_PATH_COST: u32,
  IFLA_BR_TOPOLOGY_CHANGE: u8,
  IFLA_BR_TOPOLOGY_CHANGE_DETECTED: u8,
  IFLA_BR_HELLO_TIMER: clockTime,
  IFLA_BR_TCN_TIMER: clockTime,
  IFLA_BR_TOPOLOGY_CHANGE_TIMER: clockTime,
  IFLA_BR_GC_TIMER: clockTime,
  IFLA_BR_GROUP_ADDR: hardwareAddress,
  IFLA_BR_MCAST_ROUTER: u8,
  IFLA_BR_MCAST_SNOOPING: u8,
  IFLA_BR_MCAST_QUERY_USE_IFADDR: u8,
  IFLA_BR_MCAST_QUERIER: u8,
  IFLA_BR_MCAST_HASH_ELASTICITY: u32,
  IFLA_BR_MCAST_HASH_MAX: u32,
  IFLA_BR_MCAST_LAST_MEMBER_CNT: u32,
  IFLA_BR_MCAST_STARTUP_QUERY_CNT: u32,
  IFLA_BR_MCAST_LAST_MEMBER_INTVL: clockTime,
  IFLA_BR_MCAST_MEMBERSHIP_INTVL: clockTime,
  IFLA_BR_MCAST_QUERIER_INTVL: clockTime,
  IFLA_BR_MCAST_QUERY_INTVL: clockTime,
  IFLA_BR_MCAST_QUERY_RESPONSE_INTVL: clockTime,
  IFLA_BR_MCAST_STARTUP_QUERY_INTVL: clockTime,
  IFLA_BR_NF_CALL_IPTABLES: u8,
  IFLA_BR_NF_CALL_IP6TABLES: u8,
  IFLA_BR_NF_CALL_ARPTABLES: u8,
  IFLA_BR_VLAN_DEFAULT_PVID: u16,
  IFLA_BR_VLAN_STATS_ENABLED: u8,
  IFLA_BR_MCAST_STATS_ENABLED: u8,
  IFLA_BR_MCAST_IGMP_VERSION: u8,
  IFLA_BR_MCAST_MLD_VERSION: u8,
  IFLA_BR_VLAN_STATS_PER_PORT: u8,
  IFLA_BR_MULTI_BOOLOPT: multiBoolOption,
  IFLA_BR_MCAST_QUERIER_STATE: nested(querier),
});

export const bridgePort = new AttributeTable(constants.ifla_brport, {
  IFLA_BRPORT_STATE: u8,
  IFLA_BRPORT_PRIORITY: u16,
  IFLA_BRPORT_COST: u32,
  IFLA_BRPORT_MODE: u8,
  IFLA_BRPORT_GUARD: u8,
  IFLA_BRPORT_PROTECT: u8,
  IFLA_BRPORT_FAST_LEAVE: u8,
  IFLA_BRPORT_LEARNING: u8,
  IFLA_BRPORT_UNICAST_FLOOD: u8,
  IFLA_BRPORT_PROXYARP: u8,
  IFLA_BRPORT_LEARNING_SYNC: u8,
  IFLA_BRPORT_PROXYARP_WIFI: u8,
  IFLA_BRPORT_ROOT_ID: bridgeId,
  IFLA_BRPORT_BRIDGE_ID: bridgeId,
  IFLA_BRPORT_DESIGNATED_PORT: u16,
  IFLA_BRPORT_DESIGNATED_COST: u16,
  IFLA_BRPORT_ID: u16,
  IFLA_BRPORT_NO: u16,
  IFLA_BRPORT_TOPOLOGY_CHANGE_ACK: u8,
  IFLA_BRPORT_CONFIG_PENDING: u8,
  IFLA_BRPORT_MESSAGE_AGE_TIMER: clockTime,
  IFLA_BRPORT_FORWARD_DELAY_TIMER: clockTime,
  IFLA_BRPORT_HOLD_TIMER: clockTime,
  IFLA_BRPORT_MULTICAST_ROUTER: u8,
  IFLA_BRPORT_MCAST_FLOOD: u8,
  IFLA_BRPORT_MCAST_TO_UCAST: u8,
  IFLA_BRPORT_VLAN_TUNNEL: u8,
  IFLA_BRPORT_BCAST_FLOOD: u8,
  IFLA_BRPORT_GROUP_FWD_MASK: x16,
  IFLA_BRPORT_NEIGH_SUPPRESS: u8,
  IFLA_BRPORT_ISOLATED: u8,
  IFLA_BRPORT_BACKUP_PORT: interfaceIndex,
  IFLA_BRPORT_MRP_RING_OPEN: u8,
  IFLA_BRPORT_MRP_IN_OPEN: u8,
  IFLA_BRPORT_MCAST_EHT_HOSTS_LIMIT: u32,
  IFLA_BRPORT_MCAST_EHT_HOSTS_CNT: u32,
  IFLA_BRPORT_LOCKED: u8,
});

const tunnelInfo = new AttributeTable(constants.ifla_bridge_vlan_tunnel, {
  IFLA_BRIDGE_VLAN_TUNNEL_ID: u32,
  IFLA_BRIDGE_VLAN_TUNNEL_VID: u16,
  IFLA_BRIDGE_VLAN_TUNNEL_FLAGS: flagWord(constants.bridge_vlan_flags, 'u16'),
});

/** IFLA_AF_SPEC of messages of family AF_BRIDGE. */
export const bridgeSpec = new AttributeTable(constants.ifla_bridge, {
  IFLA_BRIDGE_FLAGS: flagWord(constants.bridge_flags, 'u16'),
  IFLA_BRIDGE_MODE: named(constants.bridge_modes, 'u16'),
  IFLA_BRIDGE_VLAN_INFO: vlanInfo,
  IFLA_BRIDGE_VLAN_TUNNEL_INFO: nested(tunnelInfo),
});
