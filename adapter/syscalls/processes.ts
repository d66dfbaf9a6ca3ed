/** Processes: executing, ending, waiting, signalling, namespaces, descriptors of processes. clone is in clone.ts. */
import { type CallTable, call } from './call.js';
import { constants } from './generated/constants.gen.js';
import { rusage } from './limits.js';
import { siginfo } from './siginfo.js';
import { byArgument } from './types/byArgument.js';
import { argument } from './types/count.js';
import { dirfd, fd } from './types/fd.js';
import { enumeration, flags } from './types/flags.js';
import { pid } from './types/ids.js';
import { hex32, hexLong, int, kernelUnsignedLong, unsignedInt } from './types/ints.js';
import { iovecIn, iovecOut } from './types/iovec.js';
import { iovecAddresses } from './types/iovecAddresses.js';
import { outUnlessZero } from './types/outOr.js';
import { ptr, ref } from './types/pointers.js';
import { signal } from './types/sigset.js';
import { path } from './types/strings.js';
import { field, struct } from './types/struct.js';
import { environment, stringVector } from './types/strv.js';
import { type Named, out, shown, type ValueType } from './types/valueType.js';
import { waitStatusWord } from './types/waitStatus.js';

const waitOptions = flags(constants.wait_options);
const execFlags = flags(constants.execveat_flags);
const namespaces = flags(constants.setns_types);

/** KCMP_… of kcmp.h that compare descriptors, and those that compare something that a process has one of. */
const KCMP_FILE = 0;
const KCMP_EPOLL_TFD = 7;
/** A descriptor of the process in argument `index`: what it is for is known when that is the caller itself. */
const fdOf = (index: number): Named<ValueType> =>
  shown(
    'fd',
    'i32',
    (out, value, place) => (place.call.i32(index) === place.call.pid ? fd.type.show(out, value, place) : out.decimal(value)),
    (value, context) => fd.type.follow(value, context),
  );
const kcmpWhole = [1, 2, 3, 4, 5, 6];
const epollSlot = ptr(struct('kcmp_epoll_slot', [field('efd', unsignedInt), field('tfd', unsignedInt), field('toff', unsignedInt)]));

export const processCalls: CallTable = {
  execve: call(path('filename'), stringVector('argv'), environment('envp')).in('file', 'process'),
  execveat: call(dirfd('fd'), path('filename'), stringVector('argv'), environment('envp'), execFlags('flags')).in('desc', 'file', 'process'),
  exit: call(int('error_code')).noReturn().in('process'),
  exit_group: call(int('error_code')).noReturn().in('process'),
  wait4: call(pid('upid'), outUnlessZero(ref(waitStatusWord))('stat_addr'), waitOptions('options'), outUnlessZero(rusage)('ru')).in('process'),
  waitid: call(enumeration(constants.waitid_types)('which'), pid('upid'), out(siginfo)('infop'), waitOptions('options'), out(rusage)('ru')).in('process'),
  kill: call(pid('pid'), signal('sig')).in('signal', 'process'),
  tkill: call(pid('pid'), signal('sig')).in('signal', 'process'),
  tgkill: call(pid('tgid'), pid('pid'), signal('sig')).in('signal', 'process'),
  set_tid_address: call(hexLong('tidptr')),
  restart_syscall: call(),
  pidfd_open: call(pid('pid'), flags(constants.pidfd_open_flags)('flags')).returns(fd).in('desc'),
  pidfd_getfd: call(fd('pidfd'), int('fd'), hex32('flags')).returns(fd).in('desc'),
  pidfd_send_signal: call(fd('pidfd'), signal('sig'), siginfo('info'), flags(constants.pidfd_send_signal_flags)('flags')).in('desc', 'signal', 'process'),
  unshare: call(flags(constants.unshare_flags, 'uklong')('unshare_flags')),
  setns: call(fd('fd'), namespaces('flags')).in('desc'),
  kcmp: call(
    pid('pid1'),
    pid('pid2'),
    enumeration(constants.kcmp_types)('type'),
    byArgument(
      'idx1',
      2,
      [
        [[KCMP_FILE, KCMP_EPOLL_TFD], fdOf(0)],
        [kcmpWhole, undefined],
      ],
      hexLong,
    ),
    byArgument(
      'idx2',
      2,
      [
        [[KCMP_FILE], fdOf(1)],
        [[KCMP_EPOLL_TFD], epollSlot],
        [kcmpWhole, undefined],
      ],
      hexLong,
    ),
  ),
  process_vm_readv: call(
    pid('pid'),
    iovecOut(argument(2))('lvec'),
    kernelUnsignedLong('liovcnt'),
    iovecAddresses(argument(4))('rvec'),
    kernelUnsignedLong('riovcnt'),
    kernelUnsignedLong('flags'),
  ),
  process_vm_writev: call(
    pid('pid'),
    iovecIn(argument(2))('lvec'),
    kernelUnsignedLong('liovcnt'),
    iovecAddresses(argument(4))('rvec'),
    kernelUnsignedLong('riovcnt'),
    kernelUnsignedLong('flags'),
  ),
};

export const processCalls32: CallTable = {
  waitpid: call(pid('pid'), outUnlessZero(ref(waitStatusWord))('stat_addr'), waitOptions('options')).in('process'),
};
