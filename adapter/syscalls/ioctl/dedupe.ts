/** FIDEDUPERANGE: lets ranges of files share what they have in common (ioctl_fideduperange(2)). */
import { fd64 } from '../types/fd.js';
import { int, u16, u64 } from '../types/ints.js';
import { ptr } from '../types/pointers.js';
import { field, pad, type StructType, struct } from '../types/struct.js';
import { trailingArray } from '../types/trailingArray.js';
import { inout } from '../types/valueType.js';
import { part } from './filled.js';

/** Destinations shown without -v. */
const SHOWN = 2;

const destination = struct('file_dedupe_range_info', [
  field('dest_fd', fd64),
  field('dest_offset', u64),
  field('bytes_deduped', u64),
  field('status', int),
  pad(4),
]);
const range = (names: string): StructType =>
  struct('file_dedupe_range', [
    field('src_offset', u64),
    field('src_length', u64),
    field('dest_count', u16),
    pad(6),
    field('info', trailingArray(part(destination, names), 'dest_count', { limit: SHOWN })),
  ]);

export const dedupeRange = inout(ptr(range('dest_fd dest_offset')), ptr(part(range('bytes_deduped status'), 'info')));
