/** Futexes, robust lists and restartable sequences. */
import type { Emitter } from '../decode/emitter.js';
import type { CallView } from '../decode/memory.js';
import { low32, unsigned } from '../decode/word.js';
import type { Arg } from './arg.js';
import { type Call, type CallTable, call } from './call.js';
import { constants } from './generated/constants.gen.js';
import { argument } from './types/count.js';
import { enumeration, flags } from './types/flags.js';
import { pid } from './types/ids.js';
import { address, address64, hex32, hex64, hexLong, int, kernelUnsignedLong, size, unsignedInt } from './types/ints.js';
import { arrayOf, ptr, ref, showArray } from './types/pointers.js';
import { field, type StructType, struct } from './types/struct.js';
import { timespec, timespec64 } from './types/time.js';
import { type Named, out, shown, type ValueType } from './types/valueType.js';

/** FUTEX_CLOCK_REALTIME of futex.h: a bit beside the operation. */
const REALTIME = 0x100;
/** What says which operation it is, whatever the other bits. */
const OPERATION = 0x7f;
/** Operations that have a timeout by either clock. */
const withClock = new Set(['FUTEX_WAIT', 'FUTEX_WAIT_BITSET', 'FUTEX_WAIT_REQUEUE_PI', 'FUTEX_LOCK_PI2']);
const operationNames = new Map<number, string>(constants.futex_ops.entries.map(([name, value]) => [value, name]));
const BITSET_ANY = 0xffff_ffff;

const operation = shown('futex op', 'u32', (out, value) => {
  const word = low32(value);
  const plain = (word & ~REALTIME) >>> 0;
  const name = operationNames.get(plain);
  if (name === undefined || plain === word || out.options.constants === 'raw' || !withClock.has(name.replace('_PRIVATE', ''))) {
    out.symbol(word, operationNames.get(word), constants.futex_ops.unknown);
    return;
  }
  out.symbol(word, `${name}|FUTEX_CLOCK_REALTIME`, '');
});

const bitset = shown('bitset', 'u32', (out, value) => {
  if (value === BITSET_ANY) out.symbol(value, 'FUTEX_BITSET_MATCH_ANY', '');
  else out.hex(low32(value));
});

/** FUTEX_OP_OPARG_SHIFT of futex.h: the operand is a shift count. */
const OPARG_SHIFT = 8;
const wakeOps = new Map<number, string>(constants.futex_wake_op_ops.entries.map(([name, value]) => [value, name]));
const wakeCompares = new Map<number, string>(constants.futex_wake_op_cmps.entries.map(([name, value]) => [value, name]));

const hexText = (value: number): string => (value === 0 ? '0' : `0x${value.toString(16)}`);

/** `NAME<<28`; where -X wants numbers, what is unknown is said of all. */
function namedPart(out: Emitter, value: number, name: string | undefined, shift: number, unknown: string): void {
  if (name === undefined || out.options.constants === 'raw') out.raw(`${hexText(value)}<<${shift} /* ${unknown} */`);
  else {
    out.symbol(value, name, '');
    out.raw(`<<${shift}`);
  }
}

/** The packed third value of FUTEX_WAKE_OP: operation, its operand, comparison and its operand. */
const wakeOp = shown('futex wake op', 'u32', (out, value) => {
  const word = low32(value);
  const op = word >>> 28;
  out.beginOr();
  if ((op & OPARG_SHIFT) !== 0) {
    out.symbol(OPARG_SHIFT, 'FUTEX_OP_OPARG_SHIFT', '');
    out.raw('<<28');
    out.or();
  }
  namedPart(out, op & 7, wakeOps.get(op & 7), 28, constants.futex_wake_op_ops.unknown);
  out.or();
  out.raw(`${hexText((word >>> 12) & 0xfff)}<<12`);
  out.or();
  namedPart(out, (word >>> 24) & 0xf, wakeCompares.get((word >>> 24) & 0xf), 24, constants.futex_wake_op_cmps.unknown);
  out.or();
  out.raw(hexText(word & 0xfff));
  out.endOr();
});

/** Which of futex’s arguments an operation has, and how they are shown. */
type Shape = 'wait' | 'waitBitset' | 'wake' | 'wakeBitset' | 'requeue' | 'cmpRequeue' | 'wakeOp' | 'lock' | 'unlock' | 'waitRequeue' | 'unknown';

const shapes: Readonly<Record<string, Shape>> = {
  FUTEX_WAIT: 'wait',
  FUTEX_WAKE: 'wake',
  FUTEX_FD: 'wake',
  FUTEX_REQUEUE: 'requeue',
  FUTEX_CMP_REQUEUE: 'cmpRequeue',
  FUTEX_WAKE_OP: 'wakeOp',
  FUTEX_LOCK_PI: 'lock',
  FUTEX_LOCK_PI2: 'lock',
  FUTEX_UNLOCK_PI: 'unlock',
  FUTEX_TRYLOCK_PI: 'unlock',
  FUTEX_WAIT_BITSET: 'waitBitset',
  FUTEX_WAKE_BITSET: 'wakeBitset',
  FUTEX_WAIT_REQUEUE_PI: 'waitRequeue',
  FUTEX_CMP_REQUEUE_PI: 'cmpRequeue',
};

function shapeOf(call: CallView): Shape {
  const name = operationNames.get(call.u32(1) & OPERATION);
  return (name === undefined ? undefined : shapes[name]) ?? 'unknown';
}

const among =
  (...wanted: readonly Shape[]) =>
  (call: CallView): boolean =>
    wanted.includes(shapeOf(call));

/** futex with timeouts of one width. An argument that means different things stands once for each meaning. */
function futexCall(time: StructType): Call {
  const at = (arg: Arg, register: number, ...wanted: readonly Shape[]): Arg => arg.inRegister(register).when(among(...wanted));
  return call(
    address('uaddr'),
    operation('op'),
    at(unsignedInt('val'), 2, 'wait', 'waitBitset', 'wake', 'wakeBitset', 'requeue', 'cmpRequeue', 'wakeOp', 'waitRequeue', 'unknown'),
    at(ptr(time)('utime'), 3, 'wait', 'waitBitset', 'lock', 'waitRequeue'),
    at(unsignedInt('val2'), 3, 'requeue', 'cmpRequeue', 'wakeOp'),
    at(address('utime'), 3, 'unknown'),
    at(address('uaddr2'), 4, 'requeue', 'cmpRequeue', 'wakeOp', 'waitRequeue'),
    at(address('uaddr2'), 4, 'unknown'),
    at(bitset('val3'), 5, 'waitBitset', 'wakeBitset'),
    at(unsignedInt('val3'), 5, 'cmpRequeue'),
    at(wakeOp('val3'), 5, 'wakeOp'),
    at(hex32('val3'), 5, 'unknown'),
  );
}

const waiter = struct('futex_waitv', [
  field('val', hex64),
  field('uaddr', address64),
  field('flags', flags(constants.futex_waitv_flags)),
  field('__reserved', hex32, { when: (place) => place.sibling('__reserved') !== 0 }),
]);
const clock = enumeration(constants.clock_ids);

/** FUTEX_WAITV_MAX of futex.h: no more are looked at. */
const MAX_WAITERS = 128;
const waiters = shown(
  'struct futex_waitv[]',
  'pointer',
  (out, value, place) => {
    const at = unsigned(value);
    if (at === 0) out.address(at);
    else showArray(waiter, out, place, at, place.call.u32(1), Math.min(out.options.stringLimit, MAX_WAITERS), MAX_WAITERS);
  },
  (value, context) => arrayOf(waiter, argument(1, 'u32')).type.follow(value, context),
);

/** FUTEX2_SIZE_MASK of futex.h. */
const FUTEX2_SIZE_MASK = 3;
const futex2Flags: Named<ValueType> = shown('flags', 'u32', (out, value) =>
  out.flags(value, { ...constants.futex2_flags, parts: [{ mask: FUTEX2_SIZE_MASK, entries: constants.futex2_sizes.entries }] }),
);

export const futexCalls: CallTable = {
  futex: futexCall(timespec),
  futex_waitv: call(waiters('waiters'), unsignedInt('nr_futexes'), hex32('flags'), ptr(timespec64)('timeout'), clock('clockid')),
  futex_wake: call(address('uaddr'), hexLong('mask'), int('nr'), futex2Flags('flags')),
  futex_wait: call(address('uaddr'), kernelUnsignedLong('val'), hexLong('mask'), futex2Flags('flags'), ptr(timespec64)('timeout'), clock('clockid')),
  futex_requeue: call(arrayOf(waiter, { from: 'constant', value: 2 })('waiters'), hex32('flags'), int('nr_wake'), int('nr_requeue')),
  set_robust_list: call(address('head'), size('len')),
  get_robust_list: call(pid('pid'), out(ref(address))('head_ptr'), out(ref(size))('len_ptr')),
  rseq: call(hexLong('rseq'), hexLong('rseq_len'), hexLong('flags'), hexLong('sig')),
};

export const futexCalls32: CallTable = { futex_time64: futexCall(timespec64) };
