/** Btrfs: subvolumes, devices, how data are spread over them (linux/btrfs.h). */
import type { Emitter } from '../../decode/emitter.js';
import type { Place } from '../../decode/place.js';
import { constants } from '../generated/constants.gen.js';
import { device64 } from '../types/device.js';
import { fd64 } from '../types/fd.js';
import { enumeration, flags } from '../types/flags.js';
import { u16, u64, unsignedInt } from '../types/ints.js';
import { ptr } from '../types/pointers.js';
import { stringField } from '../types/stringField.js';
import { field, hidden, pad, type StructField, type StructType, spread, struct } from '../types/struct.js';
import { timeComment } from '../types/timeText.js';
import { trailingArray } from '../types/trailingArray.js';
import { uuid } from '../types/uuid.js';
import { type FieldType, inout, shown } from '../types/valueType.js';
import { groupLimit, subvolumeFlags, upTo } from './btrfsTypes.js';
import { changing } from './changing.js';
import { type Commands, command } from './command.js';
import { becoming, outStruct, part } from './filled.js';
import { withTail } from './withTail.js';

const verbose = { verbose: true };
const flag = (mask: bigint) => (place: Place) => (BigInt(place.sibling('flags') ?? 0) & mask) !== 0n;
const blockGroups = flags(constants.btrfs_space_info_flags, 'u64');

const inheritance = struct('btrfs_qgroup_inherit', [
  field('flags', flags(constants.btrfs_qgroup_inherit_flags, 'u64')),
  field('num_qgroups', u64),
  field('num_ref_copies', u64),
  field('num_excl_copies', u64),
  field('lim', groupLimit),
  field('qgroups', trailingArray(u64, 'num_qgroups'), verbose),
]);
const INHERITS = { when: flag(4n) };
const creation = struct('btrfs_ioctl_vol_args_v2', [
  field('fd', fd64),
  field('transid', u64),
  field('flags', subvolumeFlags),
  spread(
    struct('inherit', [spread(struct('inherit', [field('size', u64, INHERITS), field('qgroup_inherit', ptr(inheritance), INHERITS)]), 'members'), pad(16, 8)]),
    'inherit',
  ),
  field('name', stringField(4040)),
]);

const [HAS_CHECKSUM, HAS_GENERATION, HAS_METADATA] = [1n, 2n, 4n];
const information = struct('btrfs_ioctl_fs_info_args', [
  field('max_id', u64),
  field('num_devices', u64),
  field('fsid', uuid),
  field('nodesize', unsignedInt),
  field('sectorsize', unsignedInt),
  field('clone_alignment', unsignedInt),
  field('csum_type', enumeration(constants.btrfs_csum_types, 'u16'), { when: flag(HAS_CHECKSUM) }),
  field('csum_size', u16, { when: flag(HAS_CHECKSUM) }),
  field('flags', flags(constants.btrfs_fs_info_flags, 'u64')),
  field('generation', u64, { when: flag(HAS_GENERATION) }),
  field('metadata_uuid', uuid, { when: flag(HAS_METADATA) }),
  pad(944),
]);

const balanceArguments = struct('btrfs_balance_args', [
  field('profiles', blockGroups),
  field('usage', upTo),
  field('devid', device64),
  ...['pstart', 'pend', 'vstart', 'vend', 'target'].map((name) => field(name, upTo)),
  field('flags', flags(constants.btrfs_balance_args, 'u64')),
  pad(64),
]);
const balanced = (mask: bigint) => ({ when: flag(mask) });
const balance = struct('btrfs_ioctl_balance_args', [
  field('flags', flags(constants.btrfs_balance_flags, 'u64')),
  field('state', flags(constants.btrfs_balance_state, 'u64')),
  field('data', balanceArguments, balanced(1n)),
  field('meta', balanceArguments, balanced(4n)),
  field('sys', balanceArguments, balanced(2n)),
  pad(24 + 72 * 8, 8),
]);

const space = struct('btrfs_ioctl_space_info', [field('flags', blockGroups), field('total_bytes', u64), field('used_bytes', u64)]);
const spaceList = trailingArray(space, 'total_spaces');
const spaces = struct('btrfs_ioctl_space_args', [field('space_slots', u64), field('total_spaces', u64), hidden('spaces', spaceList)]);
/** Not all are filled in where there was no room; without -v the list is only told of. */
const filledSpaces = withTail(spaces, 'total_spaces', (emitter, place, at) => {
  if (place.sibling('space_slots') === 0 && place.sibling('total_spaces') !== 0) return;
  if (!emitter.options.verbose) {
    emitter.more();
    return;
  }
  emitter.field('spaces');
  spaceList.emitAt(emitter, place, at + spaces.size(place.call.abi));
});

const time = struct('btrfs_ioctl_timespec', [field('sec', u64), field('nsec', unsignedInt)]);
const dated: FieldType = {
  typeName: time.typeName,
  size: (abi) => time.size(abi),
  align: (abi) => time.align(abi),
  emitAt(emitter, place, at) {
    time.emitAt(emitter, place, at);
    timeComment(emitter, time.read(place, at, 'sec'), time.read(place, at, 'nsec'), 9);
  },
};
const reception = struct('btrfs_ioctl_received_subvol_args', [
  field('uuid', uuid),
  field('stransid', u64),
  field('rtransid', u64),
  field('stime', dated),
  field('rtime', dated),
  field('flags', u64),
  pad(128, 8),
]);

const STATISTICS = 5;
const STATISTICS_AT = 24;
const statisticNames = new Map(constants.btrfs_dev_stats.entries.map(([name, value]) => [Number(value), name]));
function statisticName({ options }: Emitter, index: number): string {
  const name = statisticNames.get(index) ?? '';
  if (options.constants === 'abbrev') return name;
  return options.constants === 'raw' ? String(index) : `${index} /* ${name} */`;
}
/** `[[BTRFS_DEV_STAT_WRITE_ERRS]=1, …]` */
const statistics: FieldType = {
  typeName: 'u64[]',
  size: () => STATISTICS * 8 + 121 * 8,
  align: () => 4,
  emitAt(emitter, place, at) {
    const count = Number(place.sibling('nr_items') ?? 0);
    emitter.beginArray();
    for (let index = 0; index < Math.min(count, STATISTICS); index++) {
      emitter.element(statisticName(emitter, index));
      u64.type.emitAt(emitter, place, at + index * 8);
    }
    if (count > STATISTICS) emitter.more();
    emitter.endArray();
  },
};
const deviceStatistics = struct('btrfs_ioctl_get_dev_stats', [
  field('devid', device64),
  field('nr_items', u64),
  field('flags', flags(constants.btrfs_dev_stats_flags, 'u64')),
  hidden('values', statistics),
]);
const filledStatistics = withTail(deviceStatistics, 'nr_items flags', (emitter, place, at) => {
  emitter.unnamed();
  statistics.emitAt(emitter, place, at + STATISTICS_AT);
});

const START = 0;
const STATUS = 1;
const commanded = (value: number) => ({ when: (place: Place) => Number(place.sibling('cmd') ?? -1) === value });
const PATH = 1025;
const start = struct('btrfs_ioctl_dev_replace_start_params', [
  field('srcdevid', device64),
  field('cont_reading_from_srcdev_mode', enumeration(constants.btrfs_dev_replace_modes, 'u64')),
  field('srcdev_name', stringField(PATH)),
  field('tgtdev_name', stringField(PATH)),
]);
/** Thousandths: `500 /* 50.0% *\/` */
const progress = shown('u64', 'u64', (emitter: Emitter, value) => {
  const thousandths = BigInt(value);
  emitter.decimal(value);
  emitter.comment(`${thousandths / 10n}.${thousandths % 10n}%`);
});
const moment = shown('u64', 'u64', (emitter: Emitter, value) => {
  emitter.decimal(value);
  timeComment(emitter, value, 0, 0);
});
const status = struct('btrfs_ioctl_dev_replace_status_params', [
  field('replace_state', enumeration(constants.btrfs_dev_replace_states, 'u64')),
  field('progress_1000', progress),
  field('time_started', moment),
  field('time_stopped', moment),
  field('num_write_errors', u64),
  field('num_uncorrectable_read_errors', u64),
]);
const replacement = (parameters: readonly StructField[]): StructType =>
  struct('btrfs_ioctl_dev_replace_args', [
    field('cmd', enumeration(constants.btrfs_dev_replace_cmds, 'u64')),
    field('result', enumeration(constants.btrfs_dev_replace_results, 'u64')),
    spread(struct('parameters', [...parameters, hidden('start', start), hidden('status', status)], { union: true }), 'parameters'),
    pad(64 * 8, 8),
  ]);
const asked = replacement([field('start', start, commanded(START))]);
const told = replacement([field('status', status, commanded(STATUS))]);

export const btrfsVolumeCommands: Commands = [
  command('BTRFS_IOC_SNAP_CREATE_V2 BTRFS_IOC_SUBVOL_CREATE_V2', becoming(creation, 'fd flags inherit name', 'transid')),
  command('BTRFS_IOC_FS_INFO', outStruct(information)),
  command(
    'BTRFS_IOC_BALANCE_V2',
    changing(ptr(part(balance, 'flags data meta sys')), ptr(part(balance, 'flags state data meta sys')), () => true),
  ),
  command('BTRFS_IOC_BALANCE_PROGRESS', outStruct(balance)),
  command('BTRFS_IOC_SPACE_INFO', inout(ptr(part(spaces, 'space_slots')), ptr(filledSpaces))),
  command('BTRFS_IOC_SET_RECEIVED_SUBVOL', becoming(reception, 'uuid stransid stime flags', 'rtransid rtime')),
  command('BTRFS_IOC_GET_DEV_STATS', inout(ptr(part(deviceStatistics, 'devid nr_items flags')), ptr(filledStatistics))),
  command('BTRFS_IOC_DEV_REPLACE', inout(ptr(part(asked, 'cmd parameters')), ptr(part(told, 'result parameters')))),
];
