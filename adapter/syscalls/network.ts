/** Sockets: creation, names, transfer, options. */
import { type CallTable, call } from './call.js';
import type { ReturnType } from './descriptor.js';
import { constants } from './generated/constants.gen.js';
import { messageFlags, messageIn, messageOut, messagesIn, messagesOut } from './messages.js';
import { netlinkBuffer } from './netlink/transfer.js';
import { filledOption, givenOption, optionIn, optionLevel, optionOut } from './socketOptions.js';
import { byArgument } from './types/byArgument.js';
import { argument, countAt, fixed, returned } from './types/count.js';
import { fd } from './types/fd.js';
import { enumeration, flags } from './types/flags.js';
import { int, kernelUnsignedLong, size, unsignedInt } from './types/ints.js';
import { arrayOf, copyOf, ptr } from './types/pointers.js';
import { lengthInOut, sockaddr, sockaddrOut } from './types/sockaddr.js';
import { buffer, showBytes } from './types/strings.js';
import type { StructType } from './types/struct.js';
import { timespec, timespec64 } from './types/time.js';
import { timeLeft } from './types/timeLeft.js';
import { out, shown } from './types/valueType.js';

/** SOCK_TYPE_MASK of net.h. */
const SOCK_TYPE_MASK = 0xf;
const family = enumeration(constants.address_families);
const typeNames = new Map<number, string>(constants.socket_types.entries.map(([name, value]) => [value, name]));
/** A type and flags; of a type without a name only the flags are looked at. */
const socketType = shown('flags', 'u32', (out, value) => {
  const word = Number(value);
  const type = word & SOCK_TYPE_MASK;
  const rest = (word & ~SOCK_TYPE_MASK) >>> 0;
  const name = typeNames.get(type);
  if (name === undefined) out.flags(word, constants.socket_type_flags);
  else if (rest === 0) out.symbol(type, name, '');
  else {
    out.beginOr();
    out.symbol(type, name, '');
    out.or();
    out.flags(rest, constants.socket_type_flags);
    out.endOr();
  }
});
const typeFlags = flags({ ...constants.socket_type_flags });

const familyNumber = (name: string): number => constants.address_families.entries.find((entry) => entry[0] === name)?.[1] ?? -1;
const ipProtocol = enumeration({
  unknown: constants.ip_protocols.unknown,
  entries: [...constants.ip_protocols.entries, ...constants.ip_protocols_v6.entries],
});
const ethertypes = new Map<number, string>(constants.ethertypes.entries.map(([name, value]) => [value, name]));
/** `htons(ETH_P_ALL)` */
const packetProtocol = shown('protocol', 'u32', (out, value) => {
  const word = Number(value);
  const protocol = ((word & 0xff) << 8) | ((word >>> 8) & 0xff);
  if (!out.beginCall('htons', word)) return;
  out.item();
  out.symbol(protocol, ethertypes.get(protocol), constants.ethertypes.unknown);
  out.endCall();
});
const protocol = byArgument(
  'protocol',
  0,
  [
    [[familyNumber('AF_INET'), familyNumber('AF_INET6')], ipProtocol],
    [[familyNumber('AF_NETLINK')], enumeration(constants.netlink_protocols)],
    [[familyNumber('AF_PACKET')], packetProtocol],
    [[familyNumber('AF_BLUETOOTH')], enumeration(constants.bluetooth_protocols)],
    [[familyNumber('AF_CAN')], enumeration(constants.can_protocols)],
    [[familyNumber('AF_CAIF')], enumeration(constants.caif_protocols)],
    [[familyNumber('AF_PHONET')], enumeration(constants.phonet_protocols)],
    [[familyNumber('AF_SMC')], enumeration(constants.smc_protocols)],
  ],
  kernelUnsignedLong,
);

const receivedBytes = buffer(returned).type;
/** What recvfrom filled in: with MSG_TRUNC it returns more than there was room for. */
const received = shown(
  'buffer',
  'pointer',
  (to, value, place) => {
    const filled = countAt(returned, place) ?? 0;
    const room = countAt(argument(2), place) ?? 0;
    if (value === 0 || filled <= room) receivedBytes.show(to, value, place);
    else showBytes(to, place, value, room, 'buffer');
  },
  (value, context) => receivedBytes.follow(value, context),
);

const PAIR = 2;
/** recvmmsg: the number of messages, and what is left of its timeout. */
const messagesReturn = (timeout: StructType): ReturnType => ({
  typeName: 'int',
  capture: (context) => ({ exit: [copyOf(timeout, context.arg(4), context)] }),
  emit(out, call) {
    out.decimal(call.retSigned);
    return call.retSigned === 0 ? 'Timeout' : timeLeft(out, call, 4, timeout);
  },
});

export const networkCalls: CallTable = {
  socket: call(family('family'), socketType('type'), protocol).returns(fd).in('network'),
  socketpair: call(family('family'), socketType('type'), kernelUnsignedLong('protocol'), out(arrayOf(fd, fixed(PAIR)))('usockvec')).in('network'),
  bind: call(fd('fd'), sockaddr(2)('umyaddr'), int('addrlen')).in('network'),
  connect: call(fd('fd'), sockaddr(2)('uservaddr'), int('addrlen')).in('network'),
  listen: call(fd('fd'), int('backlog')).in('network'),
  accept: call(fd('fd'), sockaddrOut(2)('upeer_sockaddr'), lengthInOut('upeer_addrlen')).returns(fd).in('network'),
  accept4: call(fd('fd'), sockaddrOut(2)('upeer_sockaddr'), lengthInOut('upeer_addrlen'), typeFlags('flags')).returns(fd).in('network'),
  getsockname: call(fd('fd'), sockaddrOut(2)('usockaddr'), lengthInOut('usockaddr_len')).in('network'),
  getpeername: call(fd('fd'), sockaddrOut(2)('usockaddr'), lengthInOut('usockaddr_len')).in('network'),
  sendto: call(fd('fd'), netlinkBuffer(buffer(argument(2)), argument(2))('buff'), size('len'), messageFlags('flags'), sockaddr(5)('addr'), int('addr_len')).in(
    'network',
  ),
  recvfrom: call(
    fd('fd'),
    out(netlinkBuffer(received, returned, argument(2)))('ubuf'),
    size('size'),
    messageFlags('flags'),
    sockaddrOut(5)('addr'),
    lengthInOut('addr_len'),
  ).in('network'),
  sendmsg: call(fd('fd'), messageIn('msg'), messageFlags('flags')).in('network'),
  recvmsg: call(fd('fd'), messageOut('msg'), messageFlags('flags')).in('network'),
  sendmmsg: call(fd('fd'), messagesIn('mmsg'), unsignedInt('vlen'), messageFlags('flags')).in('network'),
  recvmmsg: call(fd('fd'), messagesOut('mmsg'), unsignedInt('vlen'), messageFlags('flags'), ptr(timespec)('timeout'))
    .returns(messagesReturn(timespec))
    .in('network'),
  setsockopt: call(fd('fd'), optionLevel('level'), givenOption('optname'), optionIn('optval'), int('optlen')).in('network'),
  getsockopt: call(fd('fd'), optionLevel('level'), filledOption('optname'), optionOut('optval'), lengthInOut('optlen')).in('network'),
  shutdown: call(fd('fd'), enumeration(constants.shutdown_how)('how')).in('network'),
};

export const networkCalls32: CallTable = {
  recvmmsg_time64: call(fd('fd'), messagesOut('mmsg'), unsignedInt('vlen'), messageFlags('flags'), ptr(timespec64)('timeout'))
    .returns(messagesReturn(timespec64))
    .in('network'),
};
