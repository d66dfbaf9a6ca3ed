/** FIDEDUPERANGE: lets ranges of files share what they have in common (ioctl_fideduperange(2)). */
import { Place } from '../../decode/place.js';
import { addWord, unsigned } from '../../decode/word.js';
import { fd64 } from '../types/fd.js';
import { int, u16, u64 } from '../types/ints.js';
import { ptr } from '../types/pointers.js';
import { field, pad, type StructType, struct } from '../types/struct.js';
import { trailingArray } from '../types/trailingArray.js';
import { type Changes, changing } from './changing.js';
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

const given = range('dest_fd dest_offset');
/** Where there are destinations and all that are shown could be read. */
const changes: Changes = (out, call, at) => {
  const bytes = given.size(call.abi);
  const { data } = call.entry.read(at, bytes);
  if (data.length < bytes) return false;
  const count = Number(given.read(new Place(call, call.entry, data), 0, 'dest_count'));
  const wanted = Math.min(count, out.options.verbose ? count : Math.min(SHOWN, out.options.stringLimit) + 1) * destination.size(call.abi);
  const read = call.entry.read(addWord(unsigned(at), bytes), wanted);
  return wanted > 0 && (read.data.length === wanted || read.status === 'truncated');
};

export const dedupeRange = changing(ptr(given), ptr(part(range('bytes_deduped status'), 'info')), changes);
