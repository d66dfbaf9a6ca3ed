/** Calls of newer kernels on files: attributes relative to a directory, file attributes, the page cache’s state. */
import { type CallTable, call } from './call.js';
import { constants } from './generated/constants.gen.js';
import { argument, returned, sibling } from './types/count.js';
import { extensible } from './types/extensible.js';
import { dirfd, fd } from './types/fd.js';
import { flags } from './types/flags.js';
import { in64 } from './types/in64.js';
import { hex32, size, u64, unsignedInt } from './types/ints.js';
import { ptr } from './types/pointers.js';
import { buffer, path, string } from './types/strings.js';
import { field, struct } from './types/struct.js';
import { out } from './types/valueType.js';

const atFlags = flags(constants.at_flags);
/** struct xattr_args of linux/xattr.h. */
const given = struct('xattr_args', [field('value', in64(buffer(sibling('size')))), field('size', unsignedInt), field('flags', flags(constants.xattr_flags))]);
/** struct file_attr of linux/fs.h. */
const fileAttr = struct('file_attr', [
  field('fa_xflags', flags(constants.fs_xflags, 'u64')),
  field('fa_extsize', unsignedInt),
  field('fa_nextents', unsignedInt),
  field('fa_projid', unsignedInt),
  field('fa_cowextsize', unsignedInt),
]);

const range = ptr(struct('cachestat_range', [field('off', u64), field('len', u64)]));
const cacheStatistics = ptr(
  struct(
    'cachestat',
    ['nr_cache', 'nr_dirty', 'nr_writeback', 'nr_evicted', 'nr_recently_evicted'].map((name) => field(name, u64)),
  ),
);

export const extendedAttributeCalls: CallTable = {
  setxattrat: call(dirfd('dfd'), path('pathname'), atFlags('at_flags'), string('name'), extensible(given, argument(5))('uargs'), size('usize')).in(
    'desc',
    'file',
  ),
  getxattrat: call(dirfd('dfd'), path('pathname'), atFlags('at_flags'), string('name'), extensible(given, argument(5))('uargs'), size('usize')).in(
    'desc',
    'file',
  ),
  listxattrat: call(dirfd('dfd'), path('pathname'), atFlags('at_flags'), out(buffer(returned))('list'), size('size')).in('desc', 'file'),
  removexattrat: call(dirfd('dfd'), path('pathname'), atFlags('at_flags'), string('name')).in('desc', 'file'),
  file_getattr: call(dirfd('dfd'), path('filename'), out(extensible(fileAttr, argument(3)))('ufattr'), size('usize'), atFlags('at_flags')).in('desc', 'file'),
  file_setattr: call(dirfd('dfd'), path('filename'), extensible(fileAttr, argument(3))('ufattr'), size('usize'), atFlags('at_flags')).in('desc', 'file'),
  cachestat: call(fd('fd'), range('cstat_range'), out(cacheStatistics)('cstat'), hex32('flags')).in('desc'),
};
