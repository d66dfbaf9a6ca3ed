/** struct sockaddr by address family (socket(7), ip(7), unix(7), netlink(7), packet(7)). */
import type { Emitter } from '../decode/emitter.js';
import type { Place } from '../decode/place.js';
import { unsigned, type Word } from '../decode/word.js';
import { constants } from './generated/constants.gen.js';
import { ipv4Text } from './ipAddress.js';
import { rareShapes } from './sockaddrFamilies.js';
import { Fields, htons, namesOf, quotedCall, type Shape, showInterface, showIpv6 } from './sockaddrParts.js';

export { showInterface } from './sockaddrParts.js';

/** Bytes of the largest address: struct sockaddr_storage. */
export const SOCKADDR_MAX = 128;
const FAMILY_BYTES = 2;
/** UNIX_PATH_MAX of un.h. */
const UNIX_PATH_BYTES = 108;

const families = namesOf(constants.address_families.entries);
const ethertypes = namesOf(constants.ethertypes.entries);
const hardware = namesOf(constants.arp_hardware.entries);
const packetTypes = namesOf(constants.packet_types.entries);

function showUnix(out: Emitter, { data }: Fields): void {
  const path = data.subarray(FAMILY_BYTES, FAMILY_BYTES + UNIX_PATH_BYTES);
  if (path.length === 0) return;
  out.field('sun_path');
  if (path[0] === 0) {
    out.raw('@');
    out.string(path.subarray(1), 'path', false);
    return;
  }
  const end = path.indexOf(0);
  out.string(end < 0 ? path : path.subarray(0, end), 'path', false);
}

function showInet6(out: Emitter, fields: Fields): void {
  htons(out, 'sin6_port', fields.net16(2));
  out.field('sin6_flowinfo');
  if (out.beginCall('htonl', fields.net32(4), 'decimal')) {
    out.item();
    out.decimal(fields.net32(4));
    out.endCall();
  }
  out.unnamed();
  showIpv6(out, fields.data.subarray(8, 24), '&sin6_addr');
  if (fields.data.length >= 28) {
    out.field('sin6_scope_id');
    showScope(out, fields);
  }
}

/** Scopes of link-local addresses are interfaces. */
function showScope(out: Emitter, fields: Fields): void {
  const scope = fields.u32(24);
  const linkLocal = (fields.data[8] === 0xfe && ((fields.data[9] ?? 0) & 0xc0) === 0x80) || (fields.data[8] === 0xff && ((fields.data[9] ?? 0) & 0x0f) <= 2);
  if (linkLocal) showInterface(out, scope);
  else out.decimal(scope);
}

/** Eight digits with 0x among them, as printf’s %#08x gives. */
const groupsText = (value: number): string => (value === 0 ? '00000000' : `0x${value.toString(16).padStart(6, '0')}`);

const shapes: Readonly<Record<string, Shape>> = {
  ...rareShapes,
  AF_UNIX: { bytes: 2, show: showUnix },
  AF_INET: {
    bytes: 16,
    show(out, fields) {
      htons(out, 'sin_port', fields.net16(2));
      out.field('sin_addr');
      quotedCall(out, 'inet_addr', ipv4Text(fields.data, 4));
    },
  },
  AF_INET6: { bytes: 24, show: showInet6 },
  AF_NETLINK: {
    bytes: 12,
    show(out, fields) {
      if (fields.u16(2) !== 0) {
        out.field('nl_pad');
        out.hex(fields.u16(2));
      }
      out.field('nl_pid');
      out.decimal(fields.i32(4));
      out.field('nl_groups');
      out.raw(groupsText(fields.u32(8)));
    },
  },
  AF_PACKET: {
    bytes: 20,
    show(out, fields) {
      out.field('sll_protocol');
      const protocol = fields.net16(2);
      if (out.beginCall('htons', protocol)) {
        out.item();
        out.symbol(protocol, ethertypes.get(protocol), constants.ethertypes.unknown);
        out.endCall();
      }
      out.field('sll_ifindex');
      showInterface(out, fields.i32(4));
      out.field('sll_hatype');
      out.symbol(fields.u16(8), hardware.get(fields.u16(8)), constants.arp_hardware.unknown);
      out.field('sll_pkttype');
      const type = fields.data[10] ?? 0;
      out.symbol(type, packetTypes.get(type), constants.packet_types.unknown);
      const length = fields.data[11] ?? 0;
      out.field('sll_halen');
      out.decimal(length);
      if (length === 0) return;
      out.field('sll_addr');
      out.beginArray();
      for (const byte of fields.data.subarray(12, 12 + length)) {
        out.item();
        out.raw(byte === 0 ? '00' : `0x${byte.toString(16)}`);
      }
      if (fields.data.length < 12 + length) out.more();
      out.endArray();
    },
  },
};

/** Shows the address that `data` holds: at least its family. */
export function showSockaddrBytes(out: Emitter, data: Uint8Array): void {
  const fields = new Fields(data);
  const family = fields.u16(0);
  const name = families.get(family);
  out.beginStruct();
  out.field('sa_family');
  out.symbol(family, name, constants.address_families.unknown);
  const shape = name === undefined ? undefined : shapes[name];
  if (shape !== undefined && data.length >= shape.bytes && shape.fits?.(data.length) !== false) shape.show(out, fields);
  else if (data.length > FAMILY_BYTES) {
    out.field('sa_data');
    out.string(data.subarray(FAMILY_BYTES), 'path', false);
  }
  out.endStruct();
}

/** Shows the address of `length` bytes at `at`; the bare pointer when it is too short to have a family or was not readable. */
export function showSockaddr(out: Emitter, place: Place, at: Word, length: number): void {
  const wanted = Math.min(length, SOCKADDR_MAX);
  const { data } = place.memory.read(unsigned(at), Math.max(wanted, 0));
  if (at === 0 || wanted < FAMILY_BYTES || data.length < wanted) out.address(at);
  else showSockaddrBytes(out, data);
}
