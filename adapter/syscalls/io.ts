/** Descriptors and what goes through them: read, write, seek, dup, pipe, splice, inotify. */
import { type CallTable, call } from './call.js';
import { constants } from './generated/constants.gen.js';
import { argument, fixed, returned } from './types/count.js';
import { fd } from './types/fd.js';
import { enumeration, flags } from './types/flags.js';
import { int, loff, size, u64, unsignedInt } from './types/ints.js';
import { iovecIn, iovecOut } from './types/iovec.js';
import { offsetPair } from './types/offsetPair.js';
import { arrayOf, ref } from './types/pointers.js';
import { buffer, path } from './types/strings.js';
import { inoutUnlessZero, out } from './types/valueType.js';

const dupFlags = flags(constants.open_flags);
const rwFlags = flags(constants.rwf_flags);
const spliceFlags = flags(constants.splice_flags);
const inotifyInitFlags = flags(constants.inotify_init_flags);
const inotifyMask = flags(constants.inotify_flags);
const filledBuffer = out(buffer(returned));
const pipeEnds = out(arrayOf(fd, fixed(2)));
/** An offset that the kernel moves: shown as it was. */
const offsetRef = ref(loff);
/** An offset of sendfile, which takes no negative ones. */
const sendOffset = ref(u64);

export const ioCalls: CallTable = {
  read: call(fd('fd'), filledBuffer('buf'), size('count')).in('desc'),
  write: call(fd('fd'), buffer(argument(2))('buf'), size('count')).in('desc'),
  pread64: call(fd('fd'), filledBuffer('buf'), size('count'), loff('pos')).in('desc'),
  pwrite64: call(fd('fd'), buffer(argument(2))('buf'), size('count'), loff('pos')).in('desc'),
  readv: call(fd('fd'), iovecOut(argument(2))('vec'), size('vlen')).in('desc'),
  writev: call(fd('fd'), iovecIn(argument(2))('vec'), size('vlen')).in('desc'),
  preadv: call(fd('fd'), iovecOut(argument(2))('vec'), size('vlen'), offsetPair('pos')).in('desc'),
  pwritev: call(fd('fd'), iovecIn(argument(2))('vec'), size('vlen'), offsetPair('pos')).in('desc'),
  preadv2: call(fd('fd'), iovecOut(argument(2))('vec'), size('vlen'), offsetPair('pos'), rwFlags('flags')).in('desc'),
  pwritev2: call(fd('fd'), iovecIn(argument(2))('vec'), size('vlen'), offsetPair('pos'), rwFlags('flags')).in('desc'),
  vmsplice: call(fd('fd'), iovecIn(argument(2))('uiov'), size('nr_segs'), spliceFlags('flags')).in('desc'),

  lseek: call(fd('fd'), loff('offset'), enumeration(constants.seek_whence)('whence')).in('desc'),
  close: call(fd('fd')).in('desc'),
  close_range: call(unsignedInt('fd'), unsignedInt('max_fd'), flags(constants.close_range_flags)('flags')),
  dup: call(fd('fildes')).returns(fd).in('desc'),
  dup2: call(fd('oldfd'), fd('newfd')).returns(fd).in('desc'),
  dup3: call(fd('oldfd'), fd('newfd'), dupFlags('flags')).returns(fd).in('desc'),
  pipe: call(pipeEnds('fildes')).in('desc'),
  pipe2: call(pipeEnds('fildes'), dupFlags('flags')).in('desc'),
  eventfd: call(unsignedInt('count')).returns(fd).in('desc'),
  eventfd2: call(unsignedInt('count'), flags(constants.eventfd_flags)('flags')).returns(fd).in('desc'),

  splice: call(fd('fd_in'), offsetRef('off_in'), fd('fd_out'), offsetRef('off_out'), size('len'), spliceFlags('flags')).in('desc'),
  tee: call(fd('fdin'), fd('fdout'), size('len'), spliceFlags('flags')).in('desc'),
  sendfile: call(fd('out_fd'), fd('in_fd'), inoutUnlessZero(sendOffset)('offset'), size('count')).in('desc', 'network'),
  copy_file_range: call(fd('fd_in'), offsetRef('off_in'), fd('fd_out'), offsetRef('off_out'), size('len'), unsignedInt('flags')).in('desc'),

  inotify_init: call().returns(fd).in('desc'),
  inotify_init1: call(inotifyInitFlags('flags')).returns(fd).in('desc'),
  inotify_add_watch: call(fd('fd'), path('pathname'), inotifyMask('mask')).in('desc', 'file'),
  inotify_rm_watch: call(fd('fd'), int('wd')).in('desc'),
};
