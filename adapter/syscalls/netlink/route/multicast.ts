/** Multicast: databases of bridges (struct br_port_msg) and reports of the multicast router (linux/if_bridge.h, linux/mroute.h). */
import { constants } from '../../generated/constants.gen.js';
import { EnumType, enumeration, flags } from '../../types/flags.js';
import { u8 as u8Field, u16 as u16Field } from '../../types/ints.js';
import { field, hidden, struct } from '../../types/struct.js';
import type { FieldType } from '../../types/valueType.js';
import { AttributeTable, nested, showAttributes, showBytes } from '../attributes.js';
import { type Body, familyBody, showRest } from '../body.js';
import {
  addressBytes,
  hexBytes,
  inet6Address,
  inetAddress,
  interfaceField,
  named,
  type Payload,
  showAddressField,
  showHtons,
  value,
  valueThen,
} from '../payload.js';
import { u32 } from '../values.js';

const families = new EnumType(constants.address_families, 'u16', 'hex');
const ADDRESS_BYTES = 16;

/** The union of addresses in struct br_mdb_entry, and the protocol that picks one: an address family, as the field is read here. */
const mdbAddress: FieldType = {
  typeName: 'br_ip',
  size: () => 20,
  align: () => 4,
  emitAt(out, place, at) {
    const protocol = ((place.data[at + ADDRESS_BYTES] ?? 0) << 8) | (place.data[at + ADDRESS_BYTES + 1] ?? 0);
    const size = addressBytes(protocol);
    out.beginStruct();
    if (size === undefined) {
      out.field('u');
      hexBytes(ADDRESS_BYTES).emitAt(out, place, at);
    } else showAddressField(out, 'u', protocol, place.data.subarray(at), ADDRESS_BYTES);
    out.field('proto');
    showHtons(out, protocol, () => families.show(out, protocol));
    out.endStruct();
  },
};

const entry = struct('br_mdb_entry', [
  field('ifindex', interfaceField),
  field('state', enumeration(constants.mdb_states, 'u8')),
  field('flags', flags(constants.mdb_flags, 'u8')),
  field('vid', u16Field),
  field('addr', mdbAddress),
]);

const routerPort: Payload = (out, bytes, scope) => {
  showAttributes(out, bytes, routerPortTable, scope);
  return true;
};
const routerPortTable = new AttributeTable(constants.mdba_router_pattr, {
  MDBA_ROUTER_PATTR_TIMER: u32,
  MDBA_ROUTER_PATTR_TYPE: named(constants.multicast_router_types, 'u8'),
});
const databaseTable = new AttributeTable(constants.mdba, {
  MDBA_MDB: nested(
    new AttributeTable(constants.mdba_mdb, {
      MDBA_MDB_ENTRY: nested(new AttributeTable(constants.mdba_mdb_entry, { MDBA_MDB_ENTRY_INFO: value(entry) })),
    }),
  ),
  MDBA_ROUTER: nested(new AttributeTable(constants.mdba_router, { MDBA_ROUTER_PORT: valueThen(interfaceField, routerPort) })),
});

export const multicastDatabaseBody = familyBody('family', struct('br_port_msg', [hidden('family', u8Field), field('ifindex', interfaceField)]), databaseTable);

const reports = new AttributeTable(constants.ipmra_creport, {
  IPMRA_CREPORT_MSGTYPE: named(constants.igmp_messages, 'u8'),
  IPMRA_CREPORT_VIF_ID: u32,
  IPMRA_CREPORT_SRC_ADDR: inetAddress,
  IPMRA_CREPORT_DST_ADDR: inetAddress,
  IPMRA_CREPORT_TABLE: u32,
});
const reports6 = new AttributeTable(constants.ip6mra_creport, {
  IP6MRA_CREPORT_MSGTYPE: named(constants.mrt6_messages, 'u8'),
  IP6MRA_CREPORT_MIF_ID: u32,
  IP6MRA_CREPORT_SRC_ADDR: inet6Address,
  IP6MRA_CREPORT_DST_ADDR: inet6Address,
});

/** Families of multicast routers, beyond those of sockets (linux/rtnetlink.h). */
const routers: readonly (readonly [family: number, name: string, table: AttributeTable])[] = [
  [128, 'RTNL_FAMILY_IPMR', reports],
  [129, 'RTNL_FAMILY_IP6MR', reports6],
];
const HEADER_BYTES = 4;
const routerFamilies = new EnumType(
  { unknown: 'RTNL_FAMILY_???', entries: [...routers.map(([family, name]) => [name, family] as const), ...constants.address_families.entries] },
  'u8',
  'hex',
);

export const cacheReportBody: Body = (out, bytes) => {
  const family = bytes.u8(0);
  const router = routers.find(([known]) => known === family);
  out.beginStruct();
  out.field('rtgen_family');
  routerFamilies.show(out, family);
  out.endStruct();
  if (router !== undefined) showRest(out, bytes, HEADER_BYTES, router[2], { family });
  else if (bytes.length > HEADER_BYTES) {
    out.item();
    showBytes(out, bytes.from(HEADER_BYTES));
  }
  return true;
};
