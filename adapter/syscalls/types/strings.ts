/** Strings, paths and byte buffers behind pointers. */
import type { Emitter, StringKind } from '../../decode/emitter.js';
import type { Place } from '../../decode/place.js';
import { unsigned } from '../../decode/word.js';
import type { Op, Operand } from '../../plan/op.js';
import type { CaptureContext } from '../descriptor.js';
import { type Count, countAt, countOperand } from './count.js';
import { named, ValueType } from './valueType.js';

/** PATH_MAX of limits.h, the NUL included. */
const PATH_MAX = 4096;

class StringType extends ValueType {
  readonly width = 'pointer';
  constructor(
    readonly typeName: string,
    readonly kind: StringKind,
  ) {
    super();
  }

  override follow(value: Operand, context: CaptureContext): readonly Op[] {
    // One byte more than is shown tells a string that ends there from one that goes on.
    return [{ op: 'cstr', at: value, cap: this.kind === 'path' ? PATH_MAX : context.stringCap + 1 }];
  }

  show(out: Emitter, value: number | bigint, place: Place): void {
    const at = unsigned(value);
    if (at === 0) {
      out.address(at);
      return;
    }
    const { data, status } = place.memory.cstring(at);
    // What cannot be read behind the part that is shown does not matter.
    const enough = this.kind === 'string' && data.length > out.options.stringLimit;
    if ((status === 'fault' && !enough) || status === 'absent') out.address(at);
    else out.string(data, this.kind, status === 'truncated');
  }
}

class BufferType extends ValueType {
  readonly typeName = 'buffer';
  readonly width = 'pointer';
  constructor(
    readonly length: Count,
    readonly kind: StringKind,
    /** A NUL in the last place that is shown is left out. */
    readonly terminated: boolean,
    /** The address stands in for more bytes than this: the kernel refuses them. */
    readonly limit: number,
  ) {
    super();
  }

  override follow(value: Operand, context: CaptureContext): readonly Op[] {
    return [{ op: 'copy', at: value, length: countOperand(this.length, context), cap: context.stringCap + 1 }];
  }

  show(out: Emitter, value: number | bigint, place: Place): void {
    const at = unsigned(value);
    const length = countAt(this.length, place);
    if (at === 0 || length === undefined || length > this.limit) {
      out.address(at);
      return;
    }
    if (this.terminated) showTerminated(out, place, at, length);
    else showBytes(out, place, at, length, this.kind);
  }
}

/**
 * Shows `length` bytes at `at` as far as -s lets; the address when what -s would show could not all be read. One
 * byte more must be there when there is more to show.
 */
export function showBytes(out: Emitter, place: Place, at: number | bigint, length: number | bigint, kind: StringKind): void {
  // Nothing of x32 lies beyond its pointers, not even an empty string.
  if (place.call.abi === 'x32' && at > 0xffff_ffff) {
    out.address(at);
    return;
  }
  if (Number(length) === 0) {
    out.string(new Uint8Array(0), kind, false);
    return;
  }
  const limit = out.options.stringLimit;
  const wanted = Math.min(Number(length), limit + 1);
  const { data } = place.memory.read(at, wanted);
  if (data.length < wanted) out.address(at);
  else out.string(data.subarray(0, limit), kind, length > limit);
}

function showTerminated(out: Emitter, place: Place, at: number | bigint, length: number | bigint): void {
  const shown = Math.min(Number(length), out.options.stringLimit);
  const { data } = place.memory.read(at, shown);
  if (shown > 0 && data.length === shown && data[shown - 1] === 0) out.string(data.subarray(0, shown - 1), 'buffer', false);
  else showBytes(out, place, at, length, 'buffer');
}

/** A file name: shown whole, whatever -s says. */
export const path = named(new StringType('path', 'path'));
/** A C string: shown as far as -s lets. */
export const string = named(new StringType('string', 'string'));
/** `length` bytes; for what the kernel writes: `out(buffer(returned))('buf')`. */
export const buffer = (length: Count, kind: StringKind = 'buffer') => named(new BufferType(length, kind, false, Number.POSITIVE_INFINITY));
/** `length` bytes that are text with a NUL behind it, as a rule: values of extended attributes. More than `limit` are shown as the address. */
export const terminatedBuffer = (length: Count, limit = Number.POSITIVE_INFINITY) => named(new BufferType(length, 'buffer', true, limit));
