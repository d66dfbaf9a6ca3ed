/** Flag words of which strace shows two parts apart: each with its own number and comment under -X. */
import type { Emitter, FlagSetView } from '../../decode/emitter.js';
import type { Width } from '../../decode/place.js';
import { type ConstantSet, flags } from './flags.js';
import { type Named, shown, type ValueType } from './valueType.js';

/** `set` for the bits in `mask`, shown even when they are 0; then the other bits, if any. */
export function maskedFirst(mask: number, first: FlagSetView, rest: FlagSetView): Named<ValueType> {
  // As strace does: no number at all where there are no bits.
  const showFirst = (out: Emitter, bits: number): void => {
    if (bits === 0 && out.options.constants === 'raw') out.emptyFlags();
    else out.flags(bits, first);
  };
  return shown('flags', 'u32', (out, value) => {
    const word = Number(value);
    const others = (word & ~mask) >>> 0;
    if (others === 0) {
      showFirst(out, word);
      return;
    }
    out.beginOr();
    showFirst(out, (word & mask) >>> 0);
    out.or();
    out.flags(others, rest);
    out.endOr();
  });
}

/** A magic number in the bits of `mask`, shown when it is there; the other bits are flags. */
export function magicFirst(mask: number, magic: ConstantSet, rest: FlagSetView, width: Width): Named<ValueType> {
  const plain = flags(rest, width).type;
  return shown('flags', width, (out: Emitter, value) => {
    const found = typeof value === 'number' && value <= 0xffff_ffff ? magic.entries.find(([, number]) => number === (value & mask) >>> 0) : undefined;
    if (found === undefined) {
      plain.show(out, value);
      return;
    }
    const others = (Number(value) & ~mask) >>> 0;
    if (others === 0) {
      out.symbol(found[1], found[0], '');
      return;
    }
    out.beginOr();
    out.symbol(found[1], found[0], '');
    out.or();
    plain.show(out, others);
    out.endOr();
  });
}

/** Flags above the bits of `mask`, and a plain number in those. */
export function flagsThenNumber(set: FlagSetView, mask: number): Named<ValueType> {
  return shown('flags', 'u32', (out, value) => {
    const word = Number(value);
    const bits = (word & ~mask) >>> 0;
    if (bits === 0) {
      out.decimal(word & mask);
      return;
    }
    out.beginOr();
    out.flags(bits, set);
    out.or();
    out.decimal(word & mask);
    out.endOr();
  });
}
