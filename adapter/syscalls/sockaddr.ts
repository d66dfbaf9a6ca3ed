/** struct sockaddr by address family (socket(7), ip(7), unix(7), netlink(7), packet(7)). */
import type { Emitter } from '../decode/emitter.js';
import type { Place } from '../decode/place.js';
import { unsigned, type Word } from '../decode/word.js';
import { constants } from './generated/constants.gen.js';
import { ipv4Text, ipv6Text } from './ipAddress.js';

/** Bytes of the largest address: struct sockaddr_storage. */
export const SOCKADDR_MAX = 128;
const FAMILY_BYTES = 2;

const namesOf = (entries: readonly (readonly [string, number])[]): ReadonlyMap<number, string> => {
  const names = new Map<number, string>();
  for (const [name, value] of entries) if (!names.has(value)) names.set(value, name);
  return names;
};
const families = namesOf(constants.address_families.entries);
const familyNumber = new Map<string, number>(constants.address_families.entries.map(([name, value]) => [name, value]));
const ethertypes = namesOf(constants.ethertypes.entries);
const hardware = namesOf(constants.arp_hardware.entries);
const packetTypes = namesOf(constants.packet_types.entries);

/** LOOPBACK_IFINDEX of the kernel: the one interface whose number is the same everywhere. */
const LOOPBACK_INDEX = 1;

/** Reads the address’s fields. */
class Fields {
  readonly #view: DataView;
  constructor(readonly data: Uint8Array) {
    this.#view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  }
  u16(at: number): number {
    return this.#view.getUint16(at, true);
  }
  u32(at: number): number {
    return this.#view.getUint32(at, true);
  }
  i32(at: number): number {
    return this.#view.getInt32(at, true);
  }
  /** Big-endian, as ports and protocols are. */
  net16(at: number): number {
    return this.#view.getUint16(at, false);
  }
  net32(at: number): number {
    return this.#view.getUint32(at, false);
  }
}

/** A family’s fields, and how long the address must be for them to be shown. */
interface Shape {
  readonly bytes: number;
  show(out: Emitter, fields: Fields): void;
}

function htons(out: Emitter, field: string, value: number): void {
  out.field(field);
  if (!out.beginCall('htons', value, 'decimal')) return;
  out.item();
  out.decimal(value);
  out.endCall();
}

function quotedCall(out: Emitter, name: string, text: string): void {
  if (!out.beginCall(name, undefined)) return;
  out.item();
  out.string(new TextEncoder().encode(text), 'path', false);
  out.endCall();
}

export function showInterface(out: Emitter, index: number): void {
  if (index === LOOPBACK_INDEX) quotedCall(out, 'if_nametoindex', 'lo');
  else out.decimal(index);
}

function showUnix(out: Emitter, { data }: Fields): void {
  const path = data.subarray(FAMILY_BYTES);
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
  if (out.beginCall('inet_pton', undefined)) {
    out.item();
    out.symbol(familyNumber.get('AF_INET6') ?? 0, 'AF_INET6', '');
    out.item();
    out.string(new TextEncoder().encode(ipv6Text(fields.data, 8)), 'path', false);
    out.item();
    out.raw('&sin6_addr');
    out.endCall();
  }
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
      for (const byte of fields.data.subarray(12, 12 + Math.min(length, 8))) {
        out.item();
        out.hex(byte);
      }
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
  if (shape !== undefined && data.length >= shape.bytes) shape.show(out, fields);
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
