/** Neighbours and their tables: struct ndmsg, struct ndtmsg (rtnetlink(7), linux/neighbour.h). */
import { constants } from '../../generated/constants.gen.js';
import { hexPadded } from '../../sockaddrParts.js';
import { enumeration, flags } from '../../types/flags.js';
import { u8 as u8Field, u16 as u16Field, u64 as u64Field, unsignedInt } from '../../types/ints.js';
import { field, hidden, struct } from '../../types/struct.js';
import { shown } from '../../types/valueType.js';
import { AttributeTable, nested } from '../attributes.js';
import { familyBody } from '../body.js';
import { familyAddress, flagWord, hardwareAddress, interfaceField, interfaceIndex, named, port, text, value } from '../payload.js';
import { u16, u32, u64 } from '../values.js';

const ndmsg = struct('ndmsg', [
  hidden('ndm_family', u8Field),
  hidden('ndm_pad1', u8Field),
  hidden('ndm_pad2', u16Field),
  field('ndm_ifindex', interfaceField),
  field('ndm_state', flags(constants.neighbour_states, 'u16')),
  field('ndm_flags', flags(constants.neighbour_flags, 'u8')),
  field('ndm_type', enumeration(constants.rt_types, 'u8')),
]);

const counters = (name: string, fields: readonly string[], type = unsignedInt) =>
  struct(
    name,
    fields.map((counter) => field(counter, type)),
  );

const forwarding = new AttributeTable(constants.nfea, { NFEA_ACTIVITY_NOTIFY: flagWord(constants.fdb_notify_flags, 'u8') });

const neighbourTable = new AttributeTable(constants.nda, {
  NDA_DST: familyAddress,
  NDA_LLADDR: hardwareAddress,
  NDA_CACHEINFO: value(counters('nda_cacheinfo', ['ndm_confirmed', 'ndm_used', 'ndm_updated', 'ndm_refcnt'])),
  NDA_PROBES: u32,
  NDA_VLAN: u16,
  NDA_PORT: port,
  NDA_VNI: u32,
  NDA_IFINDEX: interfaceIndex,
  NDA_MASTER: interfaceIndex,
  NDA_LINK_NETNSID: u32,
  NDA_SRC_VNI: u32,
  NDA_PROTOCOL: named(constants.ip_protocols, 'u8', 'u64'),
  NDA_NH_ID: u32,
  NDA_FDB_EXT_ATTRS: nested(forwarding),
  NDA_FLAGS_EXT: flagWord(constants.neighbour_ext_flags, 'u32'),
  NDA_NDM_STATE_MASK: flagWord(constants.neighbour_states, 'u16'),
  NDA_NDM_FLAGS_MASK: flagWord(constants.neighbour_flags, 'u8'),
});

export const neighbourBody = familyBody('ndm_family', ndmsg, neighbourTable);

/** As printf’s %#08x. */
const hashMask = shown('u32', 'u32', (out, word) => out.raw(hexPadded(Number(word))));
const config = struct('ndt_config', [
  field('ndtc_key_len', u16Field),
  field('ndtc_entry_size', u16Field),
  field('ndtc_entries', unsignedInt),
  field('ndtc_last_flush', unsignedInt),
  field('ndtc_last_rand', unsignedInt),
  field('ndtc_hash_rnd', unsignedInt),
  field('ndtc_hash_mask', hashMask),
  field('ndtc_hash_chain_gc', unsignedInt),
  field('ndtc_proxy_qlen', unsignedInt),
]);

const parameters = new AttributeTable(constants.ndtpa, {
  NDTPA_IFINDEX: interfaceIndex,
  NDTPA_REFCNT: u32,
  NDTPA_REACHABLE_TIME: u64,
  NDTPA_BASE_REACHABLE_TIME: u64,
  NDTPA_RETRANS_TIME: u64,
  NDTPA_GC_STALETIME: u64,
  NDTPA_DELAY_PROBE_TIME: u64,
  NDTPA_QUEUE_LEN: u32,
  NDTPA_APP_PROBES: u32,
  NDTPA_UCAST_PROBES: u32,
  NDTPA_MCAST_PROBES: u32,
  NDTPA_ANYCAST_DELAY: u64,
  NDTPA_PROXY_DELAY: u64,
  NDTPA_PROXY_QLEN: u32,
  NDTPA_LOCKTIME: u64,
  NDTPA_QUEUE_LENBYTES: u32,
  NDTPA_MCAST_REPROBES: u32,
  NDTPA_INTERVAL_PROBE_TIME_MS: u64,
});

const statFields = [
  ...['ndts_allocs', 'ndts_destroys', 'ndts_hash_grows', 'ndts_res_failed', 'ndts_lookups', 'ndts_hits', 'ndts_rcv_probes_mcast'],
  ...['ndts_rcv_probes_ucast', 'ndts_periodic_gc_runs', 'ndts_forced_gc_runs'],
];
const shortStats = struct(
  'ndt_stats',
  statFields.map((name) => field(name, u64Field)),
);
const fullStats = struct(
  'ndt_stats',
  [...statFields, 'ndts_table_fulls'].map((name) => field(name, u64Field)),
);

const tableTable = new AttributeTable(constants.ndta, {
  NDTA_NAME: text,
  NDTA_THRESH1: u32,
  NDTA_THRESH2: u32,
  NDTA_THRESH3: u32,
  NDTA_CONFIG: value(config),
  NDTA_PARMS: nested(parameters),
  NDTA_STATS: (out, bytes, scope) => value(bytes.length >= fullStats.size(bytes.place.call.abi) ? fullStats : shortStats)(out, bytes, scope),
  NDTA_GC_INTERVAL: u64,
});

export const neighbourTableBody = familyBody('ndtm_family', struct('ndtmsg', [hidden('ndtm_family', u8Field)]), tableTable, undefined);
