/** bpf(2): a command and its attribute, of which the caller says the length. */
import type { Emitter } from '../decode/emitter.js';
import type { CallView, CapturedMemory } from '../decode/memory.js';
import { Place } from '../decode/place.js';
import type { Word } from '../decode/word.js';
import type { Op, Operand } from '../plan/op.js';
import { type BpfAttribute, bpfAttributes } from './bpfAttributes.js';
import { type CallTable, call } from './call.js';
import type { ArgType, CaptureContext, CaptureOps, ReturnType } from './descriptor.js';
import { constants } from './generated/constants.gen.js';
import { byArgument } from './types/byArgument.js';
import { enumeration, valuesOf } from './types/flags.js';
import { address, unsignedInt } from './types/ints.js';
import { deeper } from './types/pointers.js';

/** Longer attributes are not looked at: the kernel refuses more than a page. */
const MAX_BYTES = 4096;

class AttributeType implements ArgType {
  readonly typeName = 'union bpf_attr *';
  readonly direction: 'in' | 'out';
  constructor(readonly attribute: BpfAttribute) {
    this.direction = attribute.fills === true || attribute.changes !== undefined ? 'out' : 'in';
  }

  capture(value: Operand, context: CaptureContext): CaptureOps {
    const ops: readonly Op[] = [{ op: 'copy', at: value, length: context.arg(2), cap: MAX_BYTES, body: this.#follow(deeper(context)) }];
    return this.direction === 'in' ? { entry: ops } : { entry: ops, exitAlways: ops };
  }

  #follow(inside: CaptureContext): readonly Op[] {
    const { type, variants } = this.attribute;
    const plain = type.followAt(0, inside);
    if (variants === undefined) return plain;
    const cases = variants.cases.map(([value, shape]) => [value, shape.type.followAt(0, inside)] as const);
    return [{ op: 'switch', value: { from: 'field', offset: variants.at, size: 4 }, cases, otherwise: plain }];
  }

  emit(out: Emitter, call: CallView, index: number): void {
    const at = call.word(index);
    const given = call.u32(2);
    const memory = this.attribute.fills === true ? call.exit : call.entry;
    const { data } = memory.read(at, Math.min(given, MAX_BYTES));
    if (at === 0 || given === 0 || given > MAX_BYTES || data.length < given) {
      out.address(at);
      return;
    }
    const shape = this.#shape(data);
    out.beginChange();
    out.beginStruct();
    this.#fields(out, call, memory, shape, data, at);
    out.endStruct();
    this.#change(out, call, data, at);
    out.endChange();
  }

  #shape(data: Uint8Array): BpfAttribute {
    const { variants } = this.attribute;
    if (variants === undefined || data.length < variants.at + 4) return this.attribute;
    const selector = numberAt(data, variants.at);
    return variants.cases.find(([value]) => value === selector)?.[1] ?? this.attribute;
  }

  #fields(out: Emitter, call: CallView, memory: CapturedMemory, shape: BpfAttribute, data: Uint8Array, at: Word): void {
    // What a shorter attribute lacks counts as zero.
    const whole = new Uint8Array(Math.max(shape.type.size(call.abi), shape.known));
    whole.set(data.subarray(0, shape.known));
    shape.type.emitFields(out, new Place(call, memory, whole, at), 0);
    const extra = data.subarray(shape.known);
    if (!extra.some((byte) => byte !== 0)) return;
    if (!out.options.verbose) {
      out.more();
      return;
    }
    out.field('extra_data');
    out.string(extra, 'wholeHex', false);
    out.comment(`bytes ${shape.known}..${data.length - 1}`);
  }

  #change(out: Emitter, call: CallView, data: Uint8Array, at: Word): void {
    const { changes } = this.attribute;
    if (changes === undefined || data.length < changes.at + 4) return;
    const now = call.exit.read(at, changes.at + 4).data;
    if (now.length < changes.at + 4 || numberAt(now, changes.at) === numberAt(data, changes.at)) return;
    out.becomes();
    for (const name of changes.names) {
      out.beginStruct();
      out.field(name);
    }
    out.decimal(numberAt(now, changes.at));
    for (const _ of changes.names) out.endStruct();
  }
}

const numberAt = (data: Uint8Array, at: number): number => new DataView(data.buffer, data.byteOffset).getUint32(at, true);

const C = valuesOf(constants.bpf_cmds);
const givesDescriptor: ReadonlySet<number> = new Set([
  C.BPF_MAP_CREATE,
  C.BPF_PROG_LOAD,
  C.BPF_OBJ_GET,
  C.BPF_PROG_GET_FD_BY_ID,
  C.BPF_MAP_GET_FD_BY_ID,
  C.BPF_RAW_TRACEPOINT_OPEN,
  C.BPF_BTF_LOAD,
  C.BPF_BTF_GET_FD_BY_ID,
  C.BPF_LINK_CREATE,
  C.BPF_LINK_GET_FD_BY_ID,
  C.BPF_ENABLE_STATS,
  C.BPF_ITER_CREATE,
  C.BPF_TOKEN_CREATE,
]);

const bpfReturn: ReturnType = {
  typeName: 'int',
  capture: (context) => ({
    exit: context.fdTargets
      ? [{ op: 'switch', value: context.arg(0), cases: [...givesDescriptor].map((command) => [command, [{ op: 'fd', value: { from: 'ret' } }]] as const) }]
      : [],
  }),
  emit(out, call) {
    const value = Number(call.retSigned);
    const size = call.u32(2);
    const wasRead = call.word(1) !== 0 && size > 0 && size <= MAX_BYTES && call.entry.read(call.word(1), size).data.length === size;
    if (wasRead && givesDescriptor.has(call.u32(0))) out.fd(value, out.options.fds === 'none' ? undefined : call.exit.fdTarget(value));
    else out.decimal(value);
    return undefined;
  },
};

export const bpfCalls: CallTable = {
  bpf: call(
    enumeration(constants.bpf_cmds)('cmd'),
    byArgument(
      'uattr',
      0,
      bpfAttributes.map(([command, attribute]) => [[command], new AttributeType(attribute)] as const),
      address,
    ),
    unsignedInt('size'),
  )
    .returns(bpfReturn)
    .in('desc'),
};
