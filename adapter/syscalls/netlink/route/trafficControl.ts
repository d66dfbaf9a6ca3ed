/** Queueing disciplines, classes, filters and actions: struct tcmsg, struct tcamsg (rtnetlink(7), linux/rtnetlink.h). */
import { constants } from '../../generated/constants.gen.js';
import { i8, i16, int, u8 as u8Field, u16 as u16Field, u64 as u64Field, unsignedInt } from '../../types/ints.js';
import { field, hidden, type StructField, struct } from '../../types/struct.js';
import { AttributeTable, nested } from '../attributes.js';
import { familyBody } from '../body.js';
import { flagWord, interfaceField, list, type Payload, text, value } from '../payload.js';
import { u8, u32, u64 } from '../values.js';

const tcmsg = struct('tcmsg', [
  hidden('tcm_family', u8Field),
  hidden('tcm__pad1', u8Field),
  hidden('tcm__pad2', u16Field),
  field('tcm_ifindex', interfaceField),
  field('tcm_handle', unsignedInt),
  field('tcm_parent', unsignedInt),
  field('tcm_info', unsignedInt),
]);

const rates = [field('bps', unsignedInt), field('pps', unsignedInt)];

/** A struct without the padding that its alignment asks for at its end. */
const unpadded = (name: string, fields: readonly StructField[]): Payload => value(struct(name, fields, { packed: true }));

const basic = unpadded('gnet_stats_basic', [field('bytes', u64Field), field('packets', unsignedInt)]);

const stats2 = new AttributeTable(constants.tca_stats, {
  TCA_STATS_BASIC: basic,
  TCA_STATS_RATE_EST: value(struct('gnet_stats_rate_est', rates)),
  TCA_STATS_QUEUE: value(
    struct('gnet_stats_queue', [
      field('qlen', unsignedInt),
      field('backlog', unsignedInt),
      field('drops', unsignedInt),
      field('requeues', unsignedInt),
      field('overlimits', unsignedInt),
    ]),
  ),
  TCA_STATS_RATE_EST64: value(struct('gnet_stats_rate_est64', [field('bps', u64Field), field('pps', u64Field)])),
  TCA_STATS_BASIC_HW: basic,
  TCA_STATS_PKT64: u64,
});

const stab = new AttributeTable(constants.tca_stab, {
  TCA_STAB_BASE: value(
    struct('tc_sizespec', [
      field('cell_log', u8Field),
      field('size_log', u8Field),
      field('cell_align', i16),
      field('overhead', int),
      field('linklayer', unsignedInt),
      field('mpu', unsignedInt),
      field('mtu', unsignedInt),
      field('tsize', unsignedInt),
    ]),
  ),
  TCA_STAB_DATA: list(u16Field),
});

const tcTable = new AttributeTable(constants.tca, {
  TCA_KIND: text,
  TCA_STATS: unpadded('tc_stats', [
    field('bytes', u64Field),
    field('packets', unsignedInt),
    field('drops', unsignedInt),
    field('overlimits', unsignedInt),
    ...rates,
    field('qlen', unsignedInt),
    field('backlog', unsignedInt),
  ]),
  TCA_RATE: value(struct('tc_estimator', [field('interval', i8), field('ewma_log', u8Field)])),
  TCA_FCNT: u32,
  TCA_STATS2: nested(stats2),
  TCA_STAB: nested(stab),
  TCA_CHAIN: u32,
  TCA_HW_OFFLOAD: u8,
  TCA_INGRESS_BLOCK: u32,
  TCA_EGRESS_BLOCK: u32,
  TCA_DUMP_FLAGS: u32,
});

export const trafficControlBody = familyBody('tcm_family', tcmsg, tcTable);

const actionTable = new AttributeTable(constants.tca_act, {
  TCA_ACT_KIND: text,
  TCA_ACT_INDEX: u32,
  TCA_ACT_STATS: nested(stats2),
  TCA_ACT_FLAGS: flagWord(constants.tca_act_flags, 'u32'),
});

export const actionBody = familyBody('tca_family', struct('tcamsg', [hidden('tca_family', u8Field)]), actionTable);
