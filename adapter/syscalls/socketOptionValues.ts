/** What socket options hold, for those that hold more than a number or bytes (socket(7), ip(7), ipv6(7), packet(7)). */
import type { Emitter } from '../decode/emitter.js';
import type { Place } from '../decode/place.js';
import { addWord } from '../decode/word.js';
import { ucred } from './controlMessages.js';
import { constants } from './generated/constants.gen.js';
import { showSockaddrBytes } from './sockaddr.js';
import { showHardware, showIpv4, showIpv6Field } from './sockaddrParts.js';
import { socketFilterProgram } from './types/classicBpf.js';
import { type EnumType, enumeration } from './types/flags.js';
import { interfaceIndex } from './types/interfaceIndex.js';
import { int, u16, unsignedInt } from './types/ints.js';
import { field, pad, type StructType, struct } from './types/struct.js';
import type { FieldType, ValueType } from './types/valueType.js';

const BYTE_BITS = 8;
const ALL_TYPES = 0xffff_ffff;

/** A field of `bytes` bytes that is no number. */
const bytesField = (typeName: string, bytes: number, align: number, show: (out: Emitter, data: Uint8Array, place: Place) => void): FieldType => ({
  typeName,
  size: () => bytes,
  align: () => align,
  emitAt: (out, place, at) => show(out, place.data.subarray(at, at + bytes), place),
});

const ipv4 = bytesField('in_addr', 4, 4, (out, data) => showIpv4(out, data));

const linger = struct('linger', [field('l_onoff', int), field('l_linger', int)]);
const statistics = struct('tpacket_stats', [field('tp_packets', unsignedInt), field('tp_drops', unsignedInt), field('tp_freeze_q_cnt', unsignedInt)]);
const ring = struct('tpacket_req', [
  field('tp_block_size', unsignedInt),
  field('tp_block_nr', unsignedInt),
  field('tp_frame_size', unsignedInt),
  field('tp_frame_nr', unsignedInt),
]);
const ipMembership = struct('ip_mreq', [field('imr_multiaddr', ipv4), field('imr_interface', ipv4)]);

const SOCKADDR_STORAGE = 128;
const groupMembership = struct('group_req', [
  field('gr_interface', interfaceIndex),
  { ...pad(0), type: { typeName: 'pad', size: () => 0, align: (abi) => (abi === 'i386' ? 4 : 8), emitAt: () => undefined } },
  field(
    'gr_group',
    bytesField('sockaddr_storage', SOCKADDR_STORAGE, 4, (out, data, place) => showSockaddrBytes(out, data, place)),
  ),
]);

const HARDWARE_ADDRESS = 8;
const packetMembership = struct('packet_mreq', [
  field('mr_ifindex', interfaceIndex),
  field('mr_type', enumeration(constants.packet_mreq_types, 'u16')),
  field('mr_alen', u16),
  field(
    'mr_address',
    bytesField('unsigned char[8]', HARDWARE_ADDRESS, 1, (out, data, place) => {
      const length = Number(place.sibling('mr_alen') ?? 0);
      showHardware(out, data.subarray(0, length));
    }),
  ),
]);

/** struct ipv6_mreq: the address is shown as the call that makes it. */
const ipv6Membership: FieldType = {
  typeName: 'struct ipv6_mreq',
  size: () => 20,
  align: () => 4,
  emitAt(out, place, at) {
    out.beginStruct();
    showIpv6Field(out, 'ipv6mr_multiaddr', place.data.subarray(at, at + 16));
    out.field('ipv6mr_interface');
    interfaceIndex.type.emitAt(out, place, at + 16);
    out.endStruct();
  },
};

/** Shows the value in `data`: what could be read of the `length` bytes that are said to belong to it. False: only its address is shown. */
export type OptionValue = (out: Emitter, place: Place, data: Uint8Array, length: number) => boolean;

/** A type that takes at least its own size, or exactly that. */
const whole =
  (type: FieldType, exact: boolean): OptionValue =>
  (out, place, data, length) => {
    const bytes = type.size(place.call.abi);
    if (data.length < bytes || (exact ? length !== bytes : length < bytes)) return false;
    type.emitAt(out, place, 0);
    return true;
  };

/** As many fields as there are bytes for; the rest of the last one in hex. All are four bytes wide. */
const partial =
  (type: StructType): OptionValue =>
  (out, place, data, length) => {
    if (length <= 0 || data.length < Math.min(length, type.size(place.call.abi))) return false;
    out.beginStruct();
    for (const [index, { name, type: fieldType }] of type.fields.entries()) {
      const at = index * 4;
      if (at >= length) break;
      out.field(name);
      if (at + 4 <= length) fieldType.emitAt(out, place, at);
      else out.string(data.subarray(at, length), 'wholeHex', false);
    }
    out.endStruct();
    return true;
  };

const bracketed = (out: Emitter, place: Place, type: FieldType): true => {
  out.beginArray();
  out.item();
  type.emitAt(out, place, 0);
  out.endArray();
  return true;
};

/** One number in brackets, of at least its size. */
const number =
  (type: ValueType): OptionValue =>
  (out, place, data, length) =>
    Math.min(length, data.length) >= type.size(place.call.abi) && bracketed(out, place, type);

/** One number in brackets; fewer bytes than it has are shown in hex. */
const numberOrBytes =
  (type: ValueType): OptionValue =>
  (out, place, data, length) => {
    const bytes = type.size(place.call.abi);
    if (length <= 0 || data.length < Math.min(length, bytes)) return false;
    if (length >= bytes) return bracketed(out, place, type);
    out.string(data.subarray(0, length), 'wholeHex', false);
    return true;
  };

const icmpTypes: EnumType = enumeration(constants.icmp_types).type;
/** Most types are named by those that pass when at least two thirds are filtered. */
const icmpFilter: OptionValue = (out, _place, data, length) => {
  const bytes = Math.min(length, 4);
  if (bytes <= 0 || data.length < bytes) return false;
  // What is not given filters everything, as in a filter that nobody has set.
  let mask = ALL_TYPES;
  for (let index = 0; index < bytes; index++) mask = ((mask & ~(0xff << (BYTE_BITS * index))) | ((data[index] ?? 0) << (BYTE_BITS * index))) >>> 0;
  const bits = Array.from({ length: 32 }, (_, bit) => bit);
  const set = bits.filter((bit) => ((mask >>> bit) & 1) === 1);
  const inverted = set.length >= Math.floor((bits.length * 2) / 3);
  if (inverted) out.raw('~');
  out.beginSet();
  for (const bit of inverted ? bits.filter((one) => !set.includes(one)) : set) {
    out.item();
    icmpTypes.show(out, bit);
  }
  out.endSet();
  return true;
};

/** Groups, as many as there are words; the rest is left out. */
const memberships: OptionValue = (out, place, data, length) => {
  const count = Math.floor(length / 4);
  const readable = Math.floor(data.length / 4);
  if (length <= 0 || (count > 0 && readable === 0)) return false;
  const most = out.options.verbose ? count : Math.min(count, out.options.stringLimit);
  out.beginArray();
  for (let index = 0; index < Math.min(most, readable); index++) {
    out.item();
    unsignedInt.type.emitAt(out, place, index * 4);
  }
  if (readable < most) out.more(addWord(place.address, readable * 4));
  else if (most < count) out.more();
  out.endArray();
  return true;
};

const hash = enumeration(constants.txrehash, 'u32', 'decimal').type;
const filter = whole(socketFilterProgram, true);

/** Options of SOL_SOCKET that are one int. */
const ints = `
  SO_DEBUG SO_REUSEADDR SO_DONTROUTE SO_BROADCAST SO_SNDBUF SO_RCVBUF SO_KEEPALIVE SO_OOBINLINE SO_NO_CHECK SO_PRIORITY SO_BSDCOMPAT SO_REUSEPORT
  SO_PASSCRED SO_RCVLOWAT SO_SNDLOWAT SO_DETACH_FILTER SO_TIMESTAMP_OLD SO_ACCEPTCONN SO_SNDBUFFORCE SO_RCVBUFFORCE SO_PASSSEC SO_TIMESTAMPNS_OLD
  SO_MARK SO_TIMESTAMPING_OLD SO_RXQ_OVFL SO_WIFI_STATUS SO_PEEK_OFF SO_NOFCS SO_LOCK_FILTER SO_SELECT_ERR_QUEUE SO_BUSY_POLL SO_INCOMING_CPU
  SO_CNX_ADVICE SO_INCOMING_NAPI_ID SO_ZEROCOPY SO_TIMESTAMP_NEW SO_TIMESTAMPNS_NEW SO_TIMESTAMPING_NEW SO_DETACH_REUSEPORT_BPF SO_PREFER_BUSY_POLL
  SO_BUSY_POLL_BUDGET SO_RESERVE_MEM SO_RCVMARK
`
  .trim()
  .split(/\s+/);
const eachAs = (names: readonly string[], value: OptionValue): Record<string, OptionValue> => Object.fromEntries(names.map((name) => [name, value]));

/** What setsockopt reads, by option; others hold an int or bytes. */
export const givenOptions: Readonly<Record<string, OptionValue>> = {
  ...eachAs(ints, number(int.type)),
  SO_LINGER: whole(linger, false),
  SO_TXREHASH: number(hash),
  SO_ATTACH_FILTER: filter,
  SO_ATTACH_REUSEPORT_CBPF: filter,
  IP_ADD_MEMBERSHIP: whole(ipMembership, false),
  IP_DROP_MEMBERSHIP: whole(ipMembership, false),
  MCAST_JOIN_GROUP: whole(groupMembership, false),
  MCAST_LEAVE_GROUP: whole(groupMembership, false),
  ...eachAs(['IPV6_ADD_MEMBERSHIP', 'IPV6_DROP_MEMBERSHIP', 'IPV6_JOIN_ANYCAST', 'IPV6_LEAVE_ANYCAST'], whole(ipv6Membership, false)),
  ICMP_FILTER: icmpFilter,
  PACKET_ADD_MEMBERSHIP: whole(packetMembership, true),
  PACKET_DROP_MEMBERSHIP: whole(packetMembership, true),
  PACKET_RX_RING: whole(ring, true),
  PACKET_TX_RING: whole(ring, true),
};

/** What getsockopt fills in, by option. */
export const filledOptions: Readonly<Record<string, OptionValue>> = {
  ...eachAs([...ints, 'SO_ERROR'], numberOrBytes(int.type)),
  NETLINK_LIST_MEMBERSHIPS: memberships,
  SO_LINGER: partial(linger),
  SO_PEERCRED: partial(ucred),
  SO_TXREHASH: numberOrBytes(hash),
  SO_GET_FILTER: () => false,
  ICMP_FILTER: icmpFilter,
  PACKET_STATISTICS: partial(statistics),
};

/** Levels of which every option, known or not, is one number. */
export const givenAtLevel: Readonly<Record<string, OptionValue>> = { SOL_NETLINK: number(int.type) };
export const filledAtLevel: Readonly<Record<string, OptionValue>> = { SOL_NETLINK: number(int.type) };
