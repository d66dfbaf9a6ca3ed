/** Pointers to one value, to an array, and arrays in structs. */
import type { Emitter } from '../../decode/emitter.js';
import { Place } from '../../decode/place.js';
import { addWord, unsigned, type Word } from '../../decode/word.js';
import type { Op, Operand } from '../../plan/op.js';
import type { AbiName } from '../../record/layout.js';
import type { CaptureContext } from '../descriptor.js';
import { type Count, countAt, countOperand } from './count.js';
import type { FieldLike } from './struct.js';
import { type FieldType, isPlain, type Named, named, typeOf, ValueType } from './valueType.js';

/** The context inside the body of a copy or each: what was a sibling is now one struct further out. */
export function deeper(context: CaptureContext): CaptureContext {
  return { ...context, sibling: (name) => outwards(context.sibling(name)) };
}

function outwards(operand: Operand): Operand {
  return operand.from === 'field' || operand.from === 'here' ? { ...operand, up: (operand.up ?? 0) + 1 } : operand;
}

/** Copies `bytes` bytes at `at`, and what `type` follows in them. */
export function copyOf(type: FieldType, at: Operand, context: CaptureContext): Op {
  const bytes = type.size(context.abi);
  const body = isPlain(type) ? [] : (type.followAt?.(0, deeper(context)) ?? []);
  return { op: 'copy', at, length: { from: 'constant', value: bytes }, cap: bytes, ...(body.length === 0 ? {} : { body }) };
}

/** The place of what a pointer in `place` points to. Fields around the pointer stay in sight. */
export function placeBehind(place: Place, data: Uint8Array, at: Word): Place {
  return new Place(place.call, place.memory, data, at, 0, undefined, place.layout === undefined ? place.parent : place);
}

/** Shows what lies at `at`, or the address when it was not read whole. */
export function showAt(type: FieldType, out: Emitter, place: Place, at: Word): void {
  const bytes = type.size(place.call.abi);
  const { data } = place.memory.read(at, bytes);
  if (at === 0 || data.length < bytes) out.address(at);
  else type.emitAt(out, placeBehind(place, data, at), 0);
}

export class PointerType extends ValueType {
  readonly typeName: string;
  constructor(
    readonly target: FieldType,
    readonly width: 'pointer' | 'u64',
    /** Brackets around the value, as strace shows pointers to one number: `[5]`. */
    readonly bracket: boolean,
  ) {
    super();
    this.typeName = `${target.typeName} *`;
  }

  override follow(value: Operand, context: CaptureContext): readonly Op[] {
    return [copyOf(this.target, value, context)];
  }

  override bytesBehind(abi: AbiName): number {
    return this.target.size(abi);
  }

  show(out: Emitter, value: number | bigint, place: Place): void {
    const at = unsigned(value);
    if (!this.bracket) {
      showAt(this.target, out, place, at);
      return;
    }
    const bytes = this.target.size(place.call.abi);
    const { data } = place.memory.read(at, bytes);
    if (at === 0 || data.length < bytes) {
      out.address(at);
      return;
    }
    out.beginArray();
    out.item();
    this.target.emitAt(out, placeBehind(place, data, at), 0);
    out.endArray();
  }
}

/** A pointer to one value. */
export const ptr = (target: FieldLike): Named<PointerType> => named(new PointerType(typeOf<FieldType>(target), 'pointer', false));
/** A pointer to one value that is shown in brackets: `[5]`. */
export const ref = (target: FieldLike): Named<PointerType> => named(new PointerType(typeOf<FieldType>(target), 'pointer', true));
/** A u64 that holds a pointer. */
export const ptr64 = (target: FieldLike): Named<PointerType> => named(new PointerType(typeOf<FieldType>(target), 'u64', false));

export class ArrayPointerType extends ValueType {
  readonly typeName: string;
  constructor(
    readonly element: FieldType,
    readonly count: Count,
    readonly width: 'pointer' | 'u64',
    /** More than these are shown as the bare address: the kernel refuses them. */
    readonly limit: number,
  ) {
    super();
    this.typeName = `${element.typeName}[]`;
  }

  override follow(value: Operand, context: CaptureContext): readonly Op[] {
    const body = isPlain(this.element) ? [] : (this.element.followAt?.(0, deeper(context)) ?? []);
    const stride = this.element.size(context.abi);
    return [{ op: 'each', at: value, count: countOperand(this.count, context), stride, max: context.arrayCap, ...(body.length === 0 ? {} : { body }) }];
  }

  show(out: Emitter, value: number | bigint, place: Place): void {
    const at = unsigned(value);
    const count = countAt(this.count, place);
    if (at === 0 || count === undefined || count > this.limit) out.address(at);
    else showArray(this.element, out, place, at, count);
  }
}

/** Shows `count` elements at `at`: at most `limit` (as many as -s says) without -v, at most `most` in any case; where memory ends, `... /* address *\/`. */
export function showArray(
  element: FieldType,
  out: Emitter,
  place: Place,
  at: Word,
  count: number | bigint,
  limit = out.options.stringLimit,
  most = Number.POSITIVE_INFINITY,
): void {
  if (count <= 0) {
    out.beginArray();
    out.endArray();
    return;
  }
  const stride = element.size(place.call.abi);
  const shown = Math.min(Number(count), most, out.options.verbose ? Number.POSITIVE_INFINITY : limit);
  // A size that wraps around is none.
  if (Number(count) * stride >= 2 ** 64) {
    out.address(at);
    return;
  }
  // The element behind those that are shown is looked at, too: whether it can be read shows.
  const looked = Math.min(shown + 1, Number(count), most);
  const { data, status } = place.memory.read(at, looked * stride);
  const whole = Math.floor(data.length / stride);
  if (whole === 0) {
    out.address(at);
    return;
  }
  out.beginArray();
  const inside = placeBehind(place, data, at);
  for (let index = 0; index < whole && index < shown; index++) {
    out.item();
    element.emitAt(out, inside, index * stride);
  }
  if (whole < looked && status !== 'truncated') out.more(addWord(at, whole * stride));
  else if (Math.min(whole, shown) < Number(count)) out.more();
  out.endArray();
}

/** A pointer to `count` elements. */
export const arrayOf = (element: FieldLike, count: Count, limit = Number.POSITIVE_INFINITY): Named<ArrayPointerType> =>
  named(new ArrayPointerType(typeOf<FieldType>(element), count, 'pointer', limit));
/** A u64 that holds a pointer to `count` elements. */
export const arrayOf64 = (element: FieldLike, count: Count): Named<ArrayPointerType> =>
  named(new ArrayPointerType(typeOf<FieldType>(element), count, 'u64', Number.POSITIVE_INFINITY));

/** An array inside a struct. */
export function inlineArray(element: FieldLike, count: number): FieldType {
  const type = typeOf<FieldType>(element);
  return {
    typeName: `${type.typeName}[${count}]`,
    size: (abi: AbiName) => type.size(abi) * count,
    align: (abi: AbiName) => type.align(abi),
    emitAt(out, place, at) {
      const stride = type.size(place.call.abi);
      out.beginArray();
      for (let index = 0; index < count; index++) {
        out.item();
        type.emitAt(out, place, at + index * stride);
      }
      out.endArray();
    },
    plain: isPlain(type),
    followAt(offset, context) {
      const follow = type.followAt;
      if (follow === undefined || isPlain(type)) return [];
      return Array.from({ length: count }, (_, index) => follow.call(type, offset + index * type.size(context.abi), context)).flat();
    },
  };
}
