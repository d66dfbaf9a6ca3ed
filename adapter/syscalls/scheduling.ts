/** Scheduling: policies, parameters, affinity, io priorities. */
import type { Emitter } from '../decode/emitter.js';
import type { Place } from '../decode/place.js';
import { low32, unsigned } from '../decode/word.js';
import { type CallTable, call } from './call.js';
import type { ReturnType } from './descriptor.js';
import { constants } from './generated/constants.gen.js';
import { argument, type Count, countAt, countOperand, returned } from './types/count.js';
import { namedReturn } from './types/flagReturns.js';
import { enumeration, flags } from './types/flags.js';
import { pid } from './types/ids.js';
import { int, u64, unsignedInt } from './types/ints.js';
import { placeBehind, ptr, ref } from './types/pointers.js';
import { field, type StructType, struct } from './types/struct.js';
import { timespec, timespec64 } from './types/time.js';
import { type Named, out, shown, type ValueType } from './types/valueType.js';

const policy = enumeration(constants.sched_policies);

/** SCHED_FLAG_KEEP_POLICY and SCHED_FLAG_KEEP_PARAMS of sched.h: what stays as it was is not shown. */
const KEEP_POLICY = 0x08;
const KEEP_PARAMS = 0x10;
const SIZE_VER0 = 48;
const SIZE_VER1 = 56;

const has = (name: string, bit: number) => (place: Place) => (Number(place.sibling(name) ?? 0) & bit) !== 0;
const givesPolicy = { when: (place: Place) => !has('sched_flags', KEEP_POLICY | KEEP_PARAMS)(place) };
const givesParams = { when: (place: Place) => !has('sched_flags', KEEP_PARAMS)(place) };
const sizeAtLeast = (bytes: number) => ({ when: (place: Place) => Number(place.sibling('size') ?? 0) >= bytes });

const fields = [
  field('size', unsignedInt),
  field('sched_policy', policy, givesPolicy),
  field('sched_flags', flags(constants.sched_flags, 'u64')),
  field('sched_nice', int, givesParams),
  field('sched_priority', unsignedInt, givesParams),
  field('sched_runtime', u64, givesParams),
  field('sched_deadline', u64, givesParams),
  field('sched_period', u64, givesParams),
];
const clamps = [field('sched_util_min', unsignedInt, sizeAtLeast(SIZE_VER1)), field('sched_util_max', unsignedInt, sizeAtLeast(SIZE_VER1))];
const attrVer0 = struct('sched_attr', fields);
const attrVer1 = struct('sched_attr', [...fields, ...clamps]);

/** The struct that sched_setattr reads: as long as its first field says. */
const attrIn = shown(
  'struct sched_attr *',
  'pointer',
  (out, value, place) => {
    const at = unsigned(value);
    const head = at === 0 ? undefined : place.memory.read(at, 4).data;
    if (head === undefined || head.length < 4) {
      out.address(at);
      return;
    }
    const size = new DataView(head.buffer, head.byteOffset, 4).getUint32(0, true);
    if (size !== 0 && size < SIZE_VER0) {
      out.beginStruct();
      out.field('size');
      out.decimal(size);
      out.endStruct();
      return;
    }
    const type = size >= SIZE_VER1 ? attrVer1 : attrVer0;
    showAttr(type, out, place, at, size > SIZE_VER1);
  },
  (value) => [{ op: 'copy', at: value, length: { from: 'constant', value: SIZE_VER1 }, cap: SIZE_VER1 }],
);

/** The struct that sched_getattr filled: as long as the caller’s argument and the kernel’s struct let. */
const attrOut = shown(
  'struct sched_attr *',
  'pointer',
  (out, value, place) => showAttr(place.call.u32(2) >= SIZE_VER1 ? attrVer1 : attrVer0, out, place, unsigned(value), false),
  (value, context) => [{ op: 'copy', at: value, length: context.arg(2), cap: SIZE_VER1 }],
);

function showAttr(type: StructType, out: Emitter, place: Place, at: number | bigint, longer: boolean): void {
  const bytes = type.size(place.call.abi);
  const address = unsigned(at);
  const { data } = place.memory.read(address, bytes);
  if (address === 0 || data.length < bytes) {
    out.address(address);
    return;
  }
  out.beginStruct();
  type.emitFields(out, placeBehind(place, data, address), 0);
  if (longer) out.more();
  out.endStruct();
}

/** More bytes are no mask of CPUs: the kernel has 8192 at most. */
const MAX_MASK_BYTES = 8192;

/** A mask of CPUs: `[0 1]`. Whole words of the kernel are read, and as many as the kernel says. */
export function cpuMask(bytes: Count, wholeWords: boolean): Named<ValueType> {
  return shown(
    'cpumask',
    'pointer',
    (out, value, place) => {
      const at = unsigned(value);
      const word = place.call.pointerSize;
      const given = Number(countAt(bytes, place) ?? 0);
      const length = wholeWords ? Math.ceil(given / word) * word : given;
      const wanted = Math.min(length, MAX_MASK_BYTES);
      const { data } = place.memory.read(at, wanted);
      if (at === 0 || data.length < wanted) {
        out.address(at);
        return;
      }
      out.beginSet();
      for (let cpu = 0; cpu < wanted * 8; cpu++) {
        if (((data[cpu >> 3] ?? 0) >> (cpu & 7)) & 1) {
          out.item();
          out.decimal(cpu);
        }
      }
      out.endSet();
    },
    (value, context) => [{ op: 'copy', at: value, length: countOperand(bytes, context), plus: 8, cap: MAX_MASK_BYTES }],
  );
}

/** IOPRIO_CLASS_SHIFT of ioprio.h. */
const CLASS_SHIFT = 13;
const classNames = new Map<number, string>(constants.ioprio_classes.entries.map(([name, value]) => [value, name]));

/** `IOPRIO_PRIO_VALUE(IOPRIO_CLASS_BE, 4)` */
export function showIoPriority(out: Emitter, value: number): void {
  const ioClass = value >>> CLASS_SHIFT;
  if (!out.beginCall('IOPRIO_PRIO_VALUE', value)) return;
  out.item();
  out.symbol(ioClass, classNames.get(ioClass), constants.ioprio_classes.unknown);
  out.item();
  out.decimal(value & ((1 << CLASS_SHIFT) - 1));
  out.endCall();
}

const ioPriority = shown('ioprio', 'u32', (out, value) => showIoPriority(out, low32(value)));
const ioPriorityReturn: ReturnType = {
  typeName: 'ioprio',
  emit(out, call) {
    const value = low32(call.ret);
    out.decimal(value);
    const ioClass = value >>> CLASS_SHIFT;
    const name = classNames.get(ioClass) ?? `0x${ioClass.toString(16)} /* ${constants.ioprio_classes.unknown} */`;
    return `IOPRIO_PRIO_VALUE(${name}, ${value & ((1 << CLASS_SHIFT) - 1)})`;
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
  sched_setaffinity: call(pid('pid'), unsignedInt('len'), cpuMask(argument(1, 'u32'), true)('user_mask_ptr')),
  sched_getaffinity: call(pid('pid'), unsignedInt('len'), out(cpuMask(returned, false))('user_mask_ptr')),
  ioprio_get: call(ioWho('which'), int('who')).returns(ioPriorityReturn),
  ioprio_set: call(ioWho('which'), int('who'), ioPriority('ioprio')),
};

export const schedulingCalls32: CallTable = {
  sched_rr_get_interval_time64: call(pid('pid'), out(ptr(timespec64))('interval')),
};
