/** Mounting, swapping, syncing, accounting: calls about whole file systems. */
import { type CallTable, call } from './call.js';
import { constants } from './generated/constants.gen.js';
import { dirfd, fd } from './types/fd.js';
import { flags } from './types/flags.js';
import { loff } from './types/ints.js';
import { flagsThenNumber, magicFirst } from './types/joinedFlags.js';
import { path, string } from './types/strings.js';

const MS_MGC_MSK = 0xffff_0000;
const SWAP_FLAG_PRIO_MASK = 0x7fff;

const mountFlags = magicFirst(MS_MGC_MSK, constants.mount_magic, constants.mount_flags, 'ulong');

export const mountCalls: CallTable = {
  mount: call(path('dev_name'), path('dir_name'), string('type'), mountFlags('flags'), string('data')).in('file'),
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
