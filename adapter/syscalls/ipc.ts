/** System V shared memory, semaphores and messages; POSIX message queues. The …ctl calls are in ipcControl.ts. */
import type { FlagSetView } from '../decode/emitter.js';
import type { CallView } from '../decode/memory.js';
import { addWord, low32, unsigned } from '../decode/word.js';
import type { AbiName } from '../record/layout.js';
import { type CallTable, call } from './call.js';
import { openFlags } from './files.js';
import { constants } from './generated/constants.gen.js';
import { ipcControlCalls } from './ipcControl.js';
import { sigevent } from './sigevent.js';
import { argument, returned } from './types/count.js';
import { fd } from './types/fd.js';
import { flags } from './types/flags.js';
import { address, hexKernelLong, i16, int, kernelLong, mode, size, u16, unsignedInt } from './types/ints.js';
import { arrayOf, inlineArray, ptr, ref } from './types/pointers.js';
import { buffer, path, showBytes } from './types/strings.js';
import { field, hidden, type StructType, struct } from './types/struct.js';
import { timespec, timespec64 } from './types/time.js';
import { type Named, out, shown, type ValueType } from './types/valueType.js';

const IPC_PRIVATE = 0;
/** Permission bits beside the flags of …get. */
const PERMISSIONS = 0o777;
/** The six bits above it say how large the pages are. */
const SHM_HUGE_SHIFT = 26;
const key = shown('key_t', 'u32', (out, value) => {
  if (value === IPC_PRIVATE) out.symbol(value, 'IPC_PRIVATE', '');
  else out.hex(low32(value));
});

/** Flags and permission bits: `IPC_CREAT|0600`; of shared memory also the size of huge pages. */
const getFlags = (set: FlagSetView, huge: boolean) =>
  shown('flags', 'u32', (out, value) => {
    const word = low32(value);
    const sizeLog = huge ? word >>> SHM_HUGE_SHIFT : 0;
    const bits = (word & ~PERMISSIONS & (huge ? 2 ** SHM_HUGE_SHIFT - 1 : -1)) >>> 0;
    if (bits === 0 && sizeLog === 0) {
      out.octal(word & PERMISSIONS, 3);
      return;
    }
    out.beginOr();
    if (bits !== 0) {
      const named = set.entries.some(([, flag]) => (bits & Number(flag)) === Number(flag) && flag !== 0);
      if (named || huge || out.options.constants === 'raw') {
        out.flags(bits, { ...set, unknown: '' });
        out.or();
      } else {
        // As strace does: nothing between what has no name and the permissions.
        out.raw(`0x${bits.toString(16)}`);
        out.octal(word & PERMISSIONS, 3);
        out.endOr();
        return;
      }
    }
    if (sizeLog !== 0) {
      out.decimal(sizeLog);
      out.raw('<<');
      out.symbol(SHM_HUGE_SHIFT, 'SHM_HUGE_SHIFT', '', 'decimal');
      out.or();
    }
    out.octal(word & PERMISSIONS, 3);
    out.endOr();
  });

const sembuf = struct('sembuf', [field('sem_num', u16), field('sem_op', i16), field('sem_flg', flags(constants.semop_flags, 'u16'))]);
const semops = arrayOf(sembuf, argument(2, 'u32'));

/** mtype is the kernel’s long. */
const messageTypeBytes = (abi: AbiName): number => (abi === 'i386' ? 4 : 8);

/** struct msgbuf: its type, and as much text as argument 2 gives room for. */
const message = shown(
  'struct msgbuf *',
  'pointer',
  (out, value, place) => {
    const at = unsigned(value);
    const word = messageTypeBytes(place.call.abi);
    const head = 2 * word;
    const { data } = place.memory.read(at, head);
    if (at === 0 || data.length < head) {
      out.address(at);
      return;
    }
    const view = new DataView(data.buffer, data.byteOffset, word);
    const bytes = Number(place.call.word(2));
    out.beginStruct();
    out.field('mtype');
    out.decimal(word === 8 ? view.getBigInt64(0, true) : view.getInt32(0, true));
    out.field('mtext');
    showBytes(out, place, addWord(at, word), bytes, 'buffer');
    out.endStruct();
  },
  (value, context) => [
    { op: 'copy', at: value, length: context.arg(2), plus: 2 * messageTypeBytes(context.abi), cap: context.stringCap + 1 + 2 * messageTypeBytes(context.abi) },
  ],
);

/** struct mq_attr; mq_open takes its flags from elsewhere and shows these as a number. */
const attributes = (flagsType: Named<ValueType>) =>
  ptr(
    struct('mq_attr', [
      field('mq_flags', flagsType),
      field('mq_maxmsg', kernelLong),
      field('mq_msgsize', kernelLong),
      field('mq_curmsgs', kernelLong),
      hidden('__reserved', inlineArray(kernelLong, 4)),
    ]),
  );
const queueAttributes = attributes(flags(constants.mq_attr_flags, 'uklong'));

const O_CREAT = 0o100;
const creates = (call: CallView): boolean => (call.u32(1) & O_CREAT) !== 0;

const queueCalls = (time: StructType, suffix: '' | '_time64'): CallTable => ({
  [`mq_timedsend${suffix}`]: call(fd('mqdes'), buffer(argument(2))('u_msg_ptr'), size('msg_len'), unsignedInt('msg_prio'), ptr(time)('u_abs_timeout')).in(
    'desc',
  ),
  [`mq_timedreceive${suffix}`]: call(
    fd('mqdes'),
    out(buffer(returned))('u_msg_ptr'),
    size('msg_len'),
    out(ref(unsignedInt))('u_msg_prio'),
    ptr(time)('u_abs_timeout'),
  ).in('desc'),
  [`semtimedop${suffix}`]: call(int('semid'), semops('tsops'), unsignedInt('nsops'), ptr(time)('timeout')).in('ipc'),
});

export const ipcCalls: CallTable = {
  ...ipcControlCalls,
  ...queueCalls(timespec, ''),
  shmget: call(key('key'), size('size'), getFlags(constants.shm_get_flags, true)('shmflg')).in('ipc'),
  shmat: call(int('shmid'), address('shmaddr'), flags(constants.shm_at_flags)('shmflg')).returns(address).in('ipc', 'memory'),
  shmdt: call(address('shmaddr')).in('ipc', 'memory'),
  semget: call(key('key'), int('nsems'), getFlags(constants.ipc_get_flags, false)('semflg')).in('ipc'),
  semop: call(int('semid'), semops('tsops'), unsignedInt('nsops')).in('ipc'),
  msgget: call(key('key'), getFlags(constants.ipc_get_flags, false)('msgflg')).in('ipc'),
  msgsnd: call(int('msqid'), message('msgp'), size('msgsz'), flags(constants.msg_rcv_flags)('msgflg')).in('ipc'),
  msgrcv: call(int('msqid'), out(message)('msgp'), size('msgsz'), kernelLong('msgtyp'), flags(constants.msg_rcv_flags)('msgflg')).in('ipc'),
  mq_open: call(path('u_name'), openFlags('oflag'), mode('mode').when(creates), attributes(hexKernelLong)('u_attr').when(creates)).returns(fd).in('desc'),
  mq_unlink: call(path('u_name')),
  mq_notify: call(fd('mqdes'), sigevent('u_notification')).in('desc'),
  mq_getsetattr: call(fd('mqdes'), queueAttributes('u_mqstat'), out(queueAttributes)('u_omqstat')).in('desc'),
};

export const ipcCalls32: CallTable = { ...queueCalls(timespec64, '_time64') };
