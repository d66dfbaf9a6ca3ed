/** FS_IOC_FIEMAP: where a file lies on its device (Documentation/filesystems/fiemap.rst). */
import { constants } from '../generated/constants.gen.js';
import { flags } from '../types/flags.js';
import { u64, unsignedInt } from '../types/ints.js';
import { field, pad, struct } from '../types/struct.js';
import { trailingArray } from '../types/trailingArray.js';
import { becoming } from './filled.js';

const extent = struct('fiemap_extent', [
  field('fe_logical', u64),
  field('fe_physical', u64),
  field('fe_length', u64),
  pad(16, 8),
  field('fe_flags', flags(constants.fiemap_extent_flags)),
  pad(12, 4),
]);
const map = struct('fiemap', [
  field('fm_start', u64),
  field('fm_length', u64),
  field('fm_flags', flags(constants.fiemap_flags)),
  field('fm_mapped_extents', unsignedInt),
  field('fm_extent_count', unsignedInt),
  pad(4),
  field('fm_extents', trailingArray(extent, 'fm_mapped_extents'), { verbose: true }),
]);

export const fiemap = becoming(map, 'fm_start fm_length fm_flags fm_extent_count', 'fm_flags fm_mapped_extents fm_extents');
