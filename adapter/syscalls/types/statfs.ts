/** struct statfs and statfs64. */
import type { Place } from '../../decode/place.js';
import { constants } from '../generated/constants.gen.js';
import { enumeration, flags } from './flags.js';
import { hex32, kernelUnsignedLong, u64, unsignedInt } from './ints.js';
import { inlineArray } from './pointers.js';
import { field, pad, struct } from './struct.js';

const ST_VALID = 0x20;
const mountFlags = { unknown: constants.statfs_flags.unknown, entries: [['ST_VALID', ST_VALID] as const, ...constants.statfs_flags.entries] };
/** strace names EXT2, the oldest of the three that share a number. */
const types = {
  unknown: '',
  entries: constants.statfs_types.entries.map(([name, value]) => [name === 'EXT4_SUPER_MAGIC' ? 'EXT2_SUPER_MAGIC' : name, value] as const),
};
/** Kernels that fill the flags in say so. */
const valid = { when: (place: Place): boolean => (Number(BigInt.asUintN(32, BigInt(place.sibling('f_flags') ?? 0))) & ST_VALID) !== 0 };
const fsid = struct('fsid', [field('val', inlineArray(hex32, 2))]);

/** struct statfs (asm/statfs.h): fields of the kernel’s long. */
export const statfs = struct('statfs', [
  field('f_type', enumeration(types, 'uklong')),
  field('f_bsize', kernelUnsignedLong),
  field('f_blocks', kernelUnsignedLong),
  field('f_bfree', kernelUnsignedLong),
  field('f_bavail', kernelUnsignedLong),
  field('f_files', kernelUnsignedLong),
  field('f_ffree', kernelUnsignedLong),
  field('f_fsid', fsid),
  field('f_namelen', kernelUnsignedLong),
  field('f_frsize', kernelUnsignedLong),
  field('f_flags', flags(mountFlags, 'uklong'), valid),
  pad(16, 4),
]);

/** struct compat_statfs64 of i386: packed to 4 bytes. */
export const statfs64 = struct('statfs64', [
  field('f_type', enumeration(types, 'u32')),
  field('f_bsize', unsignedInt),
  field('f_blocks', u64),
  field('f_bfree', u64),
  field('f_bavail', u64),
  field('f_files', u64),
  field('f_ffree', u64),
  field('f_fsid', fsid),
  field('f_namelen', unsignedInt),
  field('f_frsize', unsignedInt),
  field('f_flags', flags(mountFlags, 'u32'), valid),
  pad(16, 4),
]);
