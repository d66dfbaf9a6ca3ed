/** SG_IO: a SCSI command with its data, in two versions that the first number tells apart (scsi/sg.h, linux/bsg.h). */
import type { Emitter } from '../../decode/emitter.js';
import type { CallView, CapturedMemory } from '../../decode/memory.js';
import { Place } from '../../decode/place.js';
import { addWord, unsigned, type Word } from '../../decode/word.js';
import type { Op, Operand } from '../../plan/op.js';
import type { ArgType, CaptureContext } from '../descriptor.js';
import { filledIovecOps, showFilledIovecs } from '../types/iovec.js';
import { deeper, placeBehind } from '../types/pointers.js';
import { showBytes } from '../types/strings.js';
import type { StructType } from '../types/struct.js';
import { named } from '../types/valueType.js';
import { part } from './filled.js';
import { header3, header4 } from './scsiHeaders.js';

const [TO_DEVICE, FROM_DEVICE, TO_FROM_DEVICE] = [-2, -3, -4];
const DIRECTION_MASK = 0xffff_ffff;

/** Shows fields of a struct whose braces are already open. */
class Fields {
  constructor(
    readonly out: Emitter,
    readonly type: StructType,
    readonly place: Place,
  ) {}

  number(name: string): number {
    return Number(this.type.read(this.place, 0, name));
  }

  show(names: string): this {
    part(this.type, names).emitFields(this.out, this.place, 0);
    return this;
  }

  /** `length` bytes behind the pointer `name`. */
  bytes(name: string, length: number): this {
    this.out.field(name);
    this.#bytes(name, length);
    return this;
  }

  /** `length` bytes behind the pointer `name`, in as many parts as `parts` says if it is not 0. */
  data(name: string, parts: string, length: number): this {
    this.out.field(name);
    this.dataValue(name, parts, length);
    return this;
  }

  dataValue(name: string, parts: string, length: number): void {
    const at = this.#pointer(name);
    const count = this.number(parts);
    if (count === 0) this.#bytes(name, length);
    else if (at === 0) this.out.address(at);
    else showFilledIovecs(this.out, this.place, at, count, length);
  }

  /** What was transferred: all but the rest that was left over. */
  transferred(length: string, left: string): number {
    const [wanted, rest] = [this.number(length), this.number(left)];
    return rest > 0 && rest <= wanted ? wanted - rest : wanted;
  }

  #bytes(name: string, length: number): void {
    const at = this.#pointer(name);
    if (at === 0) this.out.address(at);
    else showBytes(this.out, this.place, at, length, 'hex');
  }

  #pointer(name: string): Word {
    return unsigned(this.type.read(this.place, 0, name));
  }
}

interface Version {
  readonly id: number;
  /** Name of the first number. */
  readonly idName: string;
  readonly type: StructType;
  readonly before: (fields: Fields) => void;
  /** `entry`: as it was before the call. */
  readonly after: (fields: Fields, entry: Fields) => void;
  readonly given: (context: CaptureContext) => readonly Op[];
  readonly filled: (context: CaptureContext) => readonly Op[];
}

/** Copies `length` bytes behind a pointer. */
const bytesOps = (type: StructType, pointer: string, length: string, context: CaptureContext): readonly Op[] => [
  { op: 'copy', at: fieldOf(type, pointer, context), length: fieldOf(type, length, context), cap: context.stringCap + 1 },
];
/** Copies the data behind a pointer, in one part or in several. */
const dataOps = (type: StructType, pointer: string, length: string, parts: string, context: CaptureContext): readonly Op[] => {
  const count = fieldOf(type, parts, context);
  const several = filledIovecOps(fieldOf(type, pointer, context), count, context);
  return [{ op: 'switch', value: count, cases: [[0, bytesOps(type, pointer, length, context)]], otherwise: several }];
};

function fieldOf(type: StructType, name: string, context: CaptureContext): Operand & { readonly from: 'field' } {
  const layout = type.layout(context.abi);
  const index = type.fields.findIndex((candidate) => candidate.name === name);
  const bytes = type.fields[index]?.type.size(context.abi) ?? 0;
  return { from: 'field', offset: layout.offsets[index] ?? 0, size: bytes as 1 | 2 | 4 | 8 };
}

const directionIs = (fields: Fields, ...directions: readonly number[]): boolean =>
  directions.some((direction) => (direction & DIRECTION_MASK) >>> 0 === fields.number('dxfer_direction'));

const third: Version = {
  id: 'S'.charCodeAt(0),
  idName: 'interface_id',
  type: header3,
  before(fields) {
    fields.show('dxfer_direction cmd_len').bytes('cmdp', fields.number('cmd_len')).show('mx_sb_len iovec_count dxfer_len timeout flags');
    if (directionIs(fields, TO_FROM_DEVICE)) {
      fields.out.field('dxferp');
      fields.out.beginChange();
      fields.dataValue('dxferp', 'iovec_count', fields.number('dxfer_len'));
    } else if (directionIs(fields, TO_DEVICE)) fields.data('dxferp', 'iovec_count', fields.number('dxfer_len'));
  },
  after(fields, entry) {
    const length = fields.transferred('dxfer_len', 'resid');
    if (directionIs(entry, TO_FROM_DEVICE)) {
      if (length > 0) {
        fields.out.becomes();
        fields.out.raw('dxferp=');
        fields.dataValue('dxferp', 'iovec_count', length);
      }
      fields.out.endChange();
    } else if (directionIs(fields, FROM_DEVICE)) fields.data('dxferp', 'iovec_count', length);
    fields.show('status masked_status msg_status sb_len_wr').bytes('sbp', fields.number('sb_len_wr')).show('host_status driver_status resid duration info');
  },
  given: (context) => [...bytesOps(header3, 'cmdp', 'cmd_len', context), ...dataOps(header3, 'dxferp', 'dxfer_len', 'iovec_count', context)],
  filled: (context) => [...bytesOps(header3, 'sbp', 'sb_len_wr', context), ...dataOps(header3, 'dxferp', 'dxfer_len', 'iovec_count', context)],
};

const fourth: Version = {
  id: 'Q'.charCodeAt(0),
  idName: 'guard',
  type: header4,
  before(fields) {
    fields.show('protocol subprotocol request_len').bytes('request', fields.number('request_len'));
    fields.show('request_tag request_attr request_priority request_extra max_response_len dout_iovec_count dout_xfer_len din_iovec_count din_xfer_len');
    fields.data('dout_xferp', 'dout_iovec_count', fields.number('dout_xfer_len')).show('timeout flags usr_ptr');
  },
  after(fields) {
    fields.show('response_len').bytes('response', fields.number('response_len'));
    fields.data('din_xferp', 'din_iovec_count', fields.transferred('din_xfer_len', 'din_resid'));
    fields.show('driver_status transport_status device_status retry_delay info duration response_len din_resid dout_resid generated_tag');
  },
  given: (context) => [
    ...bytesOps(header4, 'request', 'request_len', context),
    ...dataOps(header4, 'dout_xferp', 'dout_xfer_len', 'dout_iovec_count', context),
  ],
  filled: (context) => [
    ...bytesOps(header4, 'response', 'response_len', context),
    ...dataOps(header4, 'din_xferp', 'din_xfer_len', 'din_iovec_count', context),
  ],
};
const versions = [third, fourth];
const ID_BYTES = 4;

function copies(value: Operand, context: CaptureContext, phase: 'given' | 'filled'): readonly Op[] {
  const cases = versions.map((version): readonly [number, readonly Op[]] => {
    const bytes = version.type.size(context.abi);
    const length = { from: 'constant', value: bytes } as const;
    return [version.id, [{ op: 'copy', at: value, length, cap: bytes, body: version[phase](deeper(context)) }]];
  });
  const choose: Op = { op: 'switch', value: { from: 'field', offset: 0, size: ID_BYTES }, cases };
  return [{ op: 'copy', at: value, length: { from: 'constant', value: ID_BYTES }, cap: ID_BYTES, body: [choose] }];
}

/** The struct's first number; undefined when it could not be read. */
function idAt(call: CallView, index: number): number | undefined {
  const { data } = call.entry.read(call.word(index), ID_BYTES);
  if (call.word(index) === 0 || data.length < ID_BYTES) return undefined;
  return new DataView(data.buffer, data.byteOffset).getUint32(0, true);
}

function fieldsAt(out: Emitter, version: Version, call: CallView, memory: CapturedMemory, index: number): Fields | undefined {
  const at = unsigned(call.word(index));
  const { data } = memory.read(at, version.type.size(call.abi));
  return data.length < version.type.size(call.abi) ? undefined : new Fields(out, version.type, placeBehind(new Place(call, memory), data, at));
}

const type: ArgType = {
  typeName: 'struct sg_io_hdr *',
  direction: 'inout',
  capture: (value, context) => ({ entry: copies(value, context, 'given'), exitAlways: copies(value, context, 'filled') }),
  emit(out, call, index) {
    this.halves?.before(out, call, index);
    this.halves?.after(out, call, index);
  },
  halves: {
    before(out, call, index) {
      const id = idAt(call, index);
      const version = versions.find((candidate) => candidate.id === id);
      if (id === undefined) out.address(call.word(index));
      else if (version === undefined) {
        out.beginArray();
        out.item();
        out.decimal(id);
        out.endArray();
      } else {
        out.beginStruct();
        out.field(version.idName);
        out.raw(`'${String.fromCharCode(id)}'`);
        const fields = fieldsAt(out, version, call, call.entry, index);
        if (fields !== undefined) version.before(fields);
        else {
          out.unnamed();
          out.address(addWord(unsigned(call.word(index)), ID_BYTES));
        }
      }
    },
    after(out, call, index) {
      const id = idAt(call, index);
      const version = versions.find((candidate) => candidate.id === id);
      if (version === undefined) return;
      const entry = fieldsAt(out, version, call, call.entry, index);
      if (entry !== undefined) version.after(fieldsAt(out, version, call, call.exit, index) ?? entry, entry);
      out.endStruct();
    },
  },
};

export const scsiRequest = named(type);
