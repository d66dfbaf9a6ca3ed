/** io_uring: setup, enter, register. */
import { Place } from '../decode/place.js';
import { unsigned } from '../decode/word.js';
import type { Op } from '../plan/op.js';
import { type CallTable, call } from './call.js';
import type { ArgType } from './descriptor.js';
import { constants } from './generated/constants.gen.js';
import { byArgument } from './types/byArgument.js';
import { argument } from './types/count.js';
import { fd, fdU32 } from './types/fd.js';
import { enumeration, flags } from './types/flags.js';
import { address, hex32, hex64, size, unsignedInt } from './types/ints.js';
import { deeper, inlineArray } from './types/pointers.js';
import { sigset } from './types/sigset.js';
import { field, hidden, pad, struct } from './types/struct.js';
import { named, shown } from './types/valueType.js';
import { uringRegistrations } from './uringRegistrations.js';

const IORING_SETUP_ATTACH_WQ = 0x20;
const IORING_ENTER_EXT_ARG = 8;
const RESV_AT = 28;
const RESV_BYTES = 12;

/** Offsets in a ring; the reserved room behind them is shown when it is not 0. */
const offsets = (typeName: string, names: string) =>
  struct(typeName, [
    ...names.split(' ').map((name) => field(name, unsignedInt)),
    field('resv1', hex32, { when: (place) => place.sibling('resv1') !== 0 }),
    field('resv2', hex64, { when: (place) => place.sibling('resv2') !== 0 }),
  ]);
const submissionOffsets = offsets('io_sqring_offsets', 'head tail ring_mask ring_entries flags dropped array');
const completionOffsets = offsets('io_cqring_offsets', 'head tail ring_mask ring_entries overflow cqes flags');

/** The caller’s fields. */
const given = struct('io_uring_params', [
  hidden('sq_entries', unsignedInt),
  hidden('cq_entries', unsignedInt),
  field('flags', flags(constants.uring_setup_flags)),
  field('sq_thread_cpu', hex32),
  field('sq_thread_idle', unsignedInt),
  hidden('features', unsignedInt),
  field('wq_fd', fdU32, { when: (place) => (Number(place.sibling('flags') ?? 0) & IORING_SETUP_ATTACH_WQ) !== 0 }),
  field('resv', inlineArray(hex32, 3), {
    when: (place) => place.data.subarray(RESV_AT, RESV_AT + RESV_BYTES).some((byte) => byte !== 0),
  }),
]);
/** What the kernel tells of the rings. */
const filled = struct('io_uring_params', [
  field('sq_entries', unsignedInt),
  field('cq_entries', unsignedInt),
  pad(12),
  field('features', flags(constants.uring_features)),
  pad(16),
  field('sq_off', submissionOffsets),
  field('cq_off', completionOffsets),
]);
const PARAMS_BYTES = 120;

/** The caller’s fields at entry; behind them, when it succeeded, the kernel’s. */
const params = named({
  typeName: 'struct io_uring_params *',
  direction: 'inout',
  capture(value, context) {
    const op: Op = { op: 'copy', at: value, length: { from: 'constant', value: PARAMS_BYTES }, cap: PARAMS_BYTES };
    return { entry: [{ ...op, body: given.followAt(0, deeper(context)) }], exit: [op] };
  },
  emit(out, call, index) {
    this.halves?.before(out, call, index);
    this.halves?.after(out, call, index);
  },
  halves: {
    before(out, call, index) {
      const at = call.word(index);
      const { data } = call.entry.read(at, PARAMS_BYTES);
      if (at === 0 || data.length < PARAMS_BYTES) {
        out.address(at);
        return;
      }
      out.beginStruct();
      given.emitFields(out, new Place(call, call.entry, data, at), 0);
    },
    after(out, call, index) {
      const at = call.word(index);
      if (at === 0 || call.entry.read(at, PARAMS_BYTES).data.length < PARAMS_BYTES) return;
      const { data } = call.exit.read(at, PARAMS_BYTES);
      if (call.errno === 0 && data.length === PARAMS_BYTES) filled.emitFields(out, new Place(call, call.exit, data, at), 0);
      out.endStruct();
    },
  },
} satisfies ArgType as ArgType);

/** A signal mask, or with IORING_ENTER_EXT_ARG a struct of pointers that is not followed. */
const mask = sigset(argument(5)).type;
const enterArgument = shown(
  'sigset_t *',
  'pointer',
  (out, value, place) => {
    if ((place.call.u32(3) & IORING_ENTER_EXT_ARG) === 0) mask.show(out, value, place);
    else out.address(unsigned(value));
  },
  (value, context) => mask.follow?.(value, context) ?? [],
);

export const uringCalls: CallTable = {
  io_uring_setup: call(unsignedInt('entries'), params('params')).returns(fd).in('desc'),
  io_uring_enter: call(
    fd('fd'),
    unsignedInt('to_submit'),
    unsignedInt('min_complete'),
    flags(constants.uring_enter_flags)('flags'),
    enterArgument('argp'),
    size('argsz'),
  ).in('desc', 'signal'),
  io_uring_register: call(
    fd('fd'),
    enumeration(constants.uring_register_ops)('opcode'),
    byArgument('arg', 1, uringRegistrations, address),
    unsignedInt('nr_args'),
  ).in('desc', 'memory'),
};
