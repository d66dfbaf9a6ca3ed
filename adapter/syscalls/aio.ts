/** Asynchronous input and output of the kernel: io_setup(2), io_submit(2) and their kin (linux/aio_abi.h). */
import type { Emitter } from '../decode/emitter.js';
import { type Place, readArgument } from '../decode/place.js';
import { low32, unsigned } from '../decode/word.js';
import type { Op } from '../plan/op.js';
import { type Call, type CallTable, call } from './call.js';
import { constants } from './generated/constants.gen.js';
import { showIoPriority } from './scheduling.js';
import { argument, returned, sibling } from './types/count.js';
import { fd, fdU32 } from './types/fd.js';
import { enumeration, flags, valuesOf } from './types/flags.js';
import { in64 } from './types/in64.js';
import { address, address64, hex64, i64, kernelLong, size, u64, unsignedInt } from './types/ints.js';
import { iovecIn } from './types/iovec.js';
import { iovecAddresses } from './types/iovecAddresses.js';
import { arrayOf, ptr, ref } from './types/pointers.js';
import { sigset } from './types/sigset.js';
import { buffer } from './types/strings.js';
import { field, hidden, type StructField, type StructType, struct } from './types/struct.js';
import { timespec, timespec64 } from './types/time.js';
import { type FieldType, out, shown, type ValueLike } from './types/valueType.js';

const C = valuesOf(constants.aio_cmds);
const F = valuesOf(constants.aio_flags);
const nonZero = (name: string) => ({ when: (place: Place): boolean => (place.sibling(name) ?? 0) !== 0 });
const resultsTo = { when: (place: Place): boolean => (low32(place.sibling('aio_flags') ?? 0) & F.IOCB_FLAG_RESFD) !== 0 };

const hasPriority = (place: Place): boolean => (low32(place.sibling('aio_flags') ?? 0) & F.IOCB_FLAG_IOPRIO) !== 0;

/** A number, or a priority of the io scheduler where the flags say so. */
const requestPriority = shown('aio_reqprio', 'i16', (out: Emitter, value, place) => {
  if (!hasPriority(place)) out.decimal(value);
  else showIoPriority(out, Number(value) & 0xffff, 'hex');
});

/** struct iocb; `shows` are the fields from aio_buf on that this kind shows. */
function iocb(buf: ValueLike, ...shows: readonly string[]): StructType {
  const tail: readonly StructField[] = [
    field('aio_buf', buf),
    field('aio_nbytes', u64),
    field('aio_offset', i64),
    hidden('aio_reserved2', u64),
    field('aio_flags', flags(constants.aio_flags), resultsTo),
    field('aio_resfd', fdU32, resultsTo),
  ];
  const common: readonly StructField[] = [
    field('aio_data', hex64),
    field('aio_key', unsignedInt, nonZero('aio_key')),
    field('aio_rw_flags', flags(constants.rwf_flags), nonZero('aio_rw_flags')),
    field('aio_lio_opcode', enumeration(constants.aio_cmds, 'u16', 'decimal')),
    field('aio_reqprio', requestPriority, { when: (place) => hasPriority(place) || nonZero('aio_reqprio').when(place) }),
    field('aio_fildes', fd),
  ];
  return struct('iocb', [...common, ...tail.map((one) => (shows.includes(one.name) ? one : { ...one, hidden: true }))]);
}

const transfer = ['aio_buf', 'aio_nbytes', 'aio_offset', 'aio_flags', 'aio_resfd'];
const vector = ['aio_buf', 'aio_offset', 'aio_flags', 'aio_resfd'];
const common = iocb(address64);
const byOperation: readonly (readonly [operation: number, type: StructType])[] = [
  [C.IOCB_CMD_PREAD, iocb(address64, ...transfer)],
  [C.IOCB_CMD_PWRITE, iocb(in64(buffer(sibling('aio_nbytes'))), ...transfer)],
  [C.IOCB_CMD_PREADV, iocb(in64(iovecAddresses(sibling('aio_nbytes'))), ...vector)],
  [C.IOCB_CMD_PWRITEV, iocb(in64(iovecIn(sibling('aio_nbytes'))), ...vector)],
  [C.IOCB_CMD_POLL, iocb(flags(constants.poll_events, 'u64'), 'aio_buf')],
];
const OPCODE_AT = 16;

/** An iocb as its operation has it. */
const request: FieldType = {
  typeName: 'struct iocb',
  size: (abi) => common.size(abi),
  align: (abi) => common.align(abi),
  emitAt(out, place, at) {
    const operation = (place.data[at + OPCODE_AT] ?? 0) | ((place.data[at + OPCODE_AT + 1] ?? 0) << 8);
    (byOperation.find(([value]) => value === operation)?.[1] ?? common).emitAt(out, place, at);
  },
  followAt(offset, context): readonly Op[] {
    const cases = byOperation.map(([value, type]) => [value, type.followAt(offset, context)] as const);
    const plain = common.followAt(offset, context);
    return [{ op: 'switch', value: { from: 'field', offset: offset + OPCODE_AT, size: 2 }, cases, otherwise: plain }];
  },
};

const event = struct('io_event', [field('data', hex64), field('obj', hex64), field('res', i64), field('res2', i64)]);
const events = out(arrayOf(event, returned));
const signals = ptr(struct('__aio_sigset', [field('sigmask', sigset(sibling('sigsetsize'))), field('sigsetsize', size)]));
const context = address;

/** A negative number of requests is none. */
const requestArray = arrayOf(ptr(request), argument(1)).type;
const requests = shown(
  'struct iocb *[]',
  'pointer',
  (out, value, place) => (readArgument(place.call, 1, 'klong') < 0 ? out.address(unsigned(value)) : requestArray.show(out, value, place)),
  (value, context) => requestArray.follow(value, context),
);

const getEvents = (time: StructType): Call => call(context('ctx_id'), kernelLong('min_nr'), kernelLong('nr'), events('events'), ptr(time)('timeout'));
const waitEvents = (time: StructType): Call =>
  call(context('ctx_id'), kernelLong('min_nr'), kernelLong('nr'), events('events'), ptr(time)('timeout'), signals('usig'));

export const aioCalls: CallTable = {
  io_setup: call(unsignedInt('nr_events'), out(ref(address))('ctxp')).in('memory'),
  io_destroy: call(context('ctx')).in('memory'),
  io_submit: call(context('ctx_id'), kernelLong('nr'), requests('iocbpp')),
  io_cancel: call(context('ctx_id'), ptr(common)('iocb'), out(ptr(event))('result')),
  io_getevents: getEvents(timespec),
  io_pgetevents: waitEvents(timespec),
};

export const aioCalls32: CallTable = { io_pgetevents_time64: waitEvents(timespec64) };
