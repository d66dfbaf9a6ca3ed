/** semctl(2), msgctl(2), shmctl(2): commands, and the structs that they fill in or set. */
import { low32 } from '../decode/word.js';
import { type Call, type CallTable, call } from './call.js';
import { constants } from './generated/constants.gen.js';
import { byArgument, type Cases } from './types/byArgument.js';
import { type ConstantSet, enumeration, valuesOf } from './types/flags.js';
import { gid, uid } from './types/ids.js';
import { address, int, kernelUnsignedLong, mode, mode32, u16, unsignedInt } from './types/ints.js';
import { gap32, on32 } from './types/perAbi.js';
import { type PointerType, ptr } from './types/pointers.js';
import { field, hidden, pad, type StructField, type StructType, struct } from './types/struct.js';
import { type Named, out, shown } from './types/valueType.js';

/** IPC_64 of ipc.h: asks for the newer structs; the kernel’s own headers set it. */
const IPC_64 = 0x100;
const SEM = valuesOf(constants.semctl_cmds);
const MSG = valuesOf(constants.msgctl_cmds);
const SHM = valuesOf(constants.shmctl_cmds);

/** A command, IPC_64 apart. */
const command = (set: ConstantSet) => {
  const plain = enumeration(set).type;
  return shown('enum', 'u32', (out, value) => {
    const word = low32(value);
    const rest = (word & ~IPC_64) >>> 0;
    if ((word & IPC_64) === 0) {
      plain.show(out, word);
      return;
    }
    out.beginOr();
    out.symbol(IPC_64, 'IPC_64', '');
    out.or();
    plain.show(out, rest);
    out.endOr();
  });
};

export const semctlCommand = command(constants.semctl_cmds);

/** struct ipc64_perm of asm-generic/ipcbuf.h, and the part of it that IPC_SET looks at. */
const permissionFields: readonly StructField[] = [
  field('key', unsignedInt),
  field('uid', uid),
  field('gid', gid),
  field('cuid', uid),
  field('cgid', gid),
  field('mode', on32(mode, mode32)),
  { ...pad(2, 2), type: on32(u16, pad(0).type) },
  hidden('seq', u16),
  hidden('pad2', u16),
  hidden('unused1', kernelUnsignedLong),
  hidden('unused2', kernelUnsignedLong),
];
const permissions = struct('ipc64_perm', permissionFields, { order: ['uid', 'gid', 'mode', 'key', 'cuid', 'cgid'] });
const givenPermissions = struct('ipc64_perm', permissionFields, { order: ['uid', 'gid', 'mode'] });

const time = kernelUnsignedLong;
/** The structs of i386 hold the high halves of times, or room for them, behind the low ones. */
const times = (...names: readonly string[]): StructField[] => names.flatMap((name) => [field(name, time), gap32(4)]);

/** As a command fills a struct in, and as IPC_SET gives it: fewer fields, by name. */
const both = (
  name: string,
  permission: string,
  fields: readonly StructField[],
  order: readonly string[],
  given: readonly string[],
): [StructType, StructType] => [
  struct(name, [field(permission, permissions), ...fields], { order: [permission, ...order] }),
  struct(name, [field(permission, givenPermissions), ...fields], { order: [permission, ...given] }),
];

const [semaphores, givenSemaphores] = both(
  'semid64_ds',
  'sem_perm',
  [field('sem_otime', time), hidden('', time), field('sem_ctime', time), hidden('', time), field('sem_nsems', kernelUnsignedLong)],
  ['sem_otime', 'sem_ctime', 'sem_nsems'],
  [],
);
const [queue, givenQueue] = both(
  'msqid64_ds',
  'msg_perm',
  [
    ...times('msg_stime', 'msg_rtime', 'msg_ctime'),
    hidden('msg_cbytes', kernelUnsignedLong),
    field('msg_qnum', kernelUnsignedLong),
    field('msg_qbytes', kernelUnsignedLong),
    field('msg_lspid', int),
    field('msg_lrpid', int),
  ],
  ['msg_stime', 'msg_rtime', 'msg_ctime', 'msg_qnum', 'msg_qbytes', 'msg_lspid', 'msg_lrpid'],
  ['msg_qbytes'],
);
const [segment, givenSegment] = both(
  'shmid64_ds',
  'shm_perm',
  [
    field('shm_segsz', kernelUnsignedLong),
    ...times('shm_atime', 'shm_dtime', 'shm_ctime'),
    field('shm_cpid', int),
    field('shm_lpid', int),
    field('shm_nattch', kernelUnsignedLong),
  ],
  ['shm_segsz', 'shm_cpid', 'shm_lpid', 'shm_nattch', 'shm_atime', 'shm_dtime', 'shm_ctime'],
  [],
);

const ints = (...names: readonly string[]): StructField[] => names.map((name) => field(name, int));
const longs = (...names: readonly string[]): StructField[] => names.map((name) => field(name, kernelUnsignedLong));
const seminfo = struct('seminfo', ints('semmap', 'semmni', 'semmns', 'semmnu', 'semmsl', 'semopm', 'semume', 'semusz', 'semvmx', 'semaem'));
const msginfo = struct('msginfo', [...ints('msgpool', 'msgmap', 'msgmax', 'msgmnb', 'msgmni', 'msgssz', 'msgtql'), field('msgseg', u16)]);
const shminfo = struct('shminfo64', longs('shmmax', 'shmmin', 'shmmni', 'shmseg', 'shmall'));
const shm_info = struct('shm_info', [field('used_ids', int), ...longs('shm_tot', 'shm_rss', 'shm_swp', 'swap_attempts', 'swap_successes')]);

const either = (...commands: readonly number[]): readonly number[] => commands.flatMap((value) => [value, value | IPC_64]);
const filled = (type: StructType) => out(ptr(type));

/** semctl, whose last argument is a pointer to a semid_ds by `pointer` or, where the command takes none, `otherwise`. */
export function semctl(pointer: (target: StructType) => Named<PointerType>, otherwise: Named): Call {
  const cases: Cases = [
    [either(SEM.IPC_SET), pointer(givenSemaphores)],
    [either(SEM.IPC_STAT, SEM.SEM_STAT, SEM.SEM_STAT_ANY), out(pointer(semaphores))],
    [either(SEM.IPC_INFO, SEM.SEM_INFO), filled(seminfo)],
  ];
  return call(int('semid'), int('semnum'), semctlCommand('cmd'), byArgument('arg', 2, cases, otherwise)).in('ipc');
}

/** What the last argument of the other calls is, by command. */
const msgctlCases: Cases = [
  [either(MSG.IPC_SET), ptr(givenQueue)],
  [either(MSG.IPC_STAT, MSG.MSG_STAT, MSG.MSG_STAT_ANY), filled(queue)],
  [either(MSG.IPC_INFO, MSG.MSG_INFO), filled(msginfo)],
];
const shmctlCases: Cases = [
  [either(SHM.IPC_SET), ptr(givenSegment)],
  [either(SHM.IPC_STAT, SHM.SHM_STAT, SHM.SHM_STAT_ANY), filled(segment)],
  [either(SHM.IPC_INFO), filled(shminfo)],
  [either(SHM.SHM_INFO), filled(shm_info)],
];

export const ipcControlCalls: CallTable = {
  semctl: semctl(ptr, address),
  msgctl: call(int('msqid'), command(constants.msgctl_cmds)('cmd'), byArgument('buf', 1, msgctlCases, address)).in('ipc'),
  shmctl: call(int('shmid'), command(constants.shmctl_cmds)('cmd'), byArgument('buf', 1, shmctlCases, address)).in('ipc'),
};
