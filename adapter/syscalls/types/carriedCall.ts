/**
 * Calls that another call carries: i386’s socketcall and ipc, and its oldest select and mmap, whose arguments lie in
 * a block of memory. The carried call is an ordinary descriptor; here its arguments find their words elsewhere.
 */
import type { Emitter } from '../../decode/emitter.js';
import type { CallView } from '../../decode/memory.js';
import { TextOnlyCall } from '../../decode/textOnlyCall.js';
import type { Word } from '../../decode/word.js';
import type { Op, Operand } from '../../plan/op.js';
import type { ArgDescriptor, ArgType, CaptureContext, CaptureOps, ReturnType, SyscallDescriptor } from '../descriptor.js';
import { hexLong } from './ints.js';

/** Where an argument of the carried call stands. */
export type Source =
  | { readonly from: 'register'; readonly index: number }
  /** Word `index` of the block. */
  | { readonly from: 'block'; readonly index: number };

/** A carried call: its descriptor, and where each of its registers is. `block`: the register that points to the block. */
export interface Carried {
  readonly descriptor: SyscallDescriptor;
  readonly sources: readonly Source[];
  readonly block: number | undefined;
}

/** Bytes of a word: only i386 has such calls. */
const WORD_BYTES = 4;

export const register = (index: number): Source => ({ from: 'register', index });
export const inBlock = (index: number): Source => ({ from: 'block', index });
/** All arguments lie in the block. */
export const wholeBlock = (count: number): readonly Source[] => Array.from({ length: count }, (_, index) => inBlock(index));

const blockWords = ({ sources }: Carried): number => sources.reduce((most, source) => (source.from === 'block' ? Math.max(most, source.index + 1) : most), 0);

/** The words of the carried call, also where structures are not to be shown; undefined when its block was not readable. */
export function carriedWords(carried: Carried, call: CallView): readonly number[] | undefined {
  const count = blockWords(carried);
  const { entry } = call instanceof TextOnlyCall ? call.call : call;
  const { data } = carried.block === undefined ? { data: new Uint8Array(0) } : entry.read(call.word(carried.block), count * WORD_BYTES);
  if (data.length < count * WORD_BYTES) return undefined;
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  return carried.sources.map((source) => (source.from === 'register' ? call.u32(source.index) : view.getUint32(source.index * WORD_BYTES, true)));
}

/** The call as the carried one’s decoders see it. */
class CarriedView implements CallView {
  constructor(
    readonly outer: CallView,
    readonly words: readonly number[],
  ) {}
  get abi() {
    return this.outer.abi;
  }
  get nr() {
    return this.outer.nr;
  }
  get pid() {
    return this.outer.pid;
  }
  get tid() {
    return this.outer.tid;
  }
  get pointerSize() {
    return this.outer.pointerSize;
  }
  get entry() {
    return this.outer.entry;
  }
  get exit() {
    return this.outer.exit;
  }
  get phase() {
    return this.outer.phase;
  }
  get errno() {
    return this.outer.errno;
  }
  get ret() {
    return this.outer.ret;
  }
  get retSigned() {
    return this.outer.retSigned;
  }
  get sp() {
    return this.outer.sp;
  }
  word(index: number): Word {
    return this.words[index] ?? 0;
  }
  signedWord(index: number): number {
    return this.i32(index);
  }
  u32(index: number): number {
    return this.words[index] ?? 0;
  }
  i32(index: number): number {
    return this.u32(index) | 0;
  }
}

type ViewOf = (call: CallView) => CallView;

function wrapType(type: ArgType, viewOf: ViewOf): ArgType {
  const { halves, mention, resolve } = type;
  return {
    typeName: type.typeName,
    direction: type.direction,
    emit: (out, call, index) => type.emit(out, viewOf(call), index),
    ...(mention === undefined ? {} : { mention: (out: Emitter, call: CallView, index: number) => mention.call(type, out, viewOf(call), index) }),
    ...(resolve === undefined ? {} : { resolve: (call: CallView) => wrapType(resolve.call(type, viewOf(call)), viewOf) }),
    ...(halves === undefined
      ? {}
      : {
          halves: {
            before: (out, call, index) => halves.before(out, viewOf(call), index),
            after: (out, call, index) => halves.after(out, viewOf(call), index),
          },
        }),
  };
}

function wrapArgument(arg: ArgDescriptor, viewOf: ViewOf): ArgDescriptor {
  const { shown } = arg;
  return { ...arg, type: wrapType(arg.type, viewOf), ...(shown === undefined ? {} : { shown: (call: CallView) => shown(viewOf(call)) }) };
}

/** The carried call’s descriptor, to be used with the call that carries it. */
export function unwrapped(carried: Carried): SyscallDescriptor {
  const viewOf: ViewOf = (call) => new CarriedView(call, carriedWords(carried, call) ?? []);
  const { descriptor } = carried;
  const { entryArgs, returns } = descriptor;
  const wrappedReturns: ReturnType = { typeName: returns.typeName, emit: (out, call) => returns.emit(out, viewOf(call)) };
  return {
    ...descriptor,
    args: descriptor.args.map((arg) => wrapArgument(arg, viewOf)),
    returns: wrappedReturns,
    ...(typeof entryArgs === 'function' ? { entryArgs: (call: CallView) => entryArgs(viewOf(call)) } : {}),
  };
}

/** The words that strace shows of a raw call: those of its block; of a call whose arguments are in registers too, all registers up to its last. */
export function rawArguments(carried: Carried): readonly ArgDescriptor[] {
  const { descriptor, sources, block } = carried;
  const viewOf: ViewOf = (call) => new CarriedView(call, carriedWords(carried, call) ?? []);
  const names = descriptor.args.flatMap(({ name, register }) => [[register, name] as const]);
  if (sources.every(({ from }) => from === 'block')) return names.map(([register, name]) => ({ name, register, type: wrapType(hexLong.type, viewOf) }));
  const last = sources.reduce((most, source) => Math.max(most, source.from === 'register' ? source.index : (block ?? 0)), 0);
  const nameAt = (index: number): string =>
    names.find(([register]) => {
      const source = sources[register];
      return source !== undefined && (source.from === 'register' ? source.index : block) === index;
    })?.[1] ?? `arg${index}`;
  return Array.from({ length: last }, (_, index) => ({ name: nameAt(index + 1), register: index + 1, type: hexLong.type }));
}

/** The carried call’s operations, with its arguments where they really are. */
export function carriedOps(carried: Carried, context: CaptureContext): CaptureOps {
  const { descriptor } = carried;
  const parts = [
    ...descriptor.args.map(({ type, register }) => type.capture?.({ from: 'arg', index: register }, context) ?? {}),
    descriptor.returns.capture?.(context) ?? {},
  ];
  const phase = (name: 'entry' | 'exit' | 'exitAlways'): readonly Op[] => {
    const ops = parts.flatMap((part) => part[name] ?? []);
    const { block } = carried;
    if (block === undefined) return ops.map((op) => relocate(op, carried, 0));
    if (ops.length === 0 && name !== 'entry') return [];
    const bytes = blockWords(carried) * WORD_BYTES;
    const body = ops.map((op) => relocate(op, carried, 0));
    return [{ op: 'copy', at: context.arg(block), length: { from: 'constant', value: bytes }, cap: bytes, body }];
  };
  return { entry: phase('entry'), exit: phase('exit'), exitAlways: phase('exitAlways') };
}

/** `op` with each argument replaced by its source; `depth`: copies between it and the block. */
function relocate(op: Op, carried: Carried, depth: number): Op {
  const move = (operand: Operand): Operand => {
    if (operand.from !== 'arg') return operand;
    const source = carried.sources[operand.index];
    if (source === undefined) return { from: 'constant', value: 0 };
    if (source.from === 'register') return { from: 'arg', index: source.index };
    return { from: 'field', offset: source.index * WORD_BYTES, size: WORD_BYTES, ...(depth === 0 ? {} : { up: depth }) };
  };
  const inside = (body: readonly Op[]): readonly Op[] => body.map((each) => relocate(each, carried, depth));
  const deeper = (body: readonly Op[] | undefined): { body?: readonly Op[] } =>
    body === undefined ? {} : { body: body.map((each) => relocate(each, carried, depth + 1)) };
  switch (op.op) {
    case 'copy':
      return { ...op, at: move(op.at), length: move(op.length), ...deeper(op.body) };
    case 'each':
      return { ...op, at: move(op.at), count: move(op.count), ...deeper(op.body) };
    case 'cstr':
    case 'strv':
      return { ...op, at: move(op.at) };
    case 'switch':
      return {
        ...op,
        value: move(op.value),
        cases: op.cases.map(([value, body]) => [value, inside(body)] as const),
        ...(op.otherwise === undefined ? {} : { otherwise: inside(op.otherwise) }),
      };
    case 'fd':
      return { ...op, value: move(op.value) };
    case 'netlink':
      return { ...op, value: move(op.value), body: inside(op.body), ...(op.otherwise === undefined ? {} : { otherwise: inside(op.otherwise) }) };
    case 'interfaces':
    case 'namespaces':
      return op;
  }
}
