/** Btrfs (linux/btrfs.h). */
import type { Emitter } from '../../decode/emitter.js';
import type { Place } from '../../decode/place.js';
import { constants } from '../generated/constants.gen.js';
import { device64 } from '../types/device.js';
import { fd64 } from '../types/fd.js';
import { enumeration, flags } from '../types/flags.js';
import { address, hex64, u64, unsignedInt } from '../types/ints.js';
import { inlineArray, ptr, ref } from '../types/pointers.js';
import { stringField } from '../types/stringField.js';
import { field, pad, struct } from '../types/struct.js';
import { uuid } from '../types/uuid.js';
import { type FieldType, out } from '../types/valueType.js';
import { btrfsTreeCommands } from './btrfsTrees.js';
import { groupLimit, object, subvolumeFlags, upTo } from './btrfsTypes.js';
import { btrfsVolumeCommands } from './btrfsVolumes.js';
import { type Commands, command } from './command.js';
import { becoming, outStruct, part } from './filled.js';

const rest = { unlessZero: true };
const volume = struct('btrfs_ioctl_vol_args', [field('fd', fd64), field('name', stringField(4088))]);
const features = struct('btrfs_ioctl_feature_flags', [
  field('compat_flags', flags({ unknown: 'BTRFS_FEATURE_COMPAT_???', entries: [] }, 'u64')),
  field('compat_ro_flags', flags(constants.btrfs_features_compat_ro, 'u64')),
  field('incompat_flags', flags(constants.btrfs_features_incompat, 'u64')),
]);
const noted = (notes: readonly string[]) =>
  ({
    typeName: features.typeName,
    size: () => features.size('x86_64') * notes.length,
    align: () => 4,
    emitAt(emitter: Emitter, place: Place, at: number) {
      emitter.beginArray();
      notes.forEach((note, index) => {
        emitter.item();
        features.emitAt(emitter, place, at + index * features.size('x86_64'));
        if (note !== '') emitter.comment(note);
      });
      emitter.endArray();
    },
  }) satisfies FieldType;
const quotaGroup = struct('btrfs_ioctl_qgroup_create_args', [field('create', u64), field('qgroupid', u64)]);
const quotaAssignment = struct('btrfs_ioctl_qgroup_assign_args', [field('assign', u64), field('src', u64), field('dst', u64)]);
const quotaLimit = struct('btrfs_ioctl_qgroup_limit_args', [field('qgroupid', u64), field('lim', groupLimit)]);
const quotaControl = struct('btrfs_ioctl_quota_ctl_args', [field('cmd', enumeration(constants.btrfs_quota_ctl, 'u64')), pad(8, 8)]);
const quotaRescan = struct('btrfs_ioctl_quota_rescan_args', [field('flags', u64), field('progress', upTo), field('reserved', inlineArray(hex64, 6), rest)]);
const defragmentation = struct('btrfs_ioctl_defrag_range_args', [
  field('start', u64),
  field('len', upTo),
  field('flags', flags(constants.btrfs_defrag_flags, 'u64')),
  field('extent_thresh', unsignedInt),
  field('compress_type', enumeration(constants.btrfs_compress_types)),
  pad(16, 4),
]);
const progressNames =
  'data_extents_scrubbed tree_extents_scrubbed data_bytes_scrubbed tree_bytes_scrubbed read_errors csum_errors verify_errors no_csum csum_discards super_errors malloc_errors uncorrectable_errors corrected_errors last_physical unverified_errors';
const scrub = struct('btrfs_ioctl_scrub_args', [
  field('devid', device64),
  field('start', u64),
  field('end', upTo),
  field('flags', flags(constants.btrfs_scrub_flags, 'u64')),
  field(
    'progress',
    struct(
      'btrfs_scrub_progress',
      progressNames.split(' ').map((name) => field(name, u64)),
    ),
  ),
  pad(872),
]);
const deviceInfo = struct('btrfs_ioctl_dev_info_args', [
  field('devid', device64),
  field('uuid', uuid, rest),
  field('bytes_used', u64),
  field('total_bytes', u64),
  pad(379 * 8, 8),
  field('path', stringField(1024)),
]);

const send = struct('btrfs_ioctl_send_args', [
  field('send_fd', fd64),
  field('clone_sources_count', u64),
  field('clone_sources', address),
  field('parent_root', object),
  field('flags', flags(constants.btrfs_send_flags, 'u64')),
  pad(32, 8),
]);

export const btrfsCommands: Commands = [
  ...btrfsTreeCommands,
  ...btrfsVolumeCommands,
  command('BTRFS_IOC_DEFRAG BTRFS_IOC_BALANCE BTRFS_IOC_TRANS_START BTRFS_IOC_TRANS_END BTRFS_IOC_SYNC BTRFS_IOC_SCRUB_CANCEL BTRFS_IOC_QUOTA_RESCAN_WAIT'),
  command('BTRFS_IOC_SNAP_CREATE BTRFS_IOC_RESIZE BTRFS_IOC_SCAN_DEV BTRFS_IOC_FORGET_DEV BTRFS_IOC_ADD_DEV BTRFS_IOC_RM_DEV', ptr(volume)),
  command('BTRFS_IOC_SUBVOL_CREATE BTRFS_IOC_SNAP_DESTROY BTRFS_IOC_DEVICES_READY', ptr(volume)),
  command('BTRFS_IOC_BALANCE_CTL', enumeration(constants.btrfs_balance_ctl)),
  command('BTRFS_IOC_SUBVOL_SETFLAGS', ptr(subvolumeFlags)),
  command('BTRFS_IOC_SUBVOL_GETFLAGS', out(ptr(subvolumeFlags))),
  command('BTRFS_IOC_DEFAULT_SUBVOL BTRFS_IOC_WAIT_SYNC', ref(u64)),
  command('BTRFS_IOC_START_SYNC', out(ref(u64))),
  command('BTRFS_IOC_GET_FEATURES', outStruct(features)),
  command('BTRFS_IOC_SET_FEATURES', ptr(noted(['', '']))),
  command('BTRFS_IOC_GET_SUPPORTED_FEATURES', outStruct(noted(['supported', 'safe to set', 'safe to clear']))),
  command('BTRFS_IOC_QGROUP_CREATE', ptr(quotaGroup)),
  command('BTRFS_IOC_QGROUP_ASSIGN', ptr(quotaAssignment)),
  command('BTRFS_IOC_QGROUP_LIMIT', outStruct(quotaLimit)),
  command('BTRFS_IOC_QUOTA_CTL', ptr(quotaControl)),
  command('BTRFS_IOC_QUOTA_RESCAN', ptr(part(quotaRescan, 'flags'))),
  command('BTRFS_IOC_QUOTA_RESCAN_STATUS', outStruct(part(quotaRescan, 'flags progress'))),
  command('BTRFS_IOC_DEFRAG_RANGE', ptr(defragmentation)),
  command('BTRFS_IOC_SCRUB', becoming(scrub, 'devid start end flags', 'progress')),
  command('BTRFS_IOC_SCRUB_PROGRESS', becoming(scrub, 'devid', 'progress')),
  command('BTRFS_IOC_SEND', ptr(send)),
  command('BTRFS_IOC_DEV_INFO', becoming(deviceInfo, 'devid uuid', 'uuid bytes_used total_bytes path')),
];
