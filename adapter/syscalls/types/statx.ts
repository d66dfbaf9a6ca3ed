/** struct statx of linux/stat.h. */
import type { Place } from '../../decode/place.js';
import { low32 } from '../../decode/word.js';
import { constants } from '../generated/constants.gen.js';
import { flags } from './flags.js';
import { hex64, i64, u64, unsignedInt } from './ints.js';
import { fileMode16 } from './mode.js';
import { field, pad, struct } from './struct.js';
import { timeComment } from './timeText.js';
import type { FieldType } from './valueType.js';

const STATX_TYPE_OR_MODE = 3;
const STATX_SIZE = 0x200;
const STATX_BTIME = 0x800;

/** statx_mask bits; the two sums come first, as strace names them. */
export const statxMask = flags({
  unknown: constants.statx_masks.unknown,
  entries: [['STATX_ALL', 0xfff], ['STATX_BASIC_STATS', 0x7ff], ...constants.statx_masks.entries],
});
const attributes = flags(constants.statx_attrs, 'u64');

const parts = struct('statx_timestamp', [field('tv_sec', i64), field('tv_nsec', unsignedInt), pad(4, 4)]);
const timestamp: FieldType = {
  typeName: 'statx_timestamp',
  size: (abi) => parts.size(abi),
  align: () => 8,
  emitAt(out, place, at) {
    parts.emitAt(out, place, at);
    timeComment(out, i64.type.read(place, at), unsignedInt.type.read(place, at + 8), 9);
  },
};

const verbose = { verbose: true };
const has =
  (bits: number) =>
  (place: Place): boolean =>
    (low32(place.sibling('stx_mask') ?? 0) & bits) !== 0;

export const statx = struct('statx', [
  field('stx_mask', statxMask),
  field('stx_blksize', unsignedInt, verbose),
  field('stx_attributes', attributes),
  field('stx_nlink', unsignedInt, verbose),
  field('stx_uid', unsignedInt, verbose),
  field('stx_gid', unsignedInt, verbose),
  field('stx_mode', fileMode16, { briefWhen: has(STATX_TYPE_OR_MODE) }),
  pad(2, 2),
  field('stx_ino', u64, verbose),
  field('stx_size', u64, { briefWhen: has(STATX_SIZE) }),
  field('stx_blocks', u64, verbose),
  field('stx_attributes_mask', attributes, verbose),
  field('stx_atime', timestamp, verbose),
  field('stx_btime', timestamp, { verbose: true, when: has(STATX_BTIME) }),
  field('stx_ctime', timestamp, verbose),
  field('stx_mtime', timestamp, verbose),
  field('stx_rdev_major', unsignedInt, verbose),
  field('stx_rdev_minor', unsignedInt, verbose),
  field('stx_dev_major', unsignedInt, verbose),
  field('stx_dev_minor', unsignedInt, verbose),
  field('stx_mnt_id', hex64, verbose),
  // stx_dio_mem_align and what newer kernels put behind it: 6.1 does not show it.
  pad(104, 8),
]);
