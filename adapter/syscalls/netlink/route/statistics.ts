/** Statistics of links: struct if_stats_msg (linux/if_link.h). */
import { constants } from '../../generated/constants.gen.js';
import { flags } from '../../types/flags.js';
import { hex8, hex16, hex32, u8 as u8Field, u16 as u16Field, u64 as u64Field } from '../../types/ints.js';
import { field, hidden, struct } from '../../types/struct.js';
import { AttributeTable, nested } from '../attributes.js';
import { shiftedBits } from '../bits.js';
import { familyBody } from '../body.js';
import { interfaceField, value } from '../payload.js';
import { u64 } from '../values.js';
import { vlanFlags } from './bridge.js';
import { linkStats64 } from './linkStats.js';

const filter = { unknown: '1<<IFLA_STATS_???', entries: shiftedBits(constants.ifla_stats).entries };

const header = struct('if_stats_msg', [
  hidden('family', u8Field),
  field('pad1', hex8, { when: (place) => place.sibling('pad1') !== 0 }),
  field('pad2', hex16, { when: (place) => place.sibling('pad2') !== 0 }),
  field('ifindex', interfaceField),
  field('filter_mask', flags(filter)),
]);

const counters = (name: string, fields: readonly string[]) =>
  value(
    struct(
      name,
      fields.map((counter) => field(counter, u64Field)),
    ),
  );

const bridgeStats = new AttributeTable(constants.bridge_xstats, {
  BRIDGE_XSTATS_VLAN: value(
    struct('bridge_vlan_xstats', [
      field('rx_bytes', u64Field),
      field('rx_packets', u64Field),
      field('tx_bytes', u64Field),
      field('tx_packets', u64Field),
      field('vid', u16Field),
      field('flags', vlanFlags),
      field('pad2', hex32, { when: (place) => place.sibling('pad2') !== 0 }),
    ]),
  ),
  BRIDGE_XSTATS_STP: counters('bridge_stp_xstats', ['transition_blk', 'transition_fwd', 'rx_bpdu', 'tx_bpdu', 'rx_tcn', 'tx_tcn']),
});

const bondStats = new AttributeTable(constants.bond_3ad_stats, {
  BOND_3AD_STAT_LACPDU_RX: u64,
  BOND_3AD_STAT_LACPDU_TX: u64,
  BOND_3AD_STAT_LACPDU_UNKNOWN_RX: u64,
  BOND_3AD_STAT_LACPDU_ILLEGAL_RX: u64,
  BOND_3AD_STAT_MARKER_RX: u64,
  BOND_3AD_STAT_MARKER_TX: u64,
  BOND_3AD_STAT_MARKER_RESP_RX: u64,
  BOND_3AD_STAT_MARKER_RESP_TX: u64,
  BOND_3AD_STAT_MARKER_UNKNOWN_RX: u64,
});

const extendedStats = nested(
  new AttributeTable(constants.link_xstats_type, {
    LINK_XSTATS_TYPE_BRIDGE: nested(bridgeStats),
    LINK_XSTATS_TYPE_BOND: nested(new AttributeTable(constants.bond_xstats, { BOND_XSTATS_3AD: nested(bondStats) })),
  }),
);

const mplsStats = [...['rx_packets', 'tx_packets', 'rx_bytes', 'tx_bytes', 'rx_errors', 'tx_errors', 'rx_dropped', 'tx_dropped', 'rx_noroute']];

const statsTable = new AttributeTable(constants.ifla_stats, {
  IFLA_STATS_LINK_64: linkStats64,
  IFLA_STATS_LINK_XSTATS: extendedStats,
  IFLA_STATS_LINK_XSTATS_SLAVE: extendedStats,
  IFLA_STATS_LINK_OFFLOAD_XSTATS: nested(new AttributeTable(constants.ifla_offload_xstats, { IFLA_OFFLOAD_XSTATS_CPU_HIT: linkStats64 })),
  IFLA_STATS_AF_SPEC: nested(
    new AttributeTable(constants.address_families, {
      AF_MPLS: nested(new AttributeTable(constants.mpls_stats, { MPLS_STATS_LINK: counters('mpls_link_stats', mplsStats) })),
    }),
  ),
});

export const statsBody = familyBody('family', header, statsTable);
