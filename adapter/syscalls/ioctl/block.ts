/** Block devices (linux/fs.h, linux/blkpg.h, linux/blktrace_api.h, linux/blkzoned.h). */
import { constants } from '../generated/constants.gen.js';
import { enumeration } from '../types/flags.js';
import { i64, int, long, u16, u64, unsignedInt, unsignedLong } from '../types/ints.js';
import { inlineArray, ptr, ref } from '../types/pointers.js';
import { stringField } from '../types/stringField.js';
import { field, struct } from '../types/struct.js';
import { out } from '../types/valueType.js';
import { type Commands, command } from './command.js';
import { grown } from './filled.js';

const partition = struct('blkpg_partition', [
  field('start', i64),
  field('length', i64),
  field('pno', int),
  field('devname', stringField(64)),
  field('volname', stringField(64)),
]);
const partitionChange = struct('blkpg_ioctl_arg', [
  field('op', enumeration(constants.blkpg_ops)),
  field('flags', int),
  field('datalen', int),
  field('data', ptr(partition)),
]);
const trace = struct('blk_user_trace_setup', [
  field('name', stringField(32)),
  field('act_mask', u16),
  field('buf_size', unsignedInt),
  field('buf_nr', unsignedInt),
  field('start_lba', u64),
  field('end_lba', u64),
  field('pid', int),
]);

/** Start and length. */
const range = ptr(inlineArray(u64, 2));

export const blockCommands: Commands = [
  command('BLKRRPART BLKFLSBUF BLKTRACESTART BLKTRACESTOP BLKTRACETEARDOWN'),
  command('BLKROSET BLKBSZSET', ref(int)),
  command('BLKROGET BLKSSZGET BLKBSZGET BLKALIGNOFF', out(ref(int))),
  command('BLKIOMIN BLKIOOPT BLKPBSZGET BLKDISCARDZEROES BLKGETZONESZ BLKGETNRZONES', out(ref(unsignedInt))),
  command('BLKSECTGET BLKROTATIONAL', out(ref(u16))),
  command('BLKGETSIZE', out(ref(unsignedLong))),
  command('BLKRAGET BLKFRAGET', out(ref(long))),
  command('BLKGETSIZE64 BLKGETDISKSEQ', out(ref(u64))),
  command('BLKRASET BLKFRASET', unsignedLong),
  command('BLKDISCARD BLKSECDISCARD BLKZEROOUT', range),
  command('BLKPG', ptr(partitionChange)),
  command('BLKTRACESETUP', grown(trace, 'act_mask buf_size buf_nr start_lba end_lba pid', 'name')),
];
