/** Signals: actions, masks, waiting, queues, alternate stacks, descriptors. */
import type { Place } from '../decode/place.js';
import { unsigned } from '../decode/word.js';
import type { AbiName } from '../record/layout.js';
import { type CallTable, call } from './call.js';
import type { ReturnType } from './descriptor.js';
import { constants } from './generated/constants.gen.js';
import { siginfo } from './siginfo.js';
import { sigreturnFrame } from './sigreturn.js';
import { argument } from './types/count.js';
import { fd } from './types/fd.js';
import { enumeration, flags } from './types/flags.js';
import { pid } from './types/ids.js';
import { address, size } from './types/ints.js';
import { placeBehind, ptr } from './types/pointers.js';
import { showSignals, signal, signalName, sigset, sigsetField } from './types/sigset.js';
import { field, struct } from './types/struct.js';
import { timespec, timespec64 } from './types/time.js';
import { out, shown } from './types/valueType.js';

/** SIG_DFL, SIG_IGN, SIG_ERR of signal.h. */
const handlerNames = new Map<number | bigint, string>([
  [0, 'SIG_DFL'],
  [1, 'SIG_IGN'],
]);
/** Of 64 bits; that of i386 is an address like others to strace. */
const SIG_ERR = 0xffff_ffff_ffff_ffffn;

/** SIG_DFL, SIG_IGN; undefined for an address. */
export const handlerName = (word: number): string | undefined => handlerNames.get(word);

export const handler = shown('sighandler_t', 'pointer', (out, value) => {
  const word = unsigned(value);
  const name = word === SIG_ERR ? 'SIG_ERR' : handlerNames.get(word);
  if (name === undefined) out.address(word);
  else out.symbol(word, name, '');
});

const SA_RESTORER = 0x0400_0000;
export const actionFlags = flags(constants.sigact_flags, 'ulong');
export const hasRestorer = { when: (place: Place) => (Number(BigInt.asUintN(32, BigInt(place.sibling('sa_flags') ?? 0))) & SA_RESTORER) !== 0 };
/** Bytes of the kernel’s mask. */
const SET_BYTES = 8;
/** Bytes of a mask that strace wants to read: more than the kernel looks at. */
const READ_MASK = 64;
const actionValue = struct(
  'sigaction',
  [field('sa_handler', handler), field('sa_flags', actionFlags), field('sa_restorer', address, hasRestorer), field('sa_mask', sigsetField)],
  { order: ['sa_handler', 'sa_mask', 'sa_flags', 'sa_restorer'] },
);
const actionBytes = (abi: AbiName): number => actionValue.size(abi) - SET_BYTES + READ_MASK;
const action = shown(
  'struct sigaction *',
  'pointer',
  (out, value, place) => {
    const at = unsigned(value);
    const bytes = actionBytes(place.call.abi);
    const { data } = place.memory.read(at, bytes);
    if (at === 0 || data.length < bytes) out.address(at);
    else actionValue.emitAt(out, placeBehind(place, data, at), 0);
  },
  (value, context) => [{ op: 'copy', at: value, length: { from: 'constant', value: actionBytes(context.abi) }, cap: actionBytes(context.abi) }],
);

const stack = ptr(struct('stack_t', [field('ss_sp', address), field('ss_flags', flags(constants.sigaltstack_flags)), field('ss_size', size)]));

const how = enumeration(constants.sigprocmask_how);

/** The signal that was waited for, by name: `10 (SIGUSR1)`. */
const signalReturn: ReturnType = {
  typeName: 'signal',
  emit(out, call) {
    const value = Number(call.retSigned);
    out.decimal(value);
    return signalName(value);
  },
};

const wholeSet = sigset().type;
/** The kernel fills in as many bytes as argument 1 says, and refuses more than a set has. */
const pendingSet = shown(
  'sigset_t *',
  'pointer',
  (out, value, place) => {
    const at = unsigned(value);
    const bytes = Number(place.call.word(1));
    const { data } = place.memory.read(at, Math.min(bytes, SET_BYTES));
    if (at === 0 || bytes === 0 || bytes > SET_BYTES || data.length < bytes) out.address(at);
    else {
      const whole = new Uint8Array(SET_BYTES);
      whole.set(data);
      const view = new DataView(whole.buffer);
      showSignals(out, view.getUint32(0, true), view.getUint32(4, true), bytes <= 4 ? 32 : 64);
    }
  },
  (value, context) => wholeSet.follow?.(value, context) ?? [],
);

export const signalCalls: CallTable = {
  rt_sigaction: call(signal('sig'), action('act'), out(action)('oact'), size('sigsetsize')).in('signal'),
  rt_sigprocmask: call(how('how'), sigset(argument(3))('nset'), out(sigset(argument(3)))('oset'), size('sigsetsize')).in('signal'),
  rt_sigreturn: call(sigreturnFrame).in('signal'),
  rt_sigsuspend: call(sigset(argument(1))('unewset'), size('sigsetsize')).in('signal'),
  rt_sigpending: call(out(pendingSet)('uset'), size('sigsetsize')).in('signal'),
  rt_sigtimedwait: call(sigset(argument(3))('uthese'), out(siginfo)('uinfo'), ptr(timespec)('uts'), size('sigsetsize'))
    .returns(signalReturn)
    .in('signal'),
  rt_sigqueueinfo: call(pid('pid'), signal('sig'), siginfo('uinfo')).in('signal', 'process'),
  rt_tgsigqueueinfo: call(pid('tgid'), pid('pid'), signal('sig'), siginfo('uinfo')).in('signal', 'process'),
  sigaltstack: call(stack('uss'), out(stack)('uoss')).in('signal'),
  pause: call().in('signal'),
  signalfd: call(fd('ufd'), sigset(argument(2))('user_mask'), size('sizemask'))
    .returns(fd)
    .in('desc', 'signal'),
  signalfd4: call(fd('ufd'), sigset(argument(2))('user_mask'), size('sizemask'), flags(constants.signalfd_flags)('flags'))
    .returns(fd)
    .in('desc', 'signal'),
};

export const signalCalls32: CallTable = {
  rt_sigtimedwait_time64: call(sigset(argument(3))('uthese'), out(siginfo)('uinfo'), ptr(timespec64)('uts'), size('sigsetsize'))
    .returns(signalReturn)
    .in('signal'),
};
