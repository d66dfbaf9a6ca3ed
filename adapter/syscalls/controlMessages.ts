/** Control messages behind msg_control (cmsg(3)). */
import type { Emitter } from '../decode/emitter.js';
import type { Place } from '../decode/place.js';
import { readWidth } from '../decode/place.js';
import { addWord, type Word } from '../decode/word.js';
import { constants } from './generated/constants.gen.js';
import { gid, pid, uid } from './types/ids.js';
import { int } from './types/ints.js';
import { placeBehind } from './types/pointers.js';
import { field, struct } from './types/struct.js';
import { timespec, timeval } from './types/time.js';
import { type FieldType, typeOf } from './types/valueType.js';

type Names = ReadonlyMap<number, string>;
const namesOf = (...lists: readonly (readonly (readonly [string, number])[])[]): Names => {
  const names = new Map<number, string>();
  for (const [name, value] of lists.flat()) if (!names.has(value)) names.set(value, name);
  return names;
};

const levels = namesOf(constants.socket_levels.entries);
/** Types by level: SCM_… first, then the options that messages are named after. */
const typesByLevel: Readonly<Record<string, { readonly names: Names; readonly unknown: string }>> = {
  SOL_SOCKET: { names: namesOf(constants.scm_types.entries, constants.so_options.entries), unknown: constants.scm_types.unknown },
  SOL_IP: { names: namesOf(constants.ip_options.entries), unknown: constants.ip_options.unknown },
  SOL_IPV6: { names: namesOf(constants.ipv6_options.entries), unknown: constants.ipv6_options.unknown },
  SOL_TCP: { names: namesOf(constants.tcp_options.entries), unknown: constants.tcp_options.unknown },
  SOL_UDP: { names: namesOf(constants.udp_options.entries), unknown: constants.udp_options.unknown },
};

export const ucred = struct('ucred', [field('pid', pid), field('uid', uid), field('gid', gid)]);
const intType = typeOf<FieldType>(int);

/** Messages of one value, by their type. */
const oneValue: Readonly<Record<string, FieldType>> = {
  SCM_CREDENTIALS: ucred,
  SO_TIMESTAMP_OLD: timeval,
  SO_TIMESTAMPNS_OLD: timespec,
};
/** Messages of one int, shown in brackets. */
const oneInt = new Set(['IP_TTL', 'IP_TOS', 'IP_CHECKSUM', 'IPV6_HOPLIMIT', 'IPV6_TCLASS', 'SO_MARK', 'SO_PRIORITY']);

/** Fewest messages that are shown before -v is asked for: all of them, up to this. */
const MAX_MESSAGES = 256;

/** Shows the messages in `length` bytes at `at`; the address when not even a header is there. */
export function showControl(out: Emitter, place: Place, at: Word, length: number): void {
  const word = place.call.pointerSize;
  const header = word + 8;
  const { data } = place.memory.read(at, length);
  if (at === 0 || length < header || data.length < header) {
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
  const single = oneValue[type];
  if (single !== undefined) {
    if (bytes < single.size(place.call.abi)) return;
    out.field('cmsg_data');
    single.emitAt(out, place, at);
  } else if (type === 'SCM_RIGHTS' || oneInt.has(type)) {
    const count = type === 'SCM_RIGHTS' ? Math.floor(bytes / 4) : Math.min(1, Math.floor(bytes / 4));
    if (count < 1) return;
    out.field('cmsg_data');
    out.beginArray();
    for (let index = 0; index < count; index++) {
      out.item();
      if (type === 'SCM_RIGHTS') out.fd(Number(readWidth(place.data, at + 4 * index, 'i32', place.call.abi)), undefined);
      else intType.emitAt(out, place, at);
    }
    out.endArray();
  }
}
