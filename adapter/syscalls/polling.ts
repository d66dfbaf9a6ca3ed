import { type CallTable, call } from './call.js';
import type { ReturnType } from './descriptor.js';
import { constants } from './generated/constants.gen.js';
import { byArgument } from './types/byArgument.js';
import { carriedOps } from './types/carriedCall.js';
import { boarded, carrying, passenger } from './types/carriers.js';
import { argument, returned, sibling } from './types/count.js';
import { emitText } from './types/emitText.js';
import { epollEvent } from './types/epollEvent.js';
import { fd } from './types/fd.js';
import { fdSet, fdSetMembers, fdSetTargets, showFdSet } from './types/fdSets.js';
import { enumeration, flags, valuesOf } from './types/flags.js';
import { address, int, size, unsignedInt } from './types/ints.js';
import { arrayOf, copyOf, ptr } from './types/pointers.js';
import { pollfds, readyPollfds, showReady } from './types/pollfd.js';
import { sigset } from './types/sigset.js';
import { field, type StructType, struct } from './types/struct.js';
import { timespec, timespec64, timeval } from './types/time.js';
import { timeLeft } from './types/timeLeft.js';
import { out } from './types/valueType.js';

/** The result of poll and ppoll: which descriptors are ready. `timeout`: the argument that holds what is left of it. */
function pollReturn(timeout?: number, left: StructType = timespec): ReturnType {
  return {
    typeName: 'int',
    capture: (context) => {
      const rest = timeout === undefined ? [] : [copyOf(left, context.arg(timeout), context)];
      return { exit: [readyPollfds(context), ...rest] };
    },
    emit(emitter, seen) {
      emitter.decimal(seen.retSigned);
      if (seen.retSigned === 0) return 'Timeout';
      const parts = [emitText(emitter, (one) => showReady(one, seen))];
      const rest = timeout === undefined ? undefined : timeLeft(emitter, seen, timeout, left);
      return [...parts, ...(rest === undefined ? [] : [rest])].join(', ');
    },
  };
}

/** The result of select and pselect6: the sets as the kernel left them. */
function selectReturn(timeout: StructType): ReturnType {
  return {
    typeName: 'int',
    capture: (context) => ({
      entry: fdSetTargets(context),
      exit: [...[1, 2, 3].flatMap((index) => fdSet.type.follow?.(context.arg(index), context) ?? []), copyOf(timeout, context.arg(4), context)],
    }),
    emit(emitter, seen) {
      emitter.decimal(seen.retSigned);
      if (seen.retSigned === 0) return 'Timeout';
      const parts: string[] = [];
      for (const [index, name] of [
        [1, 'in'],
        [2, 'out'],
        [3, 'except'],
      ] as const) {
        const members = fdSetMembers(seen.exit, seen.word(index), seen.i32(0), seen.pointerSize);
        if (members === undefined || members.length === 0) continue;
        parts.push(`${name} ${emitText(emitter, (one) => showFdSet(one, members, undefined))}`);
      }
      const rest = timeLeft(emitter, seen, 4, timeout);
      return [...parts, ...(rest === undefined ? [] : [rest])].join(', ');
    },
  };
}

const pselectMask = struct('sigset_argpack', [field('sigmask', sigset(sibling('sigsetsize'))), field('sigsetsize', size)]);
const events = out(arrayOf(epollEvent, returned));
const epollFlags = flags(constants.epoll_create_flags);
const { EPOLL_CTL_DEL } = valuesOf(constants.epoll_ops);

const ppoll = (timeout: StructType) =>
  call(pollfds(argument(1, 'u32'))('ufds'), unsignedInt('nfds'), ptr(timeout)('tsp'), sigset(argument(4))('sigmask'), size('sigsetsize'))
    .returns(pollReturn(2, timeout))
    .in('desc');

const pselect6 = (timeout: StructType) =>
  call(int('n'), fdSet('inp'), fdSet('outp'), fdSet('exp'), ptr(timeout)('tsp'), ptr(pselectMask)('sig')).returns(selectReturn(timeout)).in('desc');

const select = call(int('n'), fdSet('inp'), fdSet('outp'), fdSet('exp'), ptr(timeval)('tvp')).returns(selectReturn(timeval)).in('desc');
/** The five arguments of i386’s first select lie in memory. */
const selectInMemory = passenger('select', select, 0);

/** i386 has these with 64-bit times too, and names its select with five arguments `_newselect`. */
export const pollingCalls32: CallTable = {
  select: call(carrying(address, (context) => carriedOps(selectInMemory.carried, context))('arg'))
    .carries((view) => boarded(selectInMemory, view))
    .in('desc'),
  ppoll_time64: ppoll(timespec64),
  pselect6_time64: pselect6(timespec64),
  _newselect: select,
};

export const pollingCalls: CallTable = {
  poll: call(pollfds(argument(1, 'u32'))('ufds'), unsignedInt('nfds'), int('timeout_msecs'))
    .returns(pollReturn())
    .in('desc'),
  ppoll: ppoll(timespec),
  select,
  pselect6: pselect6(timespec),

  epoll_create: call(int('size')).returns(fd).in('desc'),
  epoll_create1: call(epollFlags('flags')).returns(fd).in('desc'),
  epoll_ctl: call(fd('epfd'), enumeration(constants.epoll_ops)('op'), fd('fd'), byArgument('event', 1, [[[EPOLL_CTL_DEL], address]], ptr(epollEvent))).in(
    'desc',
  ),
  epoll_wait: call(fd('epfd'), events('events'), int('maxevents'), int('timeout')).in('desc'),
  epoll_pwait: call(fd('epfd'), events('events'), int('maxevents'), int('timeout'), out(sigset(argument(5)))('sigmask'), size('sigsetsize')).in('desc'),
  epoll_pwait2: call(
    fd('epfd'),
    events('events'),
    int('maxevents'),
    out(ptr(timespec64))('timeout'),
    out(sigset(argument(5)))('sigmask'),
    size('sigsetsize'),
  ).in('desc'),
};
