/** IFLA_LINKINFO: what a link’s kind says about it (linux/if_link.h). */
import type { Emitter } from '../../../decode/emitter.js';
import { constants } from '../../generated/constants.gen.js';
import { unsignedInt } from '../../types/ints.js';
import { field, struct } from '../../types/struct.js';
import { AttributeTable, nested, showAttributeList } from '../attributes.js';
import { cText, named, type Payload, type Scope, value } from '../payload.js';
import type { Stretch } from '../stretch.js';
import { s32, u8, u32 } from '../values.js';
import { bridgeData, bridgePort } from './bridge.js';

const tunData = new AttributeTable(constants.ifla_tun, {
  IFLA_TUN_OWNER: s32,
  IFLA_TUN_GROUP: s32,
  IFLA_TUN_TYPE: named(constants.tun_device_types, 'u8'),
  IFLA_TUN_PI: u8,
  IFLA_TUN_VNET_HDR: u8,
  IFLA_TUN_PERSIST: u8,
  IFLA_TUN_MULTI_QUEUE: u8,
  IFLA_TUN_NUM_QUEUES: u32,
  IFLA_TUN_NUM_DISABLED_QUEUES: u32,
});

/** struct can_device_stats of linux/can/netlink.h. */
const canStats = value(
  struct(
    'can_device_stats',
    ['bus_error', 'error_warning', 'error_passive', 'bus_off', 'arbitration_lost', 'restarts'].map((name) => field(name, unsignedInt)),
  ),
);

/** By IFLA_INFO_KIND. */
const dataOf: Readonly<Record<string, Payload>> = { bridge: nested(bridgeData), tun: nested(tunData) };
const statsOf: Readonly<Record<string, Payload>> = { can: canStats };
/** By IFLA_INFO_SLAVE_KIND. */
const slaveDataOf: Readonly<Record<string, Payload>> = { bridge: nested(bridgePort) };

const byKind =
  (payloads: Readonly<Record<string, Payload>>, kind: (scope: Scope) => string | undefined): Payload =>
  (out, bytes, scope) => {
    const known = kind(scope);
    return known !== undefined && Object.hasOwn(payloads, known) && (payloads[known]?.(out, bytes, scope) ?? false);
  };

const table = new AttributeTable(constants.ifla_info, {
  IFLA_INFO_KIND: cText,
  IFLA_INFO_DATA: byKind(dataOf, (scope) => scope.kind),
  IFLA_INFO_XSTATS: byKind(statsOf, (scope) => scope.kind),
  IFLA_INFO_SLAVE_KIND: cText,
  IFLA_INFO_SLAVE_DATA: byKind(slaveDataOf, (scope) => scope.slaveKind),
});

/** Kinds are as short as names of modules: MODULE_NAME_LEN of linux/module.h. */
const KIND_BYTES = 56;
const IFLA_INFO_KIND = 1;
const IFLA_INFO_SLAVE_KIND = 4;

/** Kinds stand before the data that they are about. */
function note(type: number, bytes: Stretch, scope: Scope): Scope {
  if ((type !== IFLA_INFO_KIND && type !== IFLA_INFO_SLAVE_KIND) || bytes.length >= KIND_BYTES) return scope;
  const end = bytes.data.indexOf(0);
  const kind = new TextDecoder().decode(end < 0 ? bytes.data : bytes.data.subarray(0, end));
  return type === IFLA_INFO_KIND ? { ...scope, kind } : { ...scope, slaveKind: kind };
}

export const linkInfo: Payload = (out: Emitter, bytes, scope) => {
  showAttributeList(out, bytes, table, scope, note);
  return true;
};
