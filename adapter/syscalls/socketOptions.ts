/** getsockopt(2) and setsockopt(2): options by level, and what they hold. */
import type { Emitter } from '../decode/emitter.js';
import type { CallView } from '../decode/memory.js';
import { Place } from '../decode/place.js';
import type { Op, Operand } from '../plan/op.js';
import type { ArgType, CaptureContext } from './descriptor.js';
import { constants } from './generated/constants.gen.js';
import { filledAtLevel, filledOptions, givenAtLevel, givenOptions, type OptionValue } from './socketOptionValues.js';
import { socketFilterProgram } from './types/classicBpf.js';
import { type ConstantSet, type EnumType, enumeration, valuesOf } from './types/flags.js';
import { int } from './types/ints.js';
import { copyOf, placeBehind } from './types/pointers.js';
import { showBytes } from './types/strings.js';
import { type Named, named } from './types/valueType.js';

const levelNames = new Map<number, string>(constants.socket_levels.entries.map(([name, value]) => [value, name]));
export const optionLevel = enumeration(constants.socket_levels);

/** Names of options by level, the same for both calls. */
const optionSets: Readonly<Record<string, ConstantSet>> = {
  SOL_SOCKET: constants.so_options,
  SOL_IP: constants.ip_options,
  SOL_IPV6: constants.ipv6_options,
  SOL_TCP: constants.tcp_options,
  SOL_UDP: constants.udp_options,
  SOL_NETLINK: constants.netlink_options,
  SOL_PACKET: constants.packet_options,
  SOL_RAW: constants.icmp_options,
  SOL_SCTP: constants.sctp_options,
  SOL_ALG: constants.alg_options,
  SOL_NFC: constants.nfc_llcp_options,
  SOL_IPX: constants.ipx_options,
  SOL_TLS: constants.tls_options,
  SOL_MPTCP: constants.mptcp_options,
  SOL_SMC: constants.smc_options,
  SOL_VSOCK: constants.vsock_options,
  SOL_LLC: constants.llc_options,
  SOL_TIPC: constants.tipc_options,
  SOL_BLUETOOTH: constants.bluetooth_options,
  SOL_RDS: constants.rds_options,
  SOL_KCM: constants.kcm_options,
  SOL_XDP: constants.xdp_options,
  SOL_PNPIPE: constants.pnpipe_options,
  SOL_CAIF: constants.caif_options,
  SOL_DCCP: constants.dccp_options,
  SOL_RXRPC: constants.rxrpc_options,
  SOL_PPPOL2TP: constants.pppol2tp_options,
  SOL_IUCV: constants.iucv_options,
  SOL_AX25: constants.ax25_options,
  SOL_IRDA: constants.irda_options,
};

/** The sets with the numbers that mean something in one of the calls only: those win. */
function namesWith(own: Readonly<Record<string, ConstantSet>>): Readonly<Record<string, EnumType>> {
  return Object.fromEntries(
    Object.entries(optionSets).map(([level, set]) => [level, enumeration({ ...set, entries: [...(own[level]?.entries ?? []), ...set.entries] }).type]),
  );
}
const givenNames = namesWith({ SOL_IP: constants.ip_set_options, SOL_IPV6: constants.ipv6_set_options });
const filledNames = namesWith({ SOL_SOCKET: constants.so_get_options, SOL_IP: constants.ip_get_options, SOL_IPV6: constants.ipv6_get_options });
type OptionNames = typeof givenNames;

const levelOf = (call: CallView): string => levelNames.get(call.u32(1)) ?? '';
const optionOf = (names: OptionNames, call: CallView): string => names[levelOf(call)]?.nameOf(call.u32(2)) ?? '';

/** Levels that borrow names of SOL_SOCKET, not what they hold. */
const BORROWING: ReadonlySet<string> = new Set(['SOL_RDS', 'SOL_AX25']);
type Values = Readonly<Record<string, OptionValue>>;
const valueFor = (byOption: Values, byLevel: Values, names: OptionNames, call: CallView): OptionValue | undefined => {
  const level = levelOf(call);
  return BORROWING.has(level) ? undefined : (byOption[optionOf(names, call)] ?? byLevel[level]);
};

/** The option’s name by its level; a number where the level is unknown. */
const nameIn = (names: OptionNames): Named =>
  named({
    typeName: 'enum',
    direction: 'in',
    emit(out, call, index) {
      const set = names[levelOf(call)];
      if (set === undefined) out.decimal(call.u32(index));
      else set.emit(out, call, index);
    },
  });
export const givenOption = nameIn(givenNames);
export const filledOption = nameIn(filledNames);

const INT_BYTES = 4;
/** Bytes of an option that are looked at. */
const OPTION_CAP = 4096;

/** Shows the value of `length` bytes at `at`: as `values` say, else an int where it has four bytes, and text. */
function showOption(out: Emitter, place: Place, at: number | bigint, length: number, value: OptionValue | undefined): void {
  const wanted = Math.min(Math.max(length, 0), OPTION_CAP);
  if (value === undefined && length !== INT_BYTES) {
    // A negative length reads as a very large one.
    if (at === 0) out.address(at);
    else showBytes(out, place, at, length >>> 0, 'buffer');
    return;
  }
  const { data } = place.memory.read(at, wanted);
  // Each kind of value says whether as much of it can be read as it needs.
  if (at === 0 || data.length === 0 || (value === undefined && data.length < INT_BYTES)) {
    out.address(at);
    return;
  }
  const inside = placeBehind(place, data, at);
  if (value !== undefined) {
    if (!value(out, inside, data, length)) out.address(at);
    return;
  }
  out.beginArray();
  out.item();
  int.type.emitAt(out, inside, 0);
  out.endArray();
}

const SO = valuesOf(constants.so_options);

/** The instructions of a filter, which -v shows. */
function filterOps(value: Operand, context: CaptureContext): readonly Op[] {
  if (!context.verbose) return [];
  const program = [copyOf(socketFilterProgram, value, context)];
  return [
    {
      op: 'switch',
      value: context.arg(2),
      cases: [
        [SO.SO_ATTACH_FILTER, program],
        [SO.SO_ATTACH_REUSEPORT_CBPF, program],
      ],
    },
  ];
}

const IP = valuesOf(constants.ip_options);
const IPV6 = valuesOf(constants.ipv6_options);
const PACKET = valuesOf(constants.packet_options);
const levels = valuesOf(constants.socket_levels);
const interfaces: readonly Op[] = [{ op: 'interfaces' }];
/** Names of interfaces, for the memberships that hold one. */
const interfacesOfMembership = (context: CaptureContext): Op => {
  const among = (options: readonly number[]): readonly Op[] => [
    { op: 'switch', value: context.arg(2), cases: options.map((option) => [option, interfaces] as const) },
  ];
  return {
    op: 'switch',
    value: context.arg(1),
    cases: [
      [levels.SOL_IP, among([IP.MCAST_JOIN_GROUP, IP.MCAST_LEAVE_GROUP])],
      [
        levels.SOL_IPV6,
        among([
          IPV6.IPV6_ADD_MEMBERSHIP,
          IPV6.IPV6_DROP_MEMBERSHIP,
          IPV6.IPV6_JOIN_ANYCAST,
          IPV6.IPV6_LEAVE_ANYCAST,
          IPV6.MCAST_JOIN_GROUP,
          IPV6.MCAST_LEAVE_GROUP,
        ]),
      ],
      [levels.SOL_PACKET, among([PACKET.PACKET_ADD_MEMBERSHIP, PACKET.PACKET_DROP_MEMBERSHIP])],
    ],
  };
};

/** What setsockopt reads. */
export const optionIn: Named = named({
  typeName: 'socket option',
  direction: 'in',
  capture: (value, context) => ({
    entry: [
      {
        op: 'copy',
        at: value,
        length: context.arg(4),
        cap: OPTION_CAP,
      },
      interfacesOfMembership(context),
      ...filterOps(value, context),
    ],
  }),
  emit(out, call, index) {
    const value = valueFor(givenOptions, givenAtLevel, givenNames, call);
    showOption(out, new Place(call, call.entry), call.word(index), call.i32(4), value);
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
    if (call.errno !== 0 || length === undefined || length <= 0) {
      out.address(call.word(index));
      return;
    }
    const value = valueFor(filledOptions, filledAtLevel, filledNames, call);
    showOption(out, new Place(call, call.exit), call.word(index), length, value);
  },
} satisfies ArgType);
