/** What several Btrfs interfaces share (linux/btrfs.h, linux/btrfs_tree.h). */
import type { Emitter } from '../../decode/emitter.js';
import { constants } from '../generated/constants.gen.js';
import { enumeration, flags } from '../types/flags.js';
import { u64 } from '../types/ints.js';
import { field, struct } from '../types/struct.js';
import { shown } from '../types/valueType.js';

const UINT64_MAX = 0xffff_ffff_ffff_ffffn;

/** The largest number stands for “to the end”, “all”. */
export const upTo = shown('u64', 'u64', (emitter: Emitter, value) => emitter.symbol(value, value === UINT64_MAX ? 'UINT64_MAX' : undefined, '', 'decimal'));

/** BTRFS_FIRST_FREE_OBJECTID. */
const FIRST_FREE = 256;
/** Trees have names, and the first inode that files may have. */
const objectNames = enumeration(
  { unknown: '', entries: constants.btrfs_tree_objectids.entries.filter(([, value]) => value !== 0 && value <= FIRST_FREE) },
  'u64',
  'decimal',
).type;
export const object = shown('objectid', 'u64', (emitter: Emitter, value) =>
  emitter.symbol(value, value === UINT64_MAX ? 'UINT64_MAX' : objectNames.nameOf(value), '', 'decimal'),
);

export const subvolumeFlags = flags(constants.btrfs_subvol_flags, 'u64');
export const groupLimit = struct('btrfs_qgroup_limit', [
  field('flags', flags(constants.btrfs_qgroup_limits, 'u64')),
  ...['max_rfer', 'max_excl', 'rsv_rfer', 'rsv_excl'].map((name) => field(name, u64)),
]);
