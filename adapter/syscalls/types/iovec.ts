/** struct iovec and arrays of them. */
import type { Emitter, StringKind } from '../../decode/emitter.js';
import type { Place } from '../../decode/place.js';
import { addWord, unsigned, type Word } from '../../decode/word.js';
import type { Op, Operand } from '../../plan/op.js';
import type { CaptureContext } from '../descriptor.js';
import { type Count, countAt, countOperand, sibling } from './count.js';
import { size } from './ints.js';
import { arrayOf, deeper, placeBehind } from './pointers.js';
import { buffer, showBytes } from './strings.js';
import { field, struct } from './struct.js';
import { type Named, named, ValueType } from './valueType.js';

/** UIO_MAXIOV of uio.h: the kernel refuses more. */
const MAX_IOVECS = 1024;

const iovec = struct('iovec', [field('iov_base', buffer(sibling('iov_len'))), field('iov_len', size)]);

/** Buffers that the kernel reads: each is shown whole, as far as -s lets. */
export const iovecIn = (count: Count): Named<ValueType> => arrayOf(iovec, count);

/** Buffers that the kernel filled with as many bytes as the call returned: those behind are shown empty. */
class IovecOut extends ValueType {
  readonly typeName = 'iovec[]';
  readonly width = 'pointer';
  constructor(
    readonly count: Count,
    /** Bytes that were filled in. */
    readonly filled: Count,
    readonly kind: StringKind,
  ) {
    super();
  }

  override follow(value: Operand, context: CaptureContext): readonly Op[] {
    const stride = iovec.size(context.abi);
    const body = iovec.followAt(0, deeper(context));
    return [{ op: 'each', at: value, count: countOperand(this.count, context), stride, max: Math.min(context.arrayCap, MAX_IOVECS), body }];
  }

  show(out: Emitter, value: number | bigint, place: Place): void {
    const at = unsigned(value);
    const count = countAt(this.count, place);
    const filled = Number(countAt(this.filled, place) ?? 0);
    if (at === 0 || count === undefined) out.address(at);
    else this.#showAll(out, place, at, Number(count), filled);
  }

  #showAll(out: Emitter, place: Place, at: Word, count: number, filled: number): void {
    const { abi } = place.call;
    const stride = iovec.size(abi);
    const shown = out.options.verbose ? count : Math.min(count, out.options.stringLimit);
    const { data } = place.memory.read(at, shown * stride);
    const whole = Math.floor(data.length / stride);
    if (whole === 0 && shown > 0) {
      out.address(at);
      return;
    }
    const inside = placeBehind(place, data, at);
    let left = filled;
    out.beginArray();
    for (let index = 0; index < whole && index < shown; index++) {
      const base = unsigned(iovec.read(inside, index * stride, 'iov_base'));
      const length = Number(iovec.read(inside, index * stride, 'iov_len'));
      const used = Math.min(left, length);
      left -= used;
      out.item();
      out.beginStruct();
      out.field('iov_base');
      if (base === 0) out.address(base);
      else showBytes(out, inside, base, used, this.kind);
      out.field('iov_len');
      out.decimal(length);
      out.endStruct();
    }
    if (whole < shown) out.more(addWord(at, whole * stride));
    else if (shown < count) out.more();
    out.endArray();
  }
}

/** Buffers that the kernel fills; `filled` is how many bytes it did. */
export const iovecOut = (count: Count, filled: Count, kind: StringKind = 'buffer'): Named<ValueType> => named(new IovecOut(count, filled, kind));
