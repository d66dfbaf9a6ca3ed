/** Named bits and named values, over the generated constants. */
import type { Emitter, FlagSetView, NamedValue, NumberStyle } from '../../decode/emitter.js';
import { isSigned, type Width } from '../../decode/place.js';
import { unsigned } from '../../decode/word.js';
import { type Named, named, ValueType } from './valueType.js';

/** Constants as constants.gen.ts holds them. */
export interface ConstantSet {
  readonly unknown: string;
  readonly entries: readonly NamedValue[];
}

export class FlagsType extends ValueType {
  readonly typeName = 'flags';
  constructor(
    readonly set: FlagSetView,
    readonly width: Width,
  ) {
    super();
  }
  show(out: Emitter, value: number | bigint): void {
    out.flags(isSigned(this.width) ? unsigned(value) : value, this.set);
  }
}

export class EnumType extends ValueType {
  readonly typeName = 'enum';
  readonly #names = new Map<number | bigint, string>();
  constructor(
    readonly set: ConstantSet,
    readonly width: Width,
    readonly style: NumberStyle,
  ) {
    super();
    // A later name of the same number is an alias: the first one is shown.
    for (const [name, value] of set.entries) {
      // A negative constant is looked for as the register holds it.
      const key = width === 'u32' && value < 0 ? Number(value) >>> 0 : value;
      if (!this.#names.has(key)) this.#names.set(key, name);
    }
  }
  nameOf(value: number | bigint): string | undefined {
    return this.#names.get(value);
  }
  show(out: Emitter, value: number | bigint): void {
    out.symbol(this.style === 'hex' ? value : value, this.#names.get(value), this.set.unknown, this.style);
  }
}

/** OR of the set’s bits. */
export const flags = (set: FlagSetView, width: Width = 'u32'): Named<FlagsType> => named(new FlagsType(set, width));
/** One of the set’s values. `style`: how an unknown one (or any, under -X raw) looks. */
export const enumeration = (set: ConstantSet, width: Width = 'u32', style: NumberStyle = 'hex'): Named<EnumType> => named(new EnumType(set, width, style));

/** A flag word that holds an enumeration in `mask` beside its bits. */
export const withPart = (set: FlagSetView, mask: number, part: ConstantSet): FlagSetView => ({
  ...set,
  parts: [...(set.parts ?? []), { mask, unknown: part.unknown, entries: part.entries }],
});

/** The values of a generated set by name, for decoders that must know some. */
export type ValuesOf<S extends ConstantSet> = { readonly [E in S['entries'][number] as E[0]]: E[1] };
export const valuesOf = <S extends ConstantSet>(set: S): ValuesOf<S> => Object.fromEntries(set.entries) as ValuesOf<S>;
