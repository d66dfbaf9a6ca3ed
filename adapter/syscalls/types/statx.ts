/** struct statx of linux/stat.h. */
import type { Place } from '../../decode/place.js';
import { low32 } from '../../decode/word.js';
import { constants } from '../generated/constants.gen.js';
import { flags, valuesOf } from './flags.js';
import { hex64, i64, u64, unsignedInt } from './ints.js';
import { fileMode16 } from './mode.js';
import { type FieldOptions, field, pad, struct } from './struct.js';
import { timeComment } from './timeText.js';
import type { FieldType } from './valueType.js';

const M = valuesOf(constants.statx_masks);

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

const has =
  (bits: number) =>
  (place: Place): boolean =>
    (low32(place.sibling('stx_mask') ?? 0) & bits) !== 0;
const verbose = { verbose: true };
/** Shown when the mask says that the kernel gave it; `detail`: with -v only. */
const given = (bits: number): FieldOptions => ({ when: has(bits) });
const detail = (bits: number): FieldOptions => ({ when: has(bits), verbose: true });

export const statx = struct('statx', [
  field('stx_mask', statxMask),
  field('stx_blksize', unsignedInt, verbose),
  field('stx_attributes', attributes),
  field('stx_nlink', unsignedInt, detail(M.STATX_NLINK)),
  field('stx_uid', unsignedInt, detail(M.STATX_UID)),
  field('stx_gid', unsignedInt, detail(M.STATX_GID)),
  field('stx_mode', fileMode16, given(M.STATX_TYPE | M.STATX_MODE)),
  pad(2, 2),
  field('stx_ino', u64, detail(M.STATX_INO)),
  field('stx_size', u64, given(M.STATX_SIZE)),
  field('stx_blocks', u64, detail(M.STATX_BLOCKS)),
  field('stx_attributes_mask', attributes, verbose),
  field('stx_atime', timestamp, detail(M.STATX_ATIME)),
  field('stx_btime', timestamp, detail(M.STATX_BTIME)),
  field('stx_ctime', timestamp, detail(M.STATX_CTIME)),
  field('stx_mtime', timestamp, detail(M.STATX_MTIME)),
  field('stx_rdev_major', unsignedInt, verbose),
  field('stx_rdev_minor', unsignedInt, verbose),
  field('stx_dev_major', unsignedInt, verbose),
  field('stx_dev_minor', unsignedInt, verbose),
  field('stx_mnt_id', hex64, detail(M.STATX_MNT_ID | M.STATX_MNT_ID_UNIQUE)),
  field('stx_dio_mem_align', unsignedInt, detail(M.STATX_DIOALIGN)),
  field('stx_dio_offset_align', unsignedInt, detail(M.STATX_DIOALIGN)),
  field('stx_subvol', hex64, detail(M.STATX_SUBVOL)),
  field('stx_atomic_write_unit_min', unsignedInt, detail(M.STATX_WRITE_ATOMIC)),
  field('stx_atomic_write_unit_max', unsignedInt, detail(M.STATX_WRITE_ATOMIC)),
  field('stx_atomic_write_segments_max', unsignedInt, detail(M.STATX_WRITE_ATOMIC)),
  field('stx_dio_read_offset_align', unsignedInt, detail(M.STATX_DIO_READ_ALIGN)),
  field('stx_atomic_write_unit_max_opt', unsignedInt, detail(M.STATX_WRITE_ATOMIC)),
  pad(68, 4),
]);
