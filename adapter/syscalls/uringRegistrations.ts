/** What io_uring_register(2) takes, by operation (linux/io_uring.h). */
import type { Emitter } from '../decode/emitter.js';
import type { CallView } from '../decode/memory.js';
import { Place } from '../decode/place.js';
import { addWord, low32, type Word } from '../decode/word.js';
import type { Op, Operand } from '../plan/op.js';
import type { ArgType, CaptureContext } from './descriptor.js';
import { constants } from './generated/constants.gen.js';
import { cpuMask } from './scheduling.js';
import type { Cases } from './types/byArgument.js';
import { argument, sibling } from './types/count.js';
import { emitText } from './types/emitText.js';
import { extensible } from './types/extensible.js';
import { fd } from './types/fd.js';
import { enumeration, flags, valuesOf } from './types/flags.js';
import { in64 } from './types/in64.js';
import { address64, hex8, hex16, hex32, hex64, int, u8, u16, unsignedInt } from './types/ints.js';
import { iovecAddresses } from './types/iovecAddresses.js';
import { arrayOf, arrayOf64, inlineArray, placeBehind, ptr, showArray } from './types/pointers.js';
import { type FieldLike, field, type StructField, struct } from './types/struct.js';
import { type FieldType, shown, type ValueLike } from './types/valueType.js';

const R = valuesOf(constants.uring_register_ops);
const count = argument(3, 'u32');
const descriptors = arrayOf(fd, count);

/** Reserved, and shown when it is not 0 as it ought to be. */
const reserved = (name: string, type: ValueLike): StructField => field(name, type, { when: (place) => (place.sibling(name) ?? 0) !== 0 });
/** `count` reserved words at `offset`, shown when one is not 0. */
const reservedWords = (name: string, element: FieldLike, words: number, offset: number, bytes: number): StructField =>
  field(name, inlineArray(element, words), {
    when: (place) => place.data.subarray(place.base + offset, place.base + offset + words * bytes).some((byte) => byte !== 0),
  });

const filesUpdate = struct('io_uring_files_update', [field('offset', unsignedInt), reserved('resv', hex32), field('fds', in64(descriptors))]);

const operation = enumeration(constants.uring_ops, 'u8', 'decimal');
const probeOperation = struct('io_uring_probe_op', [
  field('op', operation),
  reserved('resv', hex8),
  field('flags', flags(constants.uring_op_flags, 'u16')),
  reserved('resv2', hex32),
]);
const probeHead = struct('io_uring_probe', [
  field('last_op', operation),
  field('ops_len', u8),
  reserved('resv', hex16),
  reservedWords('resv2', hex32, 3, 4, 4),
]);
/** Operations of which the kernel can tell. */
const MAX_OPERATIONS = 256;
/** Bytes of struct io_uring_probe and io_uring_probe_op. */
const PROBE_HEAD = 16;
const PROBE_OPERATION = 8;
const probeOp = (value: Operand, context: CaptureContext): Op => ({
  op: 'copy',
  at: value,
  length: context.arg(3),
  unit: probeOperation.size(context.abi),
  plus: probeHead.size(context.abi),
  cap: PROBE_HEAD + MAX_OPERATIONS * PROBE_OPERATION,
});

/** Shows the struct with `operations` of its entries; `...` behind them when the kernel knows more. */
function showProbe(out: Emitter, place: Place, at: Word, data: Uint8Array, operations: number, known: number): void {
  out.beginStruct();
  probeHead.emitFields(out, placeBehind(place, data, at), 0);
  out.field('ops');
  if (known > operations && operations === 0) {
    out.beginArray();
    out.more();
    out.endArray();
  } else showArray(probeOperation, out, place, addWord(at, PROBE_HEAD), known, Math.min(operations, out.options.stringLimit), operations);
  out.endStruct();
}

/** What the kernel tells of its operations. The caller’s struct ought to be zero: it is shown before, when it is not. */
const probe: ArgType = {
  typeName: 'struct io_uring_probe *',
  direction: 'inout',
  capture: (value, context) => ({ entry: [probeOp(value, context)], exit: [probeOp(value, context)] }),
  emit(out, call, index) {
    out.beginChange();
    this.halves?.before(out, call, index);
    this.halves?.after(out, call, index);
    out.endChange();
  },
  halves: {
    before(out, call, index) {
      const at = call.word(index);
      const given = givenProbe(call, index);
      if (given === undefined) out.address(at);
      else if (given.some((byte) => byte !== 0)) {
        showProbe(out, new Place(call, call.entry), at, given, call.u32(3), call.u32(3));
      }
    },
    after(out, call, index) {
      const at = call.word(index);
      const given = givenProbe(call, index);
      if (given === undefined) return;
      const zero = given.every((byte) => byte === 0);
      const { data } = call.exit.read(at, PROBE_HEAD);
      if (call.errno !== 0 || data.length < PROBE_HEAD) {
        if (zero) out.address(at);
        return;
      }
      if (!zero) out.becomes();
      const known = data[1] ?? 0;
      showProbe(out, new Place(call, call.exit), at, data, Math.min(call.u32(3), known), known);
    },
  },
};

/** The struct as the caller gave it; undefined when it could not be read whole or is too long. */
function givenProbe(call: CallView, index: number): Uint8Array | undefined {
  const at = call.word(index);
  if (at === 0 || call.u32(3) > MAX_OPERATIONS) return undefined;
  const wanted = PROBE_HEAD + call.u32(3) * PROBE_OPERATION;
  const { data } = call.entry.read(at, wanted);
  return data.length < wanted ? undefined : data;
}

const RESTRICTION_BYTES = 16;
const restrictionNames = new Map<number, string>(constants.uring_restrictions.entries.map(([name, value]) => [value, name]));
const registerOperation = enumeration(constants.uring_register_ops, 'u8');
const sqeFlags = flags(constants.uring_sqe_flags, 'u8');
/** What the byte behind the opcode is called and how it is shown, by opcode. */
const restricted: readonly (readonly [name: string, type: { show(out: Emitter, value: number, place: Place): void }])[] = [
  ['register_op', registerOperation.type],
  ['sqe_op', operation.type],
  ['sqe_flags', sqeFlags.type],
  ['sqe_flags', sqeFlags.type],
];
const restriction: FieldType = {
  typeName: 'struct io_uring_restriction',
  size: () => RESTRICTION_BYTES,
  align: () => 4,
  emitAt(out, place, at) {
    const view = new DataView(place.data.buffer, place.data.byteOffset + at, RESTRICTION_BYTES);
    const opcode = view.getUint16(0, true);
    const operand = view.getUint8(2);
    const kind = restricted[opcode];
    out.beginStruct();
    out.field('opcode');
    out.symbol(opcode, restrictionNames.get(opcode), constants.uring_restrictions.unknown);
    if (kind === undefined) out.comment(`op: 0x${operand.toString(16)}`);
    else {
      out.field(kind[0]);
      kind[1].show(out, operand, place);
    }
    if (view.getUint8(3) !== 0) {
      out.field('resv');
      out.hex(view.getUint8(3));
    }
    const more = [4, 8, 12].map((offset) => view.getUint32(offset, true));
    if (more.some((word) => word !== 0)) {
      out.field('resv2');
      out.beginArray();
      for (const word of more) {
        out.item();
        out.hex(word);
      }
      out.endArray();
    }
    out.endStruct();
  },
};

const resourceData = { files: in64(arrayOf(fd, sibling('nr'))), buffers: in64(iovecAddresses(sibling('nr'))) } as const;
type Resource = keyof typeof resourceData;
const tags = field('tags', arrayOf64(hex64, sibling('nr')));
const resourceRegister = (kind: Resource) =>
  extensible(
    struct('io_uring_rsrc_register', [
      field('nr', unsignedInt),
      field('flags', flags(constants.uring_resource_flags)),
      reserved('resv2', hex64),
      field('data', resourceData[kind]),
      tags,
    ]),
    count,
  );
const resourceUpdate = (kind: Resource) =>
  extensible(
    struct('io_uring_rsrc_update2', [
      field('offset', unsignedInt),
      reserved('resv', hex32),
      field('data', resourceData[kind]),
      tags,
      field('nr', unsignedInt),
      reserved('resv2', hex32),
    ]),
    count,
  );

/** The name of a kind of worker as an index: the emitter knows no symbols there. */
function symbolText(out: Emitter, kind: number): string {
  return emitText(out, (index) => index.symbol(kind, workerNames.get(kind), constants.uring_workers.unknown, 'decimal'));
}

const MAX_WORKER_KINDS = 32;
function showWorkers(out: Emitter, place: Place, at: number | bigint, kinds: number): void {
  const { data } = place.memory.read(at, kinds * 4);
  if (at === 0 || data.length < kinds * 4) {
    out.address(at);
    return;
  }
  const view = new DataView(data.buffer, data.byteOffset);
  out.beginArray();
  for (let kind = 0; kind < kinds; kind++) {
    out.element(symbolText(out, kind));
    out.decimal(view.getUint32(kind * 4, true));
  }
  out.endArray();
}
const workerNames = new Map<number, string>(constants.uring_workers.entries.map(([name, value]) => [value, name]));

/** Limits of workers: what is asked, and what they were. */
const maxWorkers: ArgType = {
  typeName: 'u32[]',
  direction: 'inout',
  capture: (value, context) => {
    const ops = [{ op: 'each', at: value, count: context.arg(3), stride: 4, max: MAX_WORKER_KINDS }] as const;
    return { entry: ops, exit: ops };
  },
  emit(out, call, index) {
    this.halves?.before(out, call, index);
    this.halves?.after(out, call, index);
  },
  halves: {
    before: (out, call, index) => showWorkers(out, new Place(call, call.entry), call.word(index), Math.min(call.u32(3), MAX_WORKER_KINDS)),
    after(out, call, index) {
      const kinds = Math.min(call.u32(3), MAX_WORKER_KINDS);
      if (!readable(call, index, kinds)) return;
      out.becomes();
      if (call.errno === 0) showWorkers(out, new Place(call, call.exit), call.word(index), kinds);
      else out.address(call.word(index));
    },
  },
};
const readable = (call: CallView, index: number, kinds: number): boolean => call.entry.read(call.word(index), kinds * 4).data.length === kinds * 4;

const ringUpdate = (data: FieldLike) => arrayOf(struct('io_uring_rsrc_update', [field('offset', int), reserved('resv', hex32), field('data', data)]), count);
const ringDescriptor = shown('fd', 'u64', (out, value, place) => fd.type.show(out, low32(value) | 0, place));

const bufferRing = ptr(
  struct('io_uring_buf_reg', [
    field('ring_addr', address64),
    field('ring_entries', unsignedInt),
    field('bgid', u16),
    reserved('pad', hex16),
    reservedWords('resv', hex64, 3, 16, 8),
  ]),
);

export const uringRegistrations: Cases = [
  [[R.IORING_REGISTER_BUFFERS], iovecAddresses(count)],
  [[R.IORING_REGISTER_FILES, R.IORING_REGISTER_EVENTFD, R.IORING_REGISTER_EVENTFD_ASYNC], descriptors],
  [[R.IORING_REGISTER_FILES_UPDATE], ptr(filesUpdate)],
  [[R.IORING_REGISTER_PROBE], probe],
  [[R.IORING_REGISTER_RESTRICTIONS], arrayOf(restriction, count)],
  [[R.IORING_REGISTER_FILES2], resourceRegister('files')],
  [[R.IORING_REGISTER_BUFFERS2], resourceRegister('buffers')],
  [[R.IORING_REGISTER_FILES_UPDATE2], resourceUpdate('files')],
  [[R.IORING_REGISTER_BUFFERS_UPDATE], resourceUpdate('buffers')],
  [[R.IORING_REGISTER_IOWQ_AFF], cpuMask(count)],
  [[R.IORING_REGISTER_IOWQ_MAX_WORKERS], maxWorkers],
  [[R.IORING_REGISTER_RING_FDS], ringUpdate(ringDescriptor)],
  [[R.IORING_UNREGISTER_RING_FDS], ringUpdate(hex64)],
  [[R.IORING_REGISTER_PBUF_RING, R.IORING_UNREGISTER_PBUF_RING], bufferRing],
];
