/** Diagnosis of local, netlink and packet sockets (linux/unix_diag.h, netlink_diag.h, packet_diag.h, sock_diag(7)). */
import { constants } from '../../generated/constants.gen.js';
import { socketInstruction } from '../../types/classicBpf.js';
import { enumeration, flags } from '../../types/flags.js';
import { hex8, hex64, u8 as u8Field, u16 as u16Field, unsignedInt } from '../../types/ints.js';
import { field, hidden, struct } from '../../types/struct.js';
import type { FieldType } from '../../types/valueType.js';
import { AttributeTable } from '../attributes.js';
import { familyBody } from '../body.js';
import { hexBytes, interfaceField, list, type Payload, text, value } from '../payload.js';
import { s32, u8, u32 } from '../values.js';
import { cookie, socketMemory, stateMask } from './socketMemory.js';

const socketType = enumeration(constants.socket_types, 'u8');
const states = enumeration(constants.socket_states, 'u8');

const unixRequestStruct = struct('unix_diag_req', [
  hidden('sdiag_family', u8Field),
  field('sdiag_protocol', u8Field),
  hidden('pad', u16Field),
  field('udiag_states', stateMask),
  field('udiag_ino', unsignedInt),
  field('udiag_show', flags(constants.unix_diag_show)),
  field('udiag_cookie', cookie),
]);

const unixMessageStruct = struct('unix_diag_msg', [
  hidden('udiag_family', u8Field),
  field('udiag_type', socketType),
  field('udiag_state', states),
  hidden('pad', u8Field),
  field('udiag_ino', unsignedInt),
  field('udiag_cookie', cookie),
]);

/** A device number, taken apart as libc does. */
const kernelDevice: FieldType = {
  typeName: 'dev_t',
  size: () => 4,
  align: () => 4,
  emitAt(out, place, at) {
    const device = new DataView(place.data.buffer, place.data.byteOffset).getUint32(at, true);
    const major = (device >>> 8) & 0xfff;
    const minor = (device & 0xff) | ((device >>> 12) & ~0xff);
    if (!out.beginCall('makedev', device)) return;
    out.item();
    out.hex(major);
    out.item();
    out.hex(minor >>> 0);
    out.endCall();
  },
};

const unixTable = new AttributeTable(constants.unix_diag, {
  UNIX_DIAG_NAME: text,
  UNIX_DIAG_VFS: value(
    struct('unix_diag_vfs', [field('udiag_vfs_ino', unsignedInt), field('udiag_vfs_dev', kernelDevice)], { order: ['udiag_vfs_dev', 'udiag_vfs_ino'] }),
  ),
  UNIX_DIAG_PEER: u32,
  UNIX_DIAG_ICONS: list(unsignedInt),
  UNIX_DIAG_RQLEN: value(struct('unix_diag_rqlen', [field('udiag_rqueue', unsignedInt), field('udiag_wqueue', unsignedInt)])),
  UNIX_DIAG_MEMINFO: socketMemory,
  UNIX_DIAG_SHUTDOWN: u8,
  UNIX_DIAG_UID: s32,
});

export const unixRequest = familyBody('sdiag_family', unixRequestStruct, undefined);
export const unixMessage = familyBody('udiag_family', unixMessageStruct, unixTable);

const NDIAG_PROTO_ALL = 255;
const netlinkProtocols = enumeration(
  { ...constants.netlink_protocols, entries: [...constants.netlink_protocols.entries, ['NDIAG_PROTO_ALL', NDIAG_PROTO_ALL]] },
  'u8',
);

const netlinkRequestStruct = struct('netlink_diag_req', [
  hidden('sdiag_family', u8Field),
  field('sdiag_protocol', netlinkProtocols),
  hidden('pad', u16Field),
  field('ndiag_ino', unsignedInt),
  field('ndiag_show', flags(constants.netlink_diag_show)),
  field('ndiag_cookie', cookie),
]);

const netlinkMessageStruct = struct('netlink_diag_msg', [
  hidden('ndiag_family', u8Field),
  field('ndiag_type', socketType),
  field('ndiag_protocol', enumeration(constants.netlink_protocols, 'u8')),
  field('ndiag_state', enumeration(constants.netlink_states, 'u8')),
  field('ndiag_portid', unsignedInt),
  field('ndiag_dst_portid', unsignedInt),
  field('ndiag_dst_group', unsignedInt),
  field('ndiag_ino', unsignedInt),
  field('ndiag_cookie', cookie),
]);

const ring = (name: string, prefix: string, rest: readonly string[]): Payload =>
  value(
    struct(
      name,
      ['block_size', 'block_nr', 'frame_size', 'frame_nr', ...rest].map((each) => field(`${prefix}_${each}`, unsignedInt)),
    ),
  );

/** Membership masks: words of the machine’s size. */
const netlinkTable = new AttributeTable(constants.netlink_diag, {
  NETLINK_DIAG_MEMINFO: socketMemory,
  NETLINK_DIAG_GROUPS: list(hex64),
  NETLINK_DIAG_RX_RING: ring('netlink_diag_ring', 'ndr', []),
  NETLINK_DIAG_TX_RING: ring('netlink_diag_ring', 'ndr', []),
  NETLINK_DIAG_FLAGS: value(flags(constants.netlink_diag_flags)),
});

export const netlinkRequest = familyBody('sdiag_family', netlinkRequestStruct, undefined);
export const netlinkMessage = familyBody('ndiag_family', netlinkMessageStruct, netlinkTable);

const packetRequestStruct = struct('packet_diag_req', [
  hidden('sdiag_family', u8Field),
  field('sdiag_protocol', hex8),
  hidden('pad', u16Field),
  field('pdiag_ino', unsignedInt),
  field('pdiag_show', flags(constants.packet_diag_show)),
  field('pdiag_cookie', cookie),
]);

const packetMessageStruct = struct('packet_diag_msg', [
  hidden('pdiag_family', u8Field),
  field('pdiag_type', socketType),
  field('pdiag_num', enumeration(constants.ethertypes, 'u16')),
  field('pdiag_ino', unsignedInt),
  field('pdiag_cookie', cookie),
]);

const packetInfo = struct('packet_diag_info', [
  field('pdi_index', interfaceField),
  field('pdi_version', enumeration(constants.packet_versions)),
  field('pdi_reserve', unsignedInt),
  field('pdi_copy_thresh', unsignedInt),
  field('pdi_tstamp', unsignedInt),
  field('pdi_flags', flags(constants.packet_diag_flags)),
]);

const ADDRESS_BYTES = 32;
/** Of the address only as many bytes are shown as it has. */
const membershipAddress: FieldType = {
  typeName: 'u8[32]',
  size: () => ADDRESS_BYTES,
  align: () => 1,
  emitAt: (out, place, at) => hexBytes(Math.min(Number(place.sibling('pdmc_alen') ?? 0), ADDRESS_BYTES)).emitAt(out, place, at),
};
const membership = struct('packet_diag_mclist', [
  field('pdmc_index', interfaceField),
  field('pdmc_count', unsignedInt),
  field('pdmc_type', u16Field),
  field('pdmc_alen', u16Field),
  field('pdmc_addr', membershipAddress),
]);

const packetRing = ring('packet_diag_ring', 'pdr', ['retire_tmo', 'sizeof_priv', 'features']);
const instructions = list(socketInstruction);
/** The instructions with -v, else where they are. */
const filter: Payload = (out, bytes, scope) => {
  if (out.options.verbose || bytes.length < socketInstruction.size(bytes.place.call.abi)) return instructions(out, bytes, scope);
  out.address(bytes.at);
  return true;
};
const packetTable = new AttributeTable(constants.packet_diag, {
  PACKET_DIAG_INFO: value(packetInfo),
  PACKET_DIAG_MCLIST: list(membership),
  PACKET_DIAG_RX_RING: packetRing,
  PACKET_DIAG_TX_RING: packetRing,
  PACKET_DIAG_FANOUT: u32,
  PACKET_DIAG_UID: s32,
  PACKET_DIAG_MEMINFO: socketMemory,
  PACKET_DIAG_FILTER: filter,
});

export const packetRequest = familyBody('sdiag_family', packetRequestStruct, undefined);
export const packetMessage = familyBody('pdiag_family', packetMessageStruct, packetTable);
