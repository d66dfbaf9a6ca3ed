/**
 * What all argument types are made of. A `ValueType` fits a register: it can be an argument, a struct field, an
 * array element, what a pointer points to, or a return value. A `FieldType` lives in memory only (structs, arrays).
 */
import type { Emitter } from '../../decode/emitter.js';
import type { CallView } from '../../decode/memory.js';
import { isSigned, Place, readArgument, readWidth, type Width, widthBytes } from '../../decode/place.js';
import { low32, signed, unsigned } from '../../decode/word.js';
import type { Op, Operand } from '../../plan/op.js';
import type { AbiName } from '../../record/layout.js';
import { Arg } from '../arg.js';
import type { ArgType, CaptureContext, CaptureOps, ReturnType } from '../descriptor.js';

/** Something in memory: its size, how to show it, what to copy behind its pointers. */
export interface FieldType {
  readonly typeName: string;
  size(abi: AbiName): number;
  align(abi: AbiName): number;
  /** How a sibling reads it as a number; absent when it is none. */
  readonly width?: Width;
  /** `at` is a byte offset into place.data; at + size bytes are there. */
  emitAt(out: Emitter, place: Place, at: number): void;
  /** Operations for what its pointers point to; `offset` counts from the start of the enclosing copy. */
  followAt?(offset: number, context: CaptureContext): readonly Op[];
  /** It is known to hold no pointers: followAt gives nothing, in whatever context. */
  readonly plain?: boolean;
}

/** Whether followAt of a type need not be asked. */
export const isPlain = (type: FieldType): boolean => type.plain === true || type.followAt === undefined;

/** A type, and a function that makes an argument of it: `fd('oldfd')`. */
export type Named<T extends ArgType = ArgType> = ((name: string) => Arg) & { readonly type: T };

/** Makes a type callable. */
export function named<T extends ArgType>(type: T): Named<T> {
  return Object.assign((name: string) => new Arg(name, type), { type });
}

/** The type itself, of either form. */
export function typeOf<T extends object>(type: T | { readonly type: T }): T {
  return 'type' in type ? type.type : type;
}

/** A value of up to 64 bits. */
export abstract class ValueType implements ArgType, FieldType {
  abstract readonly typeName: string;
  abstract readonly width: Width;
  readonly direction: ArgType['direction'] = 'in';

  /** Shows a value that was read with this type’s width. */
  abstract show(out: Emitter, value: number | bigint, place: Place): void;

  /** Shows a pointer to what a call that failed has not filled in. */
  showUnfilled(out: Emitter, value: number | bigint): void {
    out.address(value);
  }

  /** Bytes without which nothing of what a pointer points to is shown. */
  bytesBehind?(abi: AbiName): number;

  /** What to copy when `value` is met, in the phase that it is met in. */
  follow?(value: Operand, context: CaptureContext): readonly Op[];

  get plain(): boolean {
    return this.follow === undefined;
  }

  size(abi: AbiName): number {
    return widthBytes(this.width, abi);
  }

  /** The i386 psABI aligns 64-bit fields to 4 bytes only. */
  align(abi: AbiName): number {
    const bytes = widthBytes(this.width, abi);
    return abi === 'i386' && bytes === 8 ? 4 : bytes;
  }

  registers(abi: AbiName): 1 | 2 {
    return abi === 'i386' && (this.width === 'u64' || this.width === 'i64') ? 2 : 1;
  }

  capture(value: Operand, context: CaptureContext): CaptureOps {
    const entry = this.follow?.(value, context) ?? [];
    return entry.length === 0 ? {} : { entry };
  }

  emit(out: Emitter, call: CallView, index: number): void {
    this.show(out, readArgument(call, index, this.width), new Place(call, call.entry));
  }

  emitAt(out: Emitter, place: Place, at: number): void {
    this.show(out, this.read(place, at), place);
  }

  /** The value that lies at byte `at` of place.data. */
  read(place: Place, at: number): number | bigint {
    return readWidth(place.data, at, this.width, place.call.abi);
  }

  followAt(offset: number, context: CaptureContext): readonly Op[] {
    return this.follow?.({ from: 'field', offset, size: widthBytes(this.width, context.abi) }, context) ?? [];
  }
}

/** An argument that is shown when the call has returned: behind it is what the kernel wrote. The bare address when the call failed. */
class OutType implements ArgType {
  readonly direction = 'out';
  readonly typeName: string;

  constructor(
    readonly target: ValueType,
    /** Filled in (and shown) even when the call fails. */
    readonly always: boolean,
  ) {
    this.typeName = target.typeName;
  }

  capture(value: Operand, context: CaptureContext): CaptureOps {
    const ops = this.target.follow?.(value, context) ?? [];
    if (ops.length === 0) return {};
    return this.always ? { exitAlways: ops } : { exit: ops };
  }

  emit(out: Emitter, call: CallView, index: number): void {
    const value = readArgument(call, index, this.target.width);
    if (!this.always && call.errno !== 0) this.target.showUnfilled(out, value);
    else this.target.show(out, value, new Place(call, call.exit));
  }

  registers(abi: AbiName): 1 | 2 {
    return this.target.registers(abi);
  }
}

/** An argument that the kernel reads and writes: `{…} => {…}`. */
class InOutType implements ArgType {
  readonly direction = 'inout';
  readonly typeName: string;
  readonly halves = {
    before: (out: Emitter, call: CallView, index: number): void => {
      this.target.show(out, readArgument(call, index, this.target.width), new Place(call, call.entry));
    },
    after: (out: Emitter, call: CallView, index: number): void => {
      if (call.errno !== 0 || (this.unlessZero && call.ret === 0)) return;
      const value = readArgument(call, index, this.after.width);
      // What was not readable before is shown as an address once.
      const needed = this.target.bytesBehind?.(call.abi) ?? 1;
      if (value === 0 || call.entry.read(value, needed).data.length < needed) return;
      out.becomes();
      this.after.show(out, value, new Place(call, call.exit));
    },
  };

  constructor(
    readonly target: ValueType,
    readonly after: ValueType,
    /** A call that returns 0 has changed nothing. */
    readonly unlessZero: boolean,
  ) {
    this.typeName = target.typeName;
  }

  capture(value: Operand, context: CaptureContext): CaptureOps {
    return { entry: this.target.follow?.(value, context) ?? [], exit: this.after.follow?.(value, context) ?? [] };
  }

  emit(out: Emitter, call: CallView, index: number): void {
    out.beginChange();
    this.halves.before(out, call, index);
    this.halves.after(out, call, index);
    out.endChange();
  }
}

/** A type given by two functions: for the value that is like no other. */
class ShownType extends ValueType {
  constructor(
    readonly typeName: string,
    readonly width: Width,
    readonly show: (out: Emitter, value: number | bigint, place: Place) => void,
    follow: ((value: Operand, context: CaptureContext) => readonly Op[]) | undefined,
  ) {
    super();
    if (follow !== undefined) this.follow = follow;
  }
}

/** A type of one’s own: how it is shown, and what is copied behind it. */
export const shown = (
  typeName: string,
  width: Width,
  show: (out: Emitter, value: number | bigint, place: Place) => void,
  follow?: (value: Operand, context: CaptureContext) => readonly Op[],
): Named<ValueType> => named(new ShownType(typeName, width, show, follow));

export type ValueLike = ValueType | Named<ValueType>;

/** What the kernel writes there: shown behind the call, the address alone when it failed. */
export const out = (type: ValueLike): Named => named(new OutType(typeOf(type), false));
/** As `out`, for calls that write even when they fail. */
export const outAlways = (type: ValueLike): Named => named(new OutType(typeOf(type), true));
/** What the kernel reads and then writes: `a => b`, only `a` when it failed. `after`: how the second is shown, if not alike. */
export const inout = (type: ValueLike, after: ValueLike = type): Named => named(new InOutType(typeOf(type), typeOf(after), false));
/** As `inout`, for what stays as it is when the call returns 0: the offset of sendfile. */
export const inoutUnlessZero = (type: ValueLike): Named => named(new InOutType(typeOf(type), typeOf(type), true));

/** A return value shown as `type`. */
export function returnOf(type: ValueType): ReturnType {
  return {
    typeName: type.typeName,
    capture(context) {
      const exit = type.follow?.({ from: 'ret' }, context) ?? [];
      return exit.length === 0 ? {} : { exit };
    },
    emit(out, call) {
      const bytes = widthBytes(type.width, call.abi);
      const word = call.ret;
      let value = isSigned(type.width) ? signed(word) : word;
      if (bytes < 8) value = isSigned(type.width) ? low32(word) | 0 : low32(word);
      // An address that is returned is a number like others: 0, not NULL.
      if (type.typeName === 'address') out.hex(unsigned(value));
      else type.show(out, value, new Place(call, call.exit));
      return undefined;
    },
  };
}
