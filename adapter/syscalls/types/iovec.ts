/** struct iovec and arrays of them. */
import type { Emitter, StringKind } from '../../decode/emitter.js';
import type { CallView } from '../../decode/memory.js';
import { Place } from '../../decode/place.js';
import { addWord, unsigned, type Word } from '../../decode/word.js';
import type { Operand } from '../../plan/op.js';
import type { ArgType, CaptureContext, CaptureOps } from '../descriptor.js';
import { type Count, countAt, countOperand, sibling } from './count.js';
import { address, size } from './ints.js';
import { arrayOf, deeper, placeBehind, showArray } from './pointers.js';
import { buffer, showBytes } from './strings.js';
import { field, struct } from './struct.js';
import { type Named, named, type ValueType } from './valueType.js';

/** UIO_MAXIOV of uio.h: the kernel refuses more. */
const MAX_IOVECS = 1024;

const iovec = struct('iovec', [field('iov_base', buffer(sibling('iov_len'))), field('iov_len', size)]);
/** Of calls that failed, and of memory that is not the tracee’s own. */
const emptyIovec = struct('iovec', [field('iov_base', address), field('iov_len', size)]);

/** Buffers that the kernel reads: each is shown whole, as far as -s lets. */
export const iovecIn = (count: Count): Named<ValueType> => arrayOf(iovec, count);

/**
 * Shows `count` iovecs at `at`, of which the call filled `filled` bytes, buffer after buffer; those behind are shown
 * empty. `at` is not NULL.
 */
export function showFilledIovecs(out: Emitter, place: Place, at: Word, count: number, filled: number, kind: StringKind = 'buffer'): void {
  const { abi } = place.call;
  const stride = iovec.size(abi);
  const shown = out.options.verbose ? count : Math.min(count, out.options.stringLimit);
  const looked = Math.min(shown + 1, count);
  const { data } = place.memory.read(at, Math.min(looked, MAX_IOVECS + 1) * stride);
  const whole = Math.floor(data.length / stride);
  if (whole === 0 || count * stride >= 2 ** 64) {
    out.address(at);
    return;
  }
  const inside = placeBehind(place, data, at);
  let left = filled;
  out.beginArray();
  for (let index = 0; index < whole && index < shown; index++) {
    const base = unsigned(iovec.read(inside, index * stride, 'iov_base'));
    const length = iovec.read(inside, index * stride, 'iov_len');
    const used = Math.min(left, Number(length));
    left -= used;
    out.item();
    out.beginStruct();
    out.field('iov_base');
    if (base === 0) out.address(base);
    else showBytes(out, inside, base, used, kind);
    out.field('iov_len');
    out.decimal(length);
    out.endStruct();
  }
  if (whole < looked && whole <= MAX_IOVECS) out.more(addWord(at, whole * stride));
  else if (shown < count) out.more();
  out.endArray();
}

/** Operations for `count` iovecs at `at` and as much of their buffers as -s shows. */
export function filledIovecOps(at: Operand, count: Operand, context: CaptureContext): NonNullable<CaptureOps['exit']> {
  const stride = iovec.size(context.abi);
  return [{ op: 'each', at, count, stride, max: Math.min(context.arrayCap, MAX_IOVECS), body: iovec.followAt(0, deeper(context)) }];
}

class IovecOut implements ArgType {
  readonly typeName = 'iovec[]';
  readonly direction = 'out';
  constructor(readonly count: Count) {}

  capture(value: Operand, context: CaptureContext): CaptureOps {
    const count = countOperand(this.count, context);
    const stride = iovec.size(context.abi);
    return {
      entry: [{ op: 'each', at: value, count, stride, max: Math.min(context.arrayCap, MAX_IOVECS) }],
      exit: filledIovecOps(value, count, context),
    };
  }

  emit(out: Emitter, call: CallView, index: number): void {
    const at = call.word(index);
    const failed = call.errno !== 0;
    const place = new Place(call, failed ? call.entry : call.exit);
    const count = Number(countAt(this.count, place) ?? 0);
    if (at === 0) out.address(at);
    else if (failed || count === 0) showArray(emptyIovec, out, place, at, count);
    else showFilledIovecs(out, place, at, count, Number(call.retSigned));
  }
}

/** Buffers that the kernel filled with as many bytes as the call returned. Of a failed call only where they lie. */
export const iovecOut = (count: Count): Named => named(new IovecOut(count));
