/** Btrfs: searches in its trees, and paths of inodes (linux/btrfs.h). */
import type { Emitter } from '../../decode/emitter.js';
import type { Place } from '../../decode/place.js';
import { addWord } from '../../decode/word.js';
import type { Op } from '../../plan/op.js';
import { constants } from '../generated/constants.gen.js';
import { enumeration, flags } from '../types/flags.js';
import { address64, hex64, u64, unsignedInt } from '../types/ints.js';
import { inlineArray, placeBehind, ptr, ptr64, showArray } from '../types/pointers.js';
import { stringField } from '../types/stringField.js';
import { field, pad, type StructType, struct } from '../types/struct.js';
import { type FieldType, inout, shown } from '../types/valueType.js';
import { object, upTo } from './btrfsTypes.js';
import { type Commands, command } from './command.js';
import { part } from './filled.js';
import { withTail } from './withTail.js';

const keyNames = enumeration({ ...constants.btrfs_key_types, unknown: '' }, 'u32', 'decimal').type;
const keyType = shown('key type', 'u32', (emitter: Emitter, value) =>
  emitter.symbol(value, value === 0xffff_ffff ? 'UINT32_MAX' : keyNames.nameOf(value), '', 'decimal'),
);
/** The first number of an inode: where a search begins, unless it says otherwise. */
const FIRST_FREE = 256;
const key = struct('btrfs_ioctl_search_key', [
  field('tree_id', object),
  field('min_objectid', object, { briefWhen: (place) => place.sibling('min_objectid') !== FIRST_FREE }),
  field('max_objectid', object),
  field('min_offset', upTo),
  field('max_offset', upTo),
  field('min_transid', upTo),
  field('max_transid', upTo),
  field('min_type', keyType),
  field('max_type', keyType),
  field('nr_items', unsignedInt),
  pad(4),
  pad(32, 8),
]);
const keyResult = part(key, 'nr_items');

const found = struct('btrfs_ioctl_search_header', [
  field('transid', u64),
  field('objectid', object),
  field('offset', u64),
  field('type', keyType),
  field('len', unsignedInt),
]);
const FOUND = 32;
/** Bytes of results that are looked at. */
const RESULTS_CAP = 1 << 16;

/** The items that a search has found: a header each, with as many bytes behind it as it says. */
function showFound(emitter: Emitter, place: Place, at: number, start: number, bytes: number): void {
  if (!emitter.options.verbose) {
    emitter.more();
    return;
  }
  const count = Number(key.read(place, at, 'nr_items'));
  emitter.field('buf');
  emitter.beginArray();
  for (let index = 0, offset = 0; index < count; index++) {
    if (offset + FOUND > bytes) {
      emitter.more();
      break;
    }
    const header = addWord(place.address, at + start + offset);
    const { data } = place.memory.read(header, FOUND);
    if (data.length < FOUND) {
      emitter.more(header);
      break;
    }
    const inside = placeBehind(place, data, header);
    emitter.item();
    found.emitAt(emitter, inside, 0);
    offset += FOUND + Number(found.read(inside, 0, 'len'));
  }
  emitter.endArray();
}

const ARGUMENT = 4096;
const KEY = 104;
const search = struct('btrfs_ioctl_search_args', [field('key', key), pad(ARGUMENT - KEY)]);
const searchResult = withTail(struct('btrfs_ioctl_search_args', [field('key', keyResult), pad(ARGUMENT - KEY)]), 'key', (emitter, place, at) =>
  showFound(emitter, place, at, KEY, ARGUMENT - KEY),
);
/** Results stand behind this struct, as many bytes as it says. */
const longSearch = struct('btrfs_ioctl_search_args_v2', [field('key', key), field('buf_size', u64)]);
const longFields = struct('btrfs_ioctl_search_args_v2', [field('key', keyResult), field('buf_size', u64)]);
const longFound = withTail(longFields, 'key buf_size', (emitter, place, at) => showFound(emitter, place, at, KEY + 8, Number(place.sibling('buf_size') ?? 0)));
const longResult: FieldType = {
  ...longFound,
  followAt(offset, context): readonly Op[] {
    const length = { from: 'field', offset: offset + KEY, size: 8 } as const;
    return context.verbose ? [{ op: 'copy', at: { from: 'here', offset: offset + KEY + 8 }, length, cap: RESULTS_CAP }] : [];
  },
};

const containerFields = struct(
  'btrfs_data_container',
  ['bytes_left', 'bytes_missing', 'elem_cnt', 'elem_missed'].map((name) => field(name, unsignedInt)),
);
const CONTAINER = 16;
const MOST_STRINGS = 64;
/** A list that the kernel writes behind four numbers; without -v only those are shown. */
const container = (
  showList: (emitter: Emitter, place: Place, count: number) => void,
  ops: (context: Parameters<NonNullable<FieldType['followAt']>>[1]) => readonly Op[],
): FieldType => ({
  ...withTail(containerFields, 'bytes_left bytes_missing elem_cnt elem_missed', (emitter, place) => {
    if (emitter.options.verbose) {
      emitter.field('val');
      showList(emitter, place, Number(place.sibling('elem_cnt') ?? 0));
    } else emitter.more();
  }),
  followAt: (_offset, context) => (context.verbose ? ops(context) : []),
});

const inode = struct('btrfs_inode', [field('inum', u64), field('offset', u64), field('root', u64)]);
const NUMBERS = 3;
const inodeList = container(
  (emitter, place, count) => showArray(inode, emitter, place, addWord(place.address, CONTAINER), Math.floor(count / NUMBERS)),
  (context) => [
    { op: 'each', at: { from: 'here', offset: CONTAINER }, count: { from: 'field', offset: 8, size: 4 }, stride: 8, max: context.arrayCap * NUMBERS },
  ],
);
/** Each number counts from the list’s beginning, and tells where a path is. */
const pathList = container(
  (emitter, place, count) => {
    const first = addWord(place.address, CONTAINER);
    const path: FieldType = {
      typeName: 'char *',
      size: () => 8,
      align: () => 8,
      emitAt(out, inside, at) {
        const address = addWord(first, Number(u64.type.read(inside, at)));
        const { data } = place.memory.read(address, ROOM);
        const end = data.indexOf(0);
        if (end < 0 && data.length < ROOM) out.address(address);
        else out.string(data.subarray(0, end < 0 ? data.length : end), 'path', end < 0);
      },
    };
    showArray(path, emitter, place, first, count);
  },
  () => [{ op: 'copy', at: { from: 'here', offset: 0 }, length: { from: 'constant', value: ROOM * MOST_STRINGS }, cap: ROOM * MOST_STRINGS }],
);
/** PATH_MAX. */
const ROOM = 4096;

const paths = (result: FieldType): StructType =>
  struct('btrfs_ioctl_ino_path_args', [field('inum', u64), field('size', u64), pad(32, 8), field('fspath', ptr64(result))]);
const givenPaths = struct('btrfs_ioctl_ino_path_args', [field('inum', u64), field('size', u64), pad(32, 8), field('fspath', address64)]);
const inodeFields = [
  field('logical', u64),
  field('size', u64),
  field('reserved', inlineArray(hex64, 3), { unlessZero: true }),
  field('flags', flags(constants.btrfs_logical_ino_flags, 'u64')),
];
const givenInodes = struct('btrfs_ioctl_logical_ino_args', [...inodeFields, field('inodes', address64)]);
const filledInodes = struct('btrfs_ioctl_logical_ino_args', [...inodeFields, field('inodes', ptr64(inodeList))]);

/** Before the call; behind it which tree was meant is told where the caller had left it open. */
const wasOpen = ({ call, address }: Place): boolean => call.errno === undefined || call.entry.read(address, 8).data.every((byte) => byte === 0);
const lookup = struct('btrfs_ioctl_ino_lookup_args', [field('treeid', object), field('objectid', object), field('name', stringField(4080))]);
const lookupResult = struct('btrfs_ioctl_ino_lookup_args', [field('treeid', object, { when: wasOpen }), pad(8, 8), field('name', stringField(4080))]);

export const btrfsTreeCommands: Commands = [
  command('BTRFS_IOC_TREE_SEARCH', inout(ptr(search), ptr(searchResult))),
  command('BTRFS_IOC_TREE_SEARCH_V2', inout(ptr(longSearch), ptr(longResult))),
  command('BTRFS_IOC_INO_PATHS', inout(ptr(givenPaths), ptr(part(paths(pathList), 'fspath')))),
  command('BTRFS_IOC_LOGICAL_INO', inout(ptr(givenInodes), ptr(part(filledInodes, 'inodes')))),
  command('BTRFS_IOC_INO_LOOKUP', inout(ptr(part(lookup, 'treeid objectid')), ptr(lookupResult))),
];
