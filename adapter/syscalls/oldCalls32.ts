/** The oldest calls of i386: those before the rt_ signals, and those that Linux never had or has no more. */
import { low32, unsigned } from '../decode/word.js';
import { type CallTable, call } from './call.js';
import type { ReturnType } from './descriptor.js';
import { constants } from './generated/constants.gen.js';
import { actionFlags, handler, handlerName, hasRestorer } from './signals.js';
import { oldSigreturnFrame } from './sigreturn.js';
import { fd } from './types/fd.js';
import { enumeration } from './types/flags.js';
import { address, hexLong, unsignedInt } from './types/ints.js';
import { outUnlessZero } from './types/outOr.js';
import { ptr, ref } from './types/pointers.js';
import { signal } from './types/sigset.js';
import { maskReturn, signalMask32 } from './types/sigset32.js';
import { field, struct } from './types/struct.js';
import { datedSeconds } from './types/timeText.js';
import { out, shown } from './types/valueType.js';

const action = ptr(
  struct(
    'old_sigaction',
    [field('sa_handler', handler), field('sa_mask', signalMask32), field('sa_flags', actionFlags), field('sa_restorer', address, hasRestorer)],
    { order: ['sa_handler', 'sa_mask', 'sa_flags', 'sa_restorer'] },
  ),
);
const mask = signalMask32;
const maskPointer = ptr(signalMask32);

/** The handler that a signal had: `0x1 (SIG_IGN)`. */
const handlerReturn: ReturnType = {
  typeName: 'sighandler_t',
  emit(out, call) {
    const value = low32(call.ret);
    out.hex(value);
    return handlerName(value);
  },
};

/** struct old_linux_dirent: one entry, whose name has d_reclen bytes. */
const NAME_AT = 10;
const NAME_MAX = 255;
const directoryEntry = shown(
  'struct old_linux_dirent *',
  'pointer',
  (out, value, place) => {
    const at = unsigned(value);
    const { data } = place.memory.read(at, NAME_AT + NAME_MAX);
    if (at === 0 || data.length < NAME_AT) {
      out.address(at);
      return;
    }
    const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
    const length = view.getUint16(8, true);
    out.beginStruct();
    out.field('d_ino');
    out.decimal(view.getUint32(0, true));
    out.field('d_off');
    out.decimal(view.getUint32(4, true));
    out.field('d_reclen');
    out.decimal(length);
    out.field('d_name');
    out.string(data.subarray(NAME_AT, NAME_AT + Math.min(length, NAME_MAX)), 'path', false);
    out.endStruct();
  },
  (value) => [
    { op: 'copy', at: value, length: { from: 'constant', value: NAME_AT }, cap: NAME_AT },
    { op: 'copy', at: value, length: { from: 'constant', value: NAME_AT + NAME_MAX }, cap: NAME_AT + NAME_MAX },
  ],
);

const registers = (count: number) => call(...Array.from({ length: count }, (_, index) => hexLong(`a${index + 1}`)));

export const oldCalls32: CallTable = {
  signal: call(signal('sig'), handler('handler')).returns(handlerReturn).in('signal'),
  sigaction: call(signal('sig'), action('act'), out(action)('oact')).in('signal'),
  sgetmask: call().returns(maskReturn('mask')).in('signal'),
  ssetmask: call(mask('newmask')).returns(maskReturn('old mask')).in('signal'),
  // The first two registers have no meaning.
  sigsuspend: call(mask('mask').inRegister(2)).in('signal'),
  sigpending: call(out(maskPointer)('uset')).in('signal'),
  sigprocmask: call(enumeration(constants.sigprocmask_how)('how'), maskPointer('nset'), out(maskPointer)('oset')).in('signal'),
  sigreturn: call(oldSigreturnFrame).in('signal'),
  readdir: call(
    fd('fd'),
    outUnlessZero(directoryEntry)('dirent'),
    unsignedInt('count').when((view) => view.u32(2) !== 1),
  ).in('desc'),
  stime: call(out(ref(datedSeconds))('tptr')),

  break: call().in('memory'),
  stty: registers(2),
  gtty: registers(2),
  ftime: call(),
  prof: call(),
  lock: call(),
  mpx: call(),
  ulimit: registers(2),
  oldolduname: registers(1),
  olduname: registers(1),
  profil: registers(4),
  idle: call(),
  vm86old: registers(1),
  vm86: registers(5),
  bdflush: registers(2),
};
