/** What is known of files and file systems: stat, statx, statfs, extended attributes. */
import { unsigned } from '../decode/word.js';
import { type CallTable, call } from './call.js';
import { constants } from './generated/constants.gen.js';
import { argument, returned } from './types/count.js';
import { dirfd, fd } from './types/fd.js';
import { flags } from './types/flags.js';
import { size } from './types/ints.js';
import { maskedFirst } from './types/joinedFlags.js';
import { ptr } from './types/pointers.js';
import { oldStat, stat, stat32, stat64 } from './types/stat.js';
import { statfs, statfs64 } from './types/statfs.js';
import { statx, statxMask } from './types/statx.js';
import { buffer, path, string, terminatedBuffer } from './types/strings.js';
import { type Named, out, shown } from './types/valueType.js';

const atFlags = flags(constants.at_flags);
const xattrFlags = flags(constants.xattr_flags);
/** XATTR_SIZE_MAX of linux/limits.h. */
const MAX_VALUE = 65536;
const attributeValue = terminatedBuffer(argument(3), MAX_VALUE);

const AT_STATX_SYNC_TYPE = 0x6000;
/** Both bits of the type are flags of their own to strace. */
const syncTypes = { unknown: '', entries: constants.at_statx_sync.entries };
const statxFlags = maskedFirst(AT_STATX_SYNC_TYPE, syncTypes, { ...constants.at_flags, unknown: '' });

const names = buffer(returned).type;
/** The names that the call filled in; with a size of 0 (argument `size`) it only asks how long they are. */
const nameList = (size: number): Named =>
  out(
    shown(
      'buffer',
      'pointer',
      (emitter, value, place) => (place.call.word(size) === 0 ? emitter.address(unsigned(value)) : names.show(emitter, value, place)),
      (value, context) => names.follow(value, context),
    ),
  );

/** As large as argument `size` must say. */
const sizedStatfs = (size: number): Named =>
  out(
    shown(
      'struct statfs64 *',
      'pointer',
      (emitter, value, place) =>
        place.call.word(size) === statfs64.size(place.call.abi) ? statfsPointer.show(emitter, value, place) : emitter.address(unsigned(value)),
      (value, context) => statfsPointer.follow(value, context),
    ),
  );
const statfsPointer = ptr(statfs64).type;

export const fileStatusCalls: CallTable = {
  stat: call(path('filename'), out(ptr(stat))('statbuf')).in('file', 'stat', 'stat_like'),
  lstat: call(path('filename'), out(ptr(stat))('statbuf')).in('file', 'lstat', 'stat_like'),
  fstat: call(fd('fd'), out(ptr(stat))('statbuf')).in('desc', 'fstat', 'stat_like'),
  newfstatat: call(dirfd('dfd'), path('filename'), out(ptr(stat))('statbuf'), atFlags('flag')).in('desc', 'file', 'fstat', 'stat_like'),
  statx: call(dirfd('dfd'), path('filename'), statxFlags('flags'), statxMask('mask'), out(ptr(statx))('buffer')).in('desc', 'file', 'fstat', 'stat_like'),
  statfs: call(path('pathname'), out(ptr(statfs))('buf')).in('file', 'statfs', 'statfs_like'),
  fstatfs: call(fd('fd'), out(ptr(statfs))('buf')).in('desc', 'fstatfs', 'statfs_like'),

  setxattr: call(path('pathname'), string('name'), attributeValue('value'), size('size'), xattrFlags('flags')).in('file'),
  lsetxattr: call(path('pathname'), string('name'), attributeValue('value'), size('size'), xattrFlags('flags')).in('file'),
  fsetxattr: call(fd('fd'), string('name'), attributeValue('value'), size('size'), xattrFlags('flags')).in('desc'),
  getxattr: call(path('pathname'), string('name'), out(terminatedBuffer(returned))('value'), size('size')).in('file'),
  lgetxattr: call(path('pathname'), string('name'), out(terminatedBuffer(returned))('value'), size('size')).in('file'),
  fgetxattr: call(fd('fd'), string('name'), out(terminatedBuffer(returned))('value'), size('size')).in('desc'),
  listxattr: call(path('pathname'), nameList(2)('list'), size('size')).in('file'),
  llistxattr: call(path('pathname'), nameList(2)('list'), size('size')).in('file'),
  flistxattr: call(fd('fd'), nameList(2)('list'), size('size')).in('desc'),
  removexattr: call(path('pathname'), string('name')).in('file'),
  lremovexattr: call(path('pathname'), string('name')).in('file'),
  fremovexattr: call(fd('fd'), string('name')).in('desc'),
};

/** i386 keeps its older shapes under these names. */
export const fileStatusCalls32: CallTable = {
  oldstat: call(path('filename'), out(ptr(oldStat))('statbuf')).in('file', 'stat', 'stat_like'),
  oldlstat: call(path('filename'), out(ptr(oldStat))('statbuf')).in('file', 'lstat', 'stat_like'),
  oldfstat: call(fd('fd'), out(ptr(oldStat))('statbuf')).in('desc', 'fstat', 'stat_like'),
  stat: call(path('filename'), out(ptr(stat32))('statbuf')).in('file', 'stat', 'stat_like'),
  lstat: call(path('filename'), out(ptr(stat32))('statbuf')).in('file', 'lstat', 'stat_like'),
  fstat: call(fd('fd'), out(ptr(stat32))('statbuf')).in('desc', 'fstat', 'stat_like'),
  stat64: call(path('filename'), out(ptr(stat64))('statbuf')).in('file', 'stat', 'stat_like'),
  lstat64: call(path('filename'), out(ptr(stat64))('statbuf')).in('file', 'lstat', 'stat_like'),
  fstat64: call(fd('fd'), out(ptr(stat64))('statbuf')).in('desc', 'fstat', 'stat_like'),
  fstatat64: call(dirfd('dfd'), path('filename'), out(ptr(stat64))('statbuf'), atFlags('flag')).in('desc', 'file', 'fstat', 'stat_like'),
  statfs64: call(path('pathname'), size('sz'), sizedStatfs(1)('buf')).in('file', 'statfs', 'statfs_like'),
  fstatfs64: call(fd('fd'), size('sz'), sizedStatfs(1)('buf')).in('desc', 'fstatfs', 'statfs_like'),
};
