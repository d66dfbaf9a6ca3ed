/** What i386 has of its own for files and io: 16-bit ids, 32-bit offsets and times, and the wider calls beside them. */
import { type CallTable, call } from './call.js';
import { constants } from './generated/constants.gen.js';
import { dirfd, fd } from './types/fd.js';
import { enumeration, flags } from './types/flags.js';
import { gid, gid16, uid, uid16 } from './types/ids.js';
import { loff, long, size, u64, unsignedLong } from './types/ints.js';
import { offsetHighLow } from './types/offsetPair.js';
import { ref } from './types/pointers.js';
import { path } from './types/strings.js';
import { timespecPair64 } from './types/utimes.js';
import { inoutUnlessZero, out } from './types/valueType.js';

const whence = enumeration(constants.seek_whence);
const advice = enumeration(constants.fadvise);

export const filesCalls32: CallTable = {
  _llseek: call(fd('fd'), offsetHighLow('offset'), out(ref(u64))('result'), whence('whence')).in('desc'),
  lseek: call(fd('fd'), long('offset'), whence('whence')).in('desc'),
  truncate64: call(path('path'), u64('length')).in('file'),
  ftruncate64: call(fd('fd'), u64('length')).in('desc'),
  fadvise64_64: call(fd('fd'), loff('offset'), loff('len'), advice('advice')).in('desc'),
  sendfile: call(fd('out_fd'), fd('in_fd'), inoutUnlessZero(ref(unsignedLong))('offset'), size('count')).in('desc', 'network'),
  sendfile64: call(fd('out_fd'), fd('in_fd'), inoutUnlessZero(ref(u64))('offset'), size('count')).in('desc', 'network'),
  utimensat_time64: call(dirfd('dfd'), path('filename'), timespecPair64('utimes'), flags(constants.at_flags)('flags')).in('desc', 'file'),

  chown: call(path('filename'), uid16('user'), gid16('group')).in('file'),
  lchown: call(path('filename'), uid16('user'), gid16('group')).in('file'),
  fchown: call(fd('fd'), uid16('user'), gid16('group')).in('desc'),
  chown32: call(path('filename'), uid('user'), gid('group')).in('file'),
  lchown32: call(path('filename'), uid('user'), gid('group')).in('file'),
  fchown32: call(fd('fd'), uid('user'), gid('group')).in('desc'),
  umount: call(path('name')).in('file'),
};
