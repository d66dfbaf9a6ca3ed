/** Control messages behind msg_control (cmsg(3)). */
import type { Emitter } from '../decode/emitter.js';
import type { Place } from '../decode/place.js';
import { readWidth } from '../decode/place.js';
import { addWord, type Word } from '../decode/word.js';
import type { Op } from '../plan/op.js';
import type { CaptureContext } from './descriptor.js';
import { constants } from './generated/constants.gen.js';
import { showSockaddrBytes } from './sockaddr.js';
import { showIpv4 } from './sockaddrParts.js';
import { fd } from './types/fd.js';
import { valuesOf } from './types/flags.js';
import { gid, pid, uid } from './types/ids.js';
import { interfaceIndex } from './types/interfaceIndex.js';
import { hex8, u8, unsignedInt } from './types/ints.js';
import { inlineArray, placeBehind } from './types/pointers.js';
import { field, pad, struct } from './types/struct.js';
import { timespec, timespec64, timeval, timeval64 } from './types/time.js';
import { type FieldType, typeOf } from './types/valueType.js';

type Names = ReadonlyMap<number, string>;
const namesOf = (...lists: readonly (readonly (readonly [string, number])[])[]): Names => {
  const names = new Map<number, string>();
  for (const [name, value] of lists.flat()) if (!names.has(value)) names.set(value, name);
  return names;
};

const levels = namesOf(constants.socket_levels.entries);
/** Types by level; those of other levels are shown as numbers. */
const typesByLevel: Readonly<Record<string, { readonly names: Names; readonly unknown: string }>> = {
  SOL_SOCKET: { names: namesOf(constants.scm_types.entries), unknown: constants.scm_types.unknown },
  SOL_IP: { names: namesOf(constants.ip_cmsg_types.entries), unknown: constants.ip_cmsg_types.unknown },
};

export const ucred = struct('ucred', [field('pid', pid), field('uid', uid), field('gid', gid)]);

const ipv4: FieldType = {
  typeName: 'in_addr',
  size: () => 4,
  align: () => 4,
  emitAt: (out, place, at) => showIpv4(out, place.data.subarray(at, at + 4)),
};
const packetInfo = struct('in_pktinfo', [field('ipi_ifindex', interfaceIndex), field('ipi_spec_dst', ipv4), field('ipi_addr', ipv4)]);

const SOCKADDR_BYTES = 16;
const offender: FieldType = {
  typeName: 'sockaddr',
  size: () => SOCKADDR_BYTES,
  align: () => 4,
  emitAt: (out, place, at) => showSockaddrBytes(out, place.data.subarray(at, at + SOCKADDR_BYTES), place),
};
/** struct sock_extended_err and the address behind it. */
const receivedError = struct('sock_extended_err', [
  field('ee_errno', unsignedInt),
  field('ee_origin', u8),
  field('ee_type', u8),
  field('ee_code', u8),
  pad(1),
  field('ee_info', unsignedInt),
  field('ee_data', unsignedInt),
  field('offender', offender),
]);

const DATA = 'cmsg_data';

/** Shows the `bytes` bytes at `at`; they are all there. False: there are too few to show anything. */
type Shower = (out: Emitter, place: Place, at: number, bytes: number) => boolean;

const whole =
  (type: FieldType): Shower =>
  (out, place, at, bytes) => {
    if (bytes < type.size(place.call.abi)) return false;
    out.field(DATA);
    type.emitAt(out, place, at);
    return true;
  };
/** A time, of which strace says `???` when it is cut. */
const time =
  (type: FieldType): Shower =>
  (out, place, at, bytes) => {
    if (bytes <= 0) return false;
    out.field(DATA);
    if (bytes < type.size(place.call.abi)) out.raw('???');
    else type.emitAt(out, place, at);
    return true;
  };
/** As many elements as there are, at most as many as -s says. */
const array =
  (like: FieldType | { readonly type: FieldType }): Shower =>
  (out, place, at, bytes) => {
    const type = typeOf<FieldType>(like);
    const stride = type.size(place.call.abi);
    const count = Math.floor(bytes / stride);
    if (count < 1) return false;
    const most = out.options.verbose ? count : Math.min(count, out.options.stringLimit);
    out.field(DATA);
    out.beginArray();
    for (let index = 0; index < most; index++) {
      out.item();
      type.emitAt(out, place, at + stride * index);
    }
    if (most < count) out.more();
    out.endArray();
    return true;
  };
const text: Shower = (out, place, at, bytes) => {
  if (bytes <= 0) return false;
  out.field(DATA);
  out.string(place.data.subarray(at, at + bytes), 'path', false);
  return true;
};
const address: Shower = (out, place, at, bytes) => {
  if (bytes < SOCKADDR_BYTES) return false;
  out.field(DATA);
  showSockaddrBytes(out, place.data.subarray(at, at + bytes), place);
  return true;
};

const threeTimes = (type: FieldType): FieldType => inlineArray(type, 3);

/** What messages hold, by their type. */
const showers: Readonly<Record<string, Shower>> = {
  SCM_RIGHTS: array(fd),
  SCM_PIDFD: array(fd),
  SCM_CREDENTIALS: whole(ucred),
  SCM_SECURITY: text,
  SO_TIMESTAMP_OLD: time(timeval),
  SO_TIMESTAMPNS_OLD: time(timespec),
  SO_TIMESTAMPING_OLD: time(threeTimes(timespec)),
  SO_TIMESTAMP_NEW: time(timeval64),
  SO_TIMESTAMPNS_NEW: time(timespec64),
  SO_TIMESTAMPING_NEW: time(threeTimes(timespec64)),
  IP_TOS: array(hex8),
  IP_RECVOPTS: array(hex8),
  IP_RETOPTS: array(hex8),
  IP_TTL: array(unsignedInt),
  IP_CHECKSUM: array(unsignedInt),
  IP_PKTINFO: whole(packetInfo),
  IP_RECVERR: whole(receivedError),
  IP_ORIGDSTADDR: address,
};

const { SOL_IP, SOL_SOCKET } = valuesOf(constants.socket_levels);
const scm = valuesOf(constants.scm_types);

/** Of as many descriptors that one message passes the targets are looked up; the kernel takes 253 (SCM_MAX_FD). */
const MOST_TARGETS = 64;
const FD_BYTES = 4;

/** The targets of the descriptors in the message that was copied. Its length says how many they are. */
function passedDescriptors({ pointerSize, fdTargets, fdDetails }: CaptureContext): readonly Op[] {
  if (!fdTargets) return [];
  const header = pointerSize + 8;
  const target: Op = { op: 'fd', value: { from: 'field', offset: 0, size: FD_BYTES }, ...(fdDetails ? { details: true } : {}) };
  const lookUp = (count: number): Op => ({
    op: 'each',
    at: { from: 'here', offset: header },
    count: { from: 'constant', value: count },
    stride: FD_BYTES,
    max: count,
    body: [target],
  });
  const cases = Array.from({ length: MOST_TARGETS }, (_, index) => [header + (index + 1) * FD_BYTES, [lookUp(index + 1)]] as const);
  return [{ op: 'switch', value: { from: 'field', offset: 0, size: FD_BYTES }, cases }];
}

/**
 * Behind copied control messages: the names of interfaces and the targets of descriptors, when there may be some. The first
 * message tells: times come before what the kernel says of a packet, rights and credentials come alone.
 */
export const followMessages = (context: CaptureContext): Op => ({
  op: 'switch',
  value: { from: 'field', offset: context.pointerSize, size: 4 },
  cases: [
    [SOL_IP, [{ op: 'interfaces' }]],
    [
      SOL_SOCKET,
      [
        {
          op: 'switch',
          value: { from: 'field', offset: context.pointerSize + 4, size: 4 },
          cases: [
            [scm.SCM_RIGHTS, passedDescriptors(context)],
            [scm.SCM_CREDENTIALS, []],
            [scm.SCM_SECURITY, []],
          ],
          otherwise: [{ op: 'interfaces' }],
        },
      ],
    ],
  ],
});

/** Bytes of control messages that are looked at. */
export const CONTROL_CAP = 4096;
/** Lengths from here on are no lengths: the kernel takes 128 K at most (net.core.optmem_max), and nobody has so much to read. */
const LENGTH_END = 2 ** 20;
/** Fewest messages that are shown before -v is asked for: all of them, up to this. */
const MAX_MESSAGES = 256;

/** Shows the messages in `length` bytes at `at`; the address when there is not even a header, or when not all of them can be read. */
export function showControl(out: Emitter, place: Place, at: Word, length: number): void {
  const word = place.call.pointerSize;
  const header = word + 8;
  const { data } = place.memory.read(at, length);
  if (at === 0 || length < header || length >= LENGTH_END || data.length < Math.min(length, CONTROL_CAP)) {
    out.address(at);
    return;
  }
  const inside = placeBehind(place, data, at);
  out.beginArray();
  let offset = 0;
  for (let count = 0; count < MAX_MESSAGES && offset + header <= data.length; count++) {
    const size = Number(readWidth(data, offset, word === 8 ? 'u64' : 'u32', place.call.abi));
    out.item();
    showMessage(out, inside, offset, size, Math.min(size, length - offset) - header);
    const next = offset + Math.ceil(Math.max(size, 0) / word) * word;
    if (size < header) {
      // Nobody can say where the next one begins.
      if (length - offset > header) out.more(addWord(at, offset + header));
      break;
    }
    offset = next;
  }
  if (offset > 0 && offset < length && offset + header > data.length) out.more(addWord(at, offset));
  out.endArray();
}

function showMessage(out: Emitter, place: Place, offset: number, size: number, bytes: number): void {
  const word = place.call.pointerSize;
  const view = new DataView(place.data.buffer, place.data.byteOffset, place.data.byteLength);
  const level = view.getInt32(offset + word, true);
  const type = view.getInt32(offset + word + 4, true);
  const levelName = levels.get(level);
  const types = levelName === undefined ? undefined : typesByLevel[levelName];
  out.beginStruct();
  out.field('cmsg_len');
  out.decimal(size);
  out.field('cmsg_level');
  out.symbol(level >>> 0, levelName, 'SOL_???');
  out.field('cmsg_type');
  const typeName = types?.names.get(type);
  if (types === undefined) out.hex(type >>> 0);
  else out.symbol(type >>> 0, typeName, types.unknown);
  showData(out, place, offset + word + 8, typeName, bytes);
  out.endStruct();
}

function showData(out: Emitter, place: Place, at: number, type: string | undefined, bytes: number): void {
  if (type === undefined || at + bytes > place.data.length) return;
  showers[type]?.(out, place, at, bytes);
}
