/** Mounting, swapping, syncing, accounting: calls about whole file systems. */
import type { CallView } from '../decode/memory.js';
import { unsigned } from '../decode/word.js';
import { type CallTable, call } from './call.js';
import { constants } from './generated/constants.gen.js';
import { dirfd, fd } from './types/fd.js';
import { flags, valuesOf } from './types/flags.js';
import { loff } from './types/ints.js';
import { flagsThenNumber, magicFirst } from './types/joinedFlags.js';
import { path, string } from './types/strings.js';
import { type Named, shown, type ValueType } from './types/valueType.js';

const MS_MGC_MSK = 0xffff_0000;
const SWAP_FLAG_PRIO_MASK = 0x7fff;

/** Flags of calls that ask for no new file system, so that its type has no meaning; with MS_REMOUNT alone options have one. */
const { MS_REMOUNT, MS_BIND, MS_MOVE, MS_UNBINDABLE, MS_PRIVATE, MS_SLAVE, MS_SHARED } = valuesOf(constants.mount_flags);
const MOVES = MS_BIND | MS_MOVE | MS_UNBINDABLE | MS_PRIVATE | MS_SLAVE | MS_SHARED;
const MS_MGC_VAL = 0xc0ed_0000;
/** What is left of argument 3 without the magic number of old. */
const meantFlags = (call: CallView): number => {
  const word = call.u32(3);
  return (word & MS_MGC_MSK) >>> 0 === MS_MGC_VAL ? word & ~MS_MGC_MSK : word;
};
/** A string where the flags give it a meaning, else an address. */
const stringIf = (meant: (flags: number) => boolean): Named<ValueType> =>
  shown(
    'string',
    'pointer',
    (out, value, place) => (meant(meantFlags(place.call)) ? string.type.show(out, value, place) : out.address(unsigned(value))),
    (value, context) => string.type.follow(value, context),
  );
const fileSystemType = stringIf((flags) => (flags & (MS_REMOUNT | MOVES)) === 0);
const mountOptions = stringIf((flags) => (flags & MS_REMOUNT) !== 0 || (flags & MOVES) === 0);

const mountFlags = magicFirst(MS_MGC_MSK, constants.mount_magic, constants.mount_flags, 'ulong');

export const mountCalls: CallTable = {
  mount: call(path('dev_name'), path('dir_name'), fileSystemType('type'), mountFlags('flags'), mountOptions('data')).in('file'),
  umount2: call(path('name'), flags(constants.umount_flags)('flags')).in('file'),
  pivot_root: call(path('new_root'), path('put_old')).in('file'),
  open_tree: call(dirfd('dfd'), path('filename'), flags(constants.open_tree_flags)('flags')).returns(fd).in('desc', 'file'),
  move_mount: call(dirfd('from_dfd'), path('from_pathname'), dirfd('to_dfd'), path('to_pathname'), flags(constants.move_mount_flags)('flags')).in(
    'desc',
    'file',
  ),
  fsopen: call(string('_fs_name'), flags(constants.fsopen_flags)('flags')).returns(fd).in('desc'),
  fspick: call(dirfd('dfd'), path('path'), flags(constants.fspick_flags)('flags')).returns(fd).in('desc', 'file'),
  fsmount: call(fd('fs_fd'), flags(constants.fsmount_flags)('flags'), flags(constants.fsmount_attrs)('attr_flags')).returns(fd).in('desc'),
  swapon: call(path('specialfile'), flagsThenNumber(constants.swap_flags, SWAP_FLAG_PRIO_MASK)('swap_flags')).in('file'),
  swapoff: call(path('specialfile')).in('file'),
  acct: call(path('name')).in('file'),
  uselib: call(path('library')).in('file'),
  sync: call(),
  syncfs: call(fd('fd')).in('desc'),
  fsync: call(fd('fd')).in('desc'),
  fdatasync: call(fd('fd')).in('desc'),
  sync_file_range: call(fd('fd'), loff('offset'), loff('nbytes'), flags(constants.sync_file_range_flags)('flags')).in('desc'),
  flock: call(fd('fd'), flags(constants.flock_ops)('cmd')).in('desc'),
};
