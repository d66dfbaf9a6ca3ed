/** Next hop objects: struct nhmsg (linux/nexthop.h). */
import { constants } from '../../generated/constants.gen.js';
import { flags } from '../../types/flags.js';
import { hex8, hex16, u8 as u8Field, unsignedInt } from '../../types/ints.js';
import { field, hidden, struct } from '../../types/struct.js';
import { AttributeTable, nested } from '../attributes.js';
import { familyBody } from '../body.js';
import { familyAddress, interfaceIndex, list, named } from '../payload.js';
import { u16, u32 } from '../values.js';
import { clockTime } from './clockTime.js';
import { encapsulation, routeProtocol, scope } from './route.js';

const nhmsg = struct('nhmsg', [
  hidden('nh_family', u8Field),
  field('nh_scope', scope),
  field('nh_protocol', routeProtocol),
  field('resvd', hex8, { when: (place) => place.sibling('resvd') !== 0 }),
  field('nh_flags', flags(constants.rtnh_flags)),
]);

const groupMember = struct('nexthop_grp', [
  field('id', unsignedInt),
  field('weight', u8Field),
  field('resvd1', hex8, { when: (place) => place.sibling('resvd1') !== 0 }),
  field('resvd2', hex16, { when: (place) => place.sibling('resvd2') !== 0 }),
]);

const nextHopTable = new AttributeTable(constants.nha, {
  NHA_ID: u32,
  NHA_GROUP: list(groupMember),
  NHA_GROUP_TYPE: named(constants.nexthop_group_types, 'u16'),
  NHA_BLACKHOLE: u32,
  NHA_OIF: interfaceIndex,
  NHA_GATEWAY: familyAddress,
  NHA_ENCAP_TYPE: encapsulation,
  NHA_GROUPS: u32,
  NHA_MASTER: interfaceIndex,
  NHA_FDB: u32,
  NHA_RES_GROUP: nested(
    new AttributeTable(constants.nha_res_group, {
      NHA_RES_GROUP_BUCKETS: u16,
      NHA_RES_GROUP_IDLE_TIMER: clockTime,
      NHA_RES_GROUP_UNBALANCED_TIMER: clockTime,
      NHA_RES_GROUP_UNBALANCED_TIME: clockTime,
    }),
  ),
  NHA_RES_BUCKET: nested(
    new AttributeTable(constants.nha_res_bucket, { NHA_RES_BUCKET_INDEX: u16, NHA_RES_BUCKET_IDLE_TIME: clockTime, NHA_RES_BUCKET_NH_ID: u32 }),
  ),
});

export const nextHopBody = familyBody('nh_family', nhmsg, nextHopTable);
