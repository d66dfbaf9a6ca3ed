/** struct stat in its shapes. */
import type { Emitter } from '../../decode/emitter.js';
import type { Place, Width } from '../../decode/place.js';
import { device, device16, device32, device64 } from './device.js';
import { kernelUnsignedLong, u16, u64, unsignedInt } from './ints.js';
import { fileMode, fileMode16, isDevice } from './mode.js';
import { field, hidden, pad, type StructField, struct } from './struct.js';
import { timeComment } from './timeText.js';
import { type FieldType, shown, type ValueLike } from './valueType.js';

/** Seconds with the date, which the field named `${name}_nsec` completes. */
function seconds(name: string, width: Width) {
  return shown('time_t', width, (out: Emitter, value: number | bigint, place: Place) => {
    out.decimal(value);
    timeComment(out, value, place.sibling(`${name}_nsec`) ?? 0, 9);
  });
}

const times = (secondsWidth: Width, nanoseconds: ValueLike): StructField[] =>
  ['st_atime', 'st_mtime', 'st_ctime'].flatMap((name) => [
    field(name, seconds(name, secondsWidth), { verbose: true }),
    field(`${name}_nsec`, nanoseconds, { verbose: true }),
  ]);

const modeOf = (place: Place): number => Number(place.sibling('st_mode') ?? 0);
const hasDevice = { when: (place: Place) => isDevice(modeOf(place)) };
const hasSize = { when: (place: Place) => !isDevice(modeOf(place)) };
const verbose = { verbose: true };

/** Fields in the order in which strace shows them, whatever the layout. */
const order = [
  'st_dev',
  'st_ino',
  'st_mode',
  'st_nlink',
  'st_uid',
  'st_gid',
  'st_blksize',
  'st_blocks',
  'st_rdev',
  'st_size',
  'st_atime',
  'st_atime_nsec',
  'st_mtime',
  'st_mtime_nsec',
  'st_ctime',
  'st_ctime_nsec',
];

/** struct stat of x86-64 and x32 (asm/stat.h). */
export const stat = struct(
  'stat',
  [
    field('st_dev', device, verbose),
    field('st_ino', kernelUnsignedLong, verbose),
    field('st_nlink', kernelUnsignedLong, verbose),
    field('st_mode', fileMode),
    field('st_uid', unsignedInt, verbose),
    field('st_gid', unsignedInt, verbose),
    pad(4, 4),
    field('st_rdev', device, hasDevice),
    field('st_size', kernelUnsignedLong, hasSize),
    field('st_blksize', kernelUnsignedLong, verbose),
    field('st_blocks', kernelUnsignedLong, verbose),
    ...times('klong', kernelUnsignedLong),
    pad(24, 8),
  ],
  { order },
);

/** struct stat64 of i386. */
export const stat64 = struct(
  'stat64',
  [
    field('st_dev', device64, verbose),
    pad(4, 4),
    hidden('__st_ino', unsignedInt),
    field('st_mode', fileMode),
    field('st_nlink', unsignedInt, verbose),
    field('st_uid', unsignedInt, verbose),
    field('st_gid', unsignedInt, verbose),
    field('st_rdev', device64, hasDevice),
    pad(4, 4),
    field('st_size', u64, hasSize),
    field('st_blksize', unsignedInt, verbose),
    field('st_blocks', u64, verbose),
    ...times('i32', unsignedInt),
    field('st_ino', u64, verbose),
  ],
  { order },
);

/** struct stat of i386: the `new` one of sys_newstat. */
export const stat32 = struct(
  'stat',
  [
    field('st_dev', device32, verbose),
    field('st_ino', unsignedInt, verbose),
    field('st_mode', fileMode16),
    field('st_nlink', u16, verbose),
    field('st_uid', u16, verbose),
    field('st_gid', u16, verbose),
    field('st_rdev', device32, hasDevice),
    field('st_size', unsignedInt, hasSize),
    field('st_blksize', unsignedInt, verbose),
    field('st_blocks', unsignedInt, verbose),
    ...times('i32', unsignedInt),
    pad(8, 4),
  ],
  { order },
);

/** What the oldest struct lacks: shown as 0. */
const zero: FieldType = { typeName: 'unsigned long', size: () => 0, align: () => 1, emitAt: (out) => out.decimal(0) };

/** struct __old_kernel_stat of i386. */
export const oldStat = struct(
  'stat',
  [
    field('st_dev', device16, verbose),
    field('st_ino', u16, verbose),
    field('st_mode', fileMode16),
    field('st_nlink', u16, verbose),
    field('st_uid', u16, verbose),
    field('st_gid', u16, verbose),
    field('st_rdev', device16, hasDevice),
    field('st_size', unsignedInt, hasSize),
    ...['st_atime', 'st_mtime', 'st_ctime'].map((name) => field(name, seconds(name, 'i32'), verbose)),
    field('st_blksize', zero, verbose),
    field('st_blocks', zero, verbose),
  ],
  { order: order.filter((name) => !name.endsWith('_nsec')) },
);
