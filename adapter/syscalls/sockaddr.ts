/** struct sockaddr by address family (socket(7), ip(7), unix(7), netlink(7), packet(7)). */
import type { Emitter } from '../decode/emitter.js';
import type { Place } from '../decode/place.js';
import { unsigned, type Word } from '../decode/word.js';
import type { Op, Operand } from '../plan/op.js';
import type { CaptureContext } from './descriptor.js';
import { constants } from './generated/constants.gen.js';
import { rareShapes } from './sockaddrFamilies.js';
import { INET_BYTES, INET6_WITHOUT_SCOPE, showInet, showInet6 } from './sockaddrInternet.js';
import { bytesOr, Fields, hexPadded, interfacesOfFamily, namesOf, numberCall, type Shape, SOCKADDR_MAX, showInterface } from './sockaddrParts.js';
import { RXRPC_BYTES, showRxrpc } from './sockaddrRxrpc.js';
import { fd } from './types/fd.js';
import { valuesOf } from './types/flags.js';
import { showPid } from './types/ids.js';

const FAMILY_BYTES = 2;
/** UNIX_PATH_MAX of un.h. */
const UNIX_PATH_BYTES = 108;

const families = namesOf(constants.address_families.entries);
const { AF_XDP } = valuesOf(constants.address_families);
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

const shapes: Readonly<Record<string, Shape>> = {
  ...rareShapes,
  AF_UNIX: { bytes: 2, show: showUnix },
  AF_INET: { bytes: INET_BYTES, show: showInet },
  AF_INET6: { bytes: INET6_WITHOUT_SCOPE, show: showInet6 },
  AF_RXRPC: { bytes: RXRPC_BYTES, show: showRxrpc },
  AF_NETLINK: {
    bytes: 12,
    show(out, fields) {
      if (fields.u16(2) !== 0) {
        out.field('nl_pad');
        out.hex(fields.u16(2));
      }
      out.field('nl_pid');
      showPid(out, fields.i32(4));
      out.field('nl_groups');
      out.raw(hexPadded(fields.u32(8)));
    },
  },
  AF_PACKET: {
    bytes: 20,
    show(out, fields) {
      out.field('sll_protocol');
      const protocol = fields.net16(2);
      const name = ethertypes.get(protocol);
      const number = protocol === 0 ? '0' : `0x${protocol.toString(16)}`;
      bytesOr(out, fields.bytes(2, 2), `htons(${name ?? `${number} /* ${constants.ethertypes.unknown} */`})`, () =>
        numberCall(out, 'htons', protocol, () => out.symbol(protocol, name, constants.ethertypes.unknown)),
      );
      out.field('sll_ifindex');
      showInterface(out, fields.u32(4), fields.place);
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
export function showSockaddrBytes(out: Emitter, data: Uint8Array, place: Place): void {
  const fields = new Fields(data, place);
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
  else showSockaddrBytes(out, data, place);
}

const XDP_DESCRIPTOR: Operand = { from: 'field', offset: 12, size: 4 };

/** Copies an address, and what is shown with it. */
export const sockaddrOp = (at: Operand, length: Operand, context: CaptureContext): Op => ({
  op: 'copy',
  at,
  length,
  cap: SOCKADDR_MAX,
  body: [interfacesOfFamily, { op: 'switch', value: { from: 'field', offset: 0, size: 2 }, cases: [[AF_XDP, fd.type.follow(XDP_DESCRIPTOR, context)]] }],
});
