/** getsockopt(2) and setsockopt(2): options by level, and what they hold. */
import type { Emitter } from '../decode/emitter.js';
import type { CallView } from '../decode/memory.js';
import { Place } from '../decode/place.js';
import { ucred } from './controlMessages.js';
import type { ArgType } from './descriptor.js';
import { constants } from './generated/constants.gen.js';
import { type EnumType, enumeration } from './types/flags.js';
import { int } from './types/ints.js';
import { placeBehind } from './types/pointers.js';
import { field, type StructType, struct } from './types/struct.js';
import { type Named, named } from './types/valueType.js';

const levelNames = new Map<number, string>(constants.socket_levels.entries.map(([name, value]) => [value, name]));
export const optionLevel = enumeration(constants.socket_levels);

/** Names of options, by level. */
const optionSets: Readonly<Record<string, Named<EnumType>>> = {
  SOL_SOCKET: enumeration(constants.so_options),
  SOL_IP: enumeration(constants.ip_options),
  SOL_IPV6: enumeration(constants.ipv6_options),
  SOL_TCP: enumeration(constants.tcp_options),
  SOL_UDP: enumeration(constants.udp_options),
  SOL_NETLINK: enumeration(constants.netlink_options),
  SOL_PACKET: enumeration(constants.packet_options),
  SOL_RAW: enumeration(constants.icmp_options),
};

const levelOf = (call: CallView): string => levelNames.get(call.u32(1)) ?? '';
const optionOf = (call: CallView): string => optionSets[levelOf(call)]?.type.nameOf(call.u32(2)) ?? '';

/** The option’s name by its level; a number where the level is unknown. */
export const optionName: Named = named({
  typeName: 'enum',
  direction: 'in',
  emit(out, call, index) {
    const set = optionSets[levelOf(call)];
    if (set === undefined) out.decimal(call.u32(index));
    else set.type.emit(out, call, index);
  },
});

const linger = struct('linger', [field('l_onoff', int), field('l_linger', int)]);
/** Options that hold a struct. */
const structs: Readonly<Record<string, StructType>> = { SO_LINGER: linger, SO_PEERCRED: ucred };
/** Options that hold text or bytes, whatever their length. */
const texts = new Set(['TCP_CONGESTION', 'TCP_ULP', 'SO_BINDTODEVICE', 'SO_RCVTIMEO_OLD', 'SO_SNDTIMEO_OLD', 'SO_PEERSEC']);

const INT_BYTES = 4;
/** Bytes of an option that are looked at. */
const OPTION_CAP = 4096;

/** Shows the value of `length` bytes at `at`. `given`: by the caller, who must give an int its whole size. */
function showOption(out: Emitter, place: Place, at: number | bigint, length: number, given: boolean): void {
  const { call } = place;
  const option = optionOf(call);
  const type = structs[option];
  const { data } = place.memory.read(at, Math.min(Math.max(length, 0), OPTION_CAP));
  if (at === 0 || length < 0 || data.length < Math.min(length, OPTION_CAP)) out.address(at);
  else if (type !== undefined && length >= type.size(call.abi)) type.emitAt(out, placeBehind(place, data, at), 0);
  else if (type !== undefined && given) out.address(at);
  else if (texts.has(option) || (option === '' && length !== INT_BYTES)) out.string(data, 'buffer', length > data.length);
  else if (length >= INT_BYTES) {
    out.beginArray();
    out.item();
    int.type.emitAt(out, placeBehind(place, data, at), 0);
    out.endArray();
  } else if (given) out.address(at);
  else out.string(data, 'hex', false);
}

/** What setsockopt reads. */
export const optionIn: Named = named({
  typeName: 'socket option',
  direction: 'in',
  capture: (value, context) => ({ entry: [{ op: 'copy', at: value, length: context.arg(4), cap: OPTION_CAP }] }),
  emit(out, call, index) {
    showOption(out, new Place(call, call.entry), call.word(index), call.i32(4), true);
  },
} satisfies ArgType);

function filledLength(call: CallView): number | undefined {
  const { data } = call.exit.read(call.word(4), INT_BYTES);
  return data.length < INT_BYTES ? undefined : new DataView(data.buffer, data.byteOffset).getInt32(0, true);
}

/** What getsockopt filled in: as many bytes as it says. */
export const optionOut: Named = named({
  typeName: 'socket option',
  direction: 'out',
  capture: (value, context) => ({
    exit: [
      {
        op: 'copy',
        at: context.arg(4),
        length: { from: 'constant', value: INT_BYTES },
        cap: INT_BYTES,
        body: [{ op: 'copy', at: value, length: { from: 'field', offset: 0, size: 4 }, cap: OPTION_CAP }],
      },
    ],
  }),
  emit(out, call, index) {
    const length = filledLength(call);
    if (call.errno !== 0 || length === undefined) out.address(call.word(index));
    else showOption(out, new Place(call, call.exit), call.word(index), length, false);
  },
} satisfies ArgType);
