/** Scheduling: policies, parameters, affinity, io priorities. */
import type { Emitter, NumberStyle } from '../decode/emitter.js';
import type { Place } from '../decode/place.js';
import { low32, unsigned, type Word } from '../decode/word.js';
import { type CallTable, call } from './call.js';
import type { ReturnType } from './descriptor.js';
import { constants } from './generated/constants.gen.js';
import { argument, type Count, countAt, countOperand, returned } from './types/count.js';
import { emitText } from './types/emitText.js';
import { namedReturn } from './types/flagReturns.js';
import { enumeration, flags } from './types/flags.js';
import { pid } from './types/ids.js';
import { int, u64, unsignedInt } from './types/ints.js';
import { placeBehind, ptr, ref } from './types/pointers.js';
import { type FieldOptions, field, type StructType, struct } from './types/struct.js';
import { timespec, timespec64 } from './types/time.js';
import { type Named, out, shown, type ValueType } from './types/valueType.js';

const policy = enumeration(constants.sched_policies);

/** SCHED_FLAG_KEEP_POLICY and SCHED_FLAG_KEEP_PARAMS of sched.h: what stays as it was is not shown. */
const KEEP_POLICY = 0x08;
const KEEP_PARAMS = 0x10;
/** A policy that is no policy is shown in any case: with the sign bit. */
const NEGATIVE = 0x8000_0000;
const SIZE_VER0 = 48;
const SIZE_VER1 = 56;

const has = (name: string, bit: number) => (place: Place) => (low32(place.sibling(name) ?? 0) & bit) !== 0;
const givesPolicy = { when: (place: Place) => low32(place.sibling('sched_policy') ?? 0) >= NEGATIVE || !has('sched_flags', KEEP_POLICY | KEEP_PARAMS)(place) };
const givesParams = { when: (place: Place) => !has('sched_flags', KEEP_PARAMS)(place) };
const sizeAtLeast = (bytes: number) => ({ when: (place: Place) => Number(place.sibling('size') ?? 0) >= bytes });

/** The struct; `policyWhen`, `paramsWhen`: what its flags leave out. */
const attrOf = (policyWhen: FieldOptions, paramsWhen: FieldOptions): StructType =>
  struct('sched_attr', [
    field('size', unsignedInt),
    field('sched_policy', policy, policyWhen),
    field('sched_flags', flags(constants.sched_flags, 'u64')),
    field('sched_nice', int, paramsWhen),
    field('sched_priority', unsignedInt, paramsWhen),
    field('sched_runtime', u64, paramsWhen),
    field('sched_deadline', u64, paramsWhen),
    field('sched_period', u64, paramsWhen),
    field('sched_util_min', unsignedInt, sizeAtLeast(SIZE_VER1)),
    field('sched_util_max', unsignedInt, sizeAtLeast(SIZE_VER1)),
  ]);
const given = attrOf(givesPolicy, givesParams);
const found = attrOf({}, {});

/** The struct at `at`, of which `bytes` are there; undefined when they could not be read. What is not there is 0. */
function showAttr(type: StructType, out: Emitter, place: Place, at: Word, bytes: number): void {
  const { data } = place.memory.read(at, bytes);
  if (at === 0 || bytes === 0 || data.length < bytes) {
    out.address(at);
    return;
  }
  const whole = new Uint8Array(SIZE_VER1);
  whole.set(data);
  const size = new DataView(whole.buffer).getUint32(0, true);
  out.beginStruct();
  // A size of 0 stands for the first one, but the kernel never gives it.
  if (size < SIZE_VER0 && (size !== 0 || type === found)) {
    out.field('size');
    out.decimal(size);
  } else {
    type.emitFields(out, placeBehind(place, whole, at), 0);
    if (size > SIZE_VER1 && type === given) out.more();
  }
  out.endStruct();
}

/** The struct that sched_setattr reads: as long as its first field says. */
const attrIn = shown(
  'struct sched_attr *',
  'pointer',
  (out, value, place) => {
    const at = unsigned(value);
    const head = place.memory.read(at, 4).data;
    const size = head.length < 4 ? 0 : new DataView(head.buffer, head.byteOffset, 4).getUint32(0, true);
    let bytes = size === 0 ? SIZE_VER0 : Math.min(size, SIZE_VER1);
    if (size !== 0 && size < SIZE_VER0) bytes = 4;
    showAttr(given, out, place, at, bytes);
  },
  (value) => [{ op: 'copy', at: value, length: { from: 'constant', value: SIZE_VER1 }, cap: SIZE_VER1 }],
);

/** The struct that sched_getattr filled: as long as the caller’s argument and the kernel’s struct let. */
const attrOut = shown(
  'struct sched_attr *',
  'pointer',
  (out, value, place) => {
    const room = place.call.u32(2);
    showAttr(found, out, place, unsigned(value), Math.min(room, SIZE_VER1));
  },
  (value) => [{ op: 'copy', at: value, length: { from: 'constant', value: SIZE_VER1 }, cap: SIZE_VER1 }],
);

/** Bytes of a mask that are shown: CPU_SETSIZE of sched.h is 1024. */
const MAX_MASK_BYTES = 128;

/** A mask of CPUs: `[0 1]`. */
export function cpuMask(count: Count): Named<ValueType> {
  return shown(
    'cpumask',
    'pointer',
    (out, value, place) => {
      const at = unsigned(value);
      const given = Number(countAt(count, place) ?? 0);
      const bytes = Math.min(given, MAX_MASK_BYTES);
      const { data } = place.memory.read(at, bytes);
      if (at === 0 || data.length < bytes) {
        out.address(at);
        return;
      }
      out.beginSet();
      for (let cpu = 0; cpu < bytes * 8; cpu++) {
        if (((data[cpu >> 3] ?? 0) >> (cpu & 7)) & 1) {
          out.item();
          out.decimal(cpu);
        }
      }
      if (given > MAX_MASK_BYTES) out.more();
      out.endSet();
    },
    (value, context) => [{ op: 'copy', at: value, length: countOperand(count, context), plus: 8, cap: MAX_MASK_BYTES }],
  );
}

/** IOPRIO_CLASS_SHIFT of ioprio.h. */
const CLASS_SHIFT = 13;
const classNames = new Map<number, string>(constants.ioprio_classes.entries.map(([name, value]) => [value, name]));

/** `IOPRIO_PRIO_VALUE(IOPRIO_CLASS_BE, 4)` */
export function showIoPriority(out: Emitter, value: number, style: NumberStyle): void {
  if (!out.beginCall('IOPRIO_PRIO_VALUE', style === 'decimal' ? value | 0 : value, style)) return;
  showPriorityArguments(out, value);
  out.endCall();
}

/** The same, whatever -X asks for: behind the result its number stands already. */
function showPriorityParts(out: Emitter, value: number): void {
  out.beginCall('IOPRIO_PRIO_VALUE', undefined);
  showPriorityArguments(out, value);
  out.endCall();
}

function showPriorityArguments(out: Emitter, value: number): void {
  const ioClass = value >>> CLASS_SHIFT;
  out.item();
  out.symbol(ioClass, classNames.get(ioClass), constants.ioprio_classes.unknown);
  out.item();
  out.decimal(value & ((1 << CLASS_SHIFT) - 1));
}

const ioPriority = shown('ioprio', 'u32', (out, value) => showIoPriority(out, low32(value), 'decimal'));
const ioPriorityReturn: ReturnType = {
  typeName: 'ioprio',
  emit(out, call) {
    const value = low32(call.ret);
    out.decimal(value);
    const { constants: style } = out.options;
    return style === 'raw' ? undefined : emitText(out, (one) => showPriorityParts(one, value));
  },
};

const param = ref(int);
const ioWho = enumeration(constants.ioprio_who);

export const schedulingCalls: CallTable = {
  sched_yield: call(),
  sched_getscheduler: call(pid('pid')).returns(namedReturn(constants.sched_policies, 'decimal')),
  sched_setscheduler: call(pid('pid'), policy('policy'), param('param')),
  sched_getparam: call(pid('pid'), out(param)('param')),
  sched_setparam: call(pid('pid'), param('param')),
  sched_get_priority_min: call(policy('policy')),
  sched_get_priority_max: call(policy('policy')),
  sched_rr_get_interval: call(pid('pid'), out(ptr(timespec))('interval')),
  sched_setattr: call(pid('pid'), attrIn('uattr'), unsignedInt('flags')),
  sched_getattr: call(pid('pid'), out(attrOut)('uattr'), unsignedInt('usize'), unsignedInt('flags')),
  sched_setaffinity: call(pid('pid'), unsignedInt('len'), cpuMask(argument(1, 'u32'))('user_mask_ptr')),
  sched_getaffinity: call(pid('pid'), unsignedInt('len'), out(cpuMask(returned))('user_mask_ptr')),
  ioprio_get: call(ioWho('which'), int('who')).returns(ioPriorityReturn),
  ioprio_set: call(ioWho('which'), int('who'), ioPriority('ioprio')),
};

export const schedulingCalls32: CallTable = {
  sched_rr_get_interval_time64: call(pid('pid'), out(ptr(timespec64))('interval')),
};
