/** Files by name: opening, names, links, modes, owners, directories. */
import type { FlagSetView } from '../decode/emitter.js';
import type { CallView } from '../decode/memory.js';
import { type CallTable, call } from './call.js';
import { constants } from './generated/constants.gen.js';
import { accessMode } from './types/accessMode.js';
import { argument, returned } from './types/count.js';
import { device32 } from './types/device.js';
import { dirents, dirents64 } from './types/dirents.js';
import { dirfd, fd } from './types/fd.js';
import { handleIn, handleOut, mountId } from './types/fileHandle.js';
import { enumeration, flags, withPart } from './types/flags.js';
import { gid, uid } from './types/ids.js';
import { loff, mode, size, unsignedInt } from './types/ints.js';
import { fileMode16, isDevice } from './types/mode.js';
import { openHow } from './types/openHow.js';
import { buffer, path } from './types/strings.js';
import { timespecPair, timevalPair, utimbuf } from './types/utimes.js';
import { out } from './types/valueType.js';

const O_CREAT = 0o100;
const O_TMPFILE_BIT = 0o20000000;
const O_ACCMODE = 3;

const openFlagSet: FlagSetView = withPart(constants.open_flags, O_ACCMODE, constants.open_access);
/** Flags of open(2), the access mode first. */
export const openFlags = flags(openFlagSet);
const atFlags = flags(constants.at_flags);
const linkFlags = flags(constants.at_flags);
const renameFlags = flags(constants.rename_flags);
const accessFlags = flags(constants.faccessat_flags);
const handleFlags = flags(constants.name_to_handle_flags);

const creates = (index: number) => (seen: CallView) => (seen.u32(index) & (O_CREAT | O_TMPFILE_BIT)) !== 0;
const makesDevice = (index: number) => (seen: CallView) => isDevice(seen.u32(index));

export const filesCalls: CallTable = {
  open: call(path('filename'), openFlags('flags'), mode('mode').when(creates(1)))
    .returns(fd)
    .in('desc', 'file'),
  openat: call(dirfd('dfd'), path('filename'), openFlags('flags'), mode('mode').when(creates(2)))
    .returns(fd)
    .in('desc', 'file'),
  openat2: call(dirfd('dfd'), path('filename'), openHow(openFlagSet, argument(3))('how'), size('usize'))
    .returns(fd)
    .in('desc', 'file'),
  creat: call(path('pathname'), mode('mode')).returns(fd).in('desc', 'file'),
  open_by_handle_at: call(fd('mountdirfd'), handleIn('handle'), openFlags('flags')).in('desc'),
  name_to_handle_at: call(dirfd('dfd'), path('name'), handleOut('handle'), mountId('mnt_id'), handleFlags('flag')).in('desc', 'file'),

  access: call(path('filename'), accessMode('mode')).in('file'),
  faccessat: call(dirfd('dfd'), path('filename'), accessMode('mode')).in('desc', 'file'),
  faccessat2: call(dirfd('dfd'), path('filename'), accessMode('mode'), accessFlags('flags')).in('desc', 'file'),

  link: call(path('oldname'), path('newname')).in('file'),
  linkat: call(dirfd('olddfd'), path('oldname'), dirfd('newdfd'), path('newname'), linkFlags('flags')).in('desc', 'file'),
  symlink: call(path('oldname'), path('newname')).in('file'),
  symlinkat: call(path('oldname'), dirfd('newdfd'), path('newname')).in('desc', 'file'),
  readlink: call(path('path'), out(buffer(returned))('buf'), size('bufsiz')).in('file'),
  readlinkat: call(dirfd('dfd'), path('pathname'), out(buffer(returned))('buf'), size('bufsiz')).in('desc', 'file'),
  unlink: call(path('pathname')).in('file'),
  unlinkat: call(dirfd('dfd'), path('pathname'), atFlags('flag')).in('desc', 'file'),
  rename: call(path('oldname'), path('newname')).in('file'),
  renameat: call(dirfd('olddfd'), path('oldname'), dirfd('newdfd'), path('newname')).in('desc', 'file'),
  renameat2: call(dirfd('olddfd'), path('oldname'), dirfd('newdfd'), path('newname'), renameFlags('flags')).in('desc', 'file'),

  mkdir: call(path('pathname'), mode('mode')).in('file'),
  mkdirat: call(dirfd('dfd'), path('pathname'), mode('mode')).in('desc', 'file'),
  rmdir: call(path('pathname')).in('file'),
  mknod: call(path('filename'), fileMode16('mode'), device32('dev').when(makesDevice(1))).in('file'),
  mknodat: call(dirfd('dfd'), path('filename'), fileMode16('mode'), device32('dev').when(makesDevice(2))).in('desc', 'file'),
  chdir: call(path('filename')).in('file'),
  fchdir: call(fd('fd')).in('desc'),
  chroot: call(path('filename')).in('file'),
  getcwd: call(out(path)('buf'), size('size')).in('file'),
  getdents: call(fd('fd'), out(dirents)('dirent'), unsignedInt('count')).in('desc'),
  getdents64: call(fd('fd'), out(dirents64)('dirent'), unsignedInt('count')).in('desc'),

  chmod: call(path('filename'), mode('mode')).in('file'),
  fchmod: call(fd('fd'), mode('mode')).in('desc'),
  fchmodat: call(dirfd('dfd'), path('filename'), mode('mode')).in('desc', 'file'),
  fchmodat2: call(dirfd('dfd'), path('filename'), mode('mode'), atFlags('flags')).in('desc', 'file'),
  chown: call(path('filename'), uid('user'), gid('group')).in('file'),
  lchown: call(path('filename'), uid('user'), gid('group')).in('file'),
  fchown: call(fd('fd'), uid('user'), gid('group')).in('desc'),
  fchownat: call(dirfd('dfd'), path('filename'), uid('user'), gid('group'), atFlags('flag')).in('desc', 'file'),

  truncate: call(path('path'), size('length')).in('file'),
  ftruncate: call(fd('fd'), size('length')).in('desc'),
  fallocate: call(fd('fd'), flags(constants.falloc_modes)('mode'), loff('offset'), loff('len')).in('desc'),
  fadvise64: call(fd('fd'), loff('offset'), size('len'), enumeration(constants.fadvise)('advice')).in('desc'),
  readahead: call(fd('fd'), loff('offset'), size('count')).in('desc'),
  utime: call(path('filename'), utimbuf('times')).in('file'),
  utimes: call(path('filename'), timevalPair('utimes')).in('file'),
  futimesat: call(dirfd('dfd'), path('filename'), timevalPair('utimes')).in('desc', 'file'),
  utimensat: call(dirfd('dfd'), path('filename'), timespecPair('utimes'), atFlags('flags')).in('desc', 'file'),
};
