/** Files and file systems (linux/fs.h, linux/fiemap.h), and user-space page faults (linux/userfaultfd.h). */
import { constants } from '../generated/constants.gen.js';
import { fd64 } from '../types/fd.js';
import { flags } from '../types/flags.js';
import { hex32, hex64, int, u64, unsignedInt } from '../types/ints.js';
import { ptr, ref } from '../types/pointers.js';
import { stringField } from '../types/stringField.js';
import { field, pad, struct } from '../types/struct.js';
import { out } from '../types/valueType.js';
import { type Commands, command } from './command.js';
import { dedupeRange } from './dedupe.js';
import { fiemap } from './fiemap.js';
import { grown, outStruct, part } from './filled.js';

const inodeFlags = ref(flags(constants.fs_flags));
const attributes = struct('fsxattr', [
  field('fsx_xflags', flags(constants.fs_xflags)),
  field('fsx_extsize', unsignedInt),
  field('fsx_nextents', unsignedInt),
  field('fsx_projid', hex32),
  field('fsx_cowextsize', unsignedInt),
  pad(8),
]);
const cloneRange = struct('file_clone_range', [field('src_fd', fd64), field('src_offset', u64), field('src_length', u64), field('dest_offset', u64)]);
const trim = struct('fstrim_range', [field('start', hex64), field('len', u64), field('minlen', u64)]);
/** FSLABEL_MAX, the NUL included. */
const LABEL = 256;

const UFFD = constants.uffd_ioctl_numbers;
/** Which of the commands that follow the kernel supports: bit numbers. `names`: those that it can tell of. */
const supported = (unknown: string, names: readonly string[]) =>
  flags(
    {
      unknown,
      entries: UFFD.entries.filter(([name]) => names.includes(name)).map(([name, bit]) => [`1<<${name}`, 1n << BigInt(bit)] as const),
    },
    'u64',
  );
const api = struct('uffdio_api', [
  field('api', hex64),
  field('features', flags(constants.uffd_features, 'u64')),
  field('ioctls', supported('_UFFDIO_???', ['_UFFDIO_REGISTER', '_UFFDIO_UNREGISTER', '_UFFDIO_API'])),
]);
const range = struct('uffdio_range', [field('start', hex64), field('len', hex64)]);
const registration = struct('uffdio_register', [
  field('range', range),
  field('mode', flags(constants.uffd_register_modes, 'u64')),
  field('ioctls', supported('UFFDIO_???', ['_UFFDIO_WAKE', '_UFFDIO_COPY', '_UFFDIO_ZEROPAGE', '_UFFDIO_WRITEPROTECT', '_UFFDIO_CONTINUE'])),
]);
const copy = struct('uffdio_copy', [
  field('dst', hex64),
  field('src', hex64),
  field('len', hex64),
  field('mode', flags(constants.uffd_copy_modes, 'u64')),
  field('copy', hex64),
]);
const zeroPage = struct('uffdio_zeropage', [field('range', range), field('mode', flags(constants.uffd_zeropage_modes, 'u64')), field('zeropage', hex64)]);
const move = struct('uffdio_move', [
  field('dst', hex64),
  field('src', hex64),
  field('len', hex64),
  field('mode', flags(constants.uffd_move_modes, 'u64')),
  field('move', hex64),
]);
const poison = struct('uffdio_poison', [field('range', range), field('mode', flags(constants.uffd_poison_modes, 'u64')), field('updated', hex64)]);

export const filesystemCommands: Commands = [
  command('FIFREEZE FITHAW'),
  command('FITRIM', ptr(trim)),
  command('FS_IOC_GETFLAGS FS_IOC32_GETFLAGS', out(inodeFlags)),
  command('FS_IOC_SETFLAGS FS_IOC32_SETFLAGS', inodeFlags),
  command('FS_IOC_FSGETXATTR', outStruct(attributes)),
  command('FS_IOC_FSSETXATTR', ptr(part(attributes, 'fsx_xflags fsx_extsize fsx_projid fsx_cowextsize'))),
  command('FS_IOC_GETFSLABEL', out(ptr(stringField(LABEL)))),
  command('FS_IOC_SETFSLABEL', ptr(stringField(LABEL))),
  command('FS_IOC_FIEMAP', fiemap),
  command('FICLONE', int),
  command('FICLONERANGE', ptr(cloneRange)),
  command('FIDEDUPERANGE', dedupeRange),
  command('UFFDIO_API', grown(api, 'api features', 'ioctls')),
  command('UFFDIO_REGISTER', grown(registration, 'range mode', 'ioctls')),
  command('UFFDIO_UNREGISTER UFFDIO_WAKE', ptr(range)),
  command('UFFDIO_COPY', grown(copy, 'dst src len mode', 'copy')),
  command('UFFDIO_ZEROPAGE', grown(zeroPage, 'range mode', 'zeropage')),
  command('UFFDIO_MOVE', grown(move, 'dst src len mode', 'move')),
  command('UFFDIO_POISON', grown(poison, 'range mode', 'updated')),
  command('INOTIFY_IOC_SETNEXTWD', int),
];
