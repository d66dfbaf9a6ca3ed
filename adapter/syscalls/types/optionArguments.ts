/** Calls like keyctl: the first argument says how many others there are, and what each is. */
import type { Arg } from '../arg.js';
import type { ArgType } from '../descriptor.js';
import { byArgument } from './byArgument.js';

type TypeLike = ArgType | { readonly type: ArgType };
/** An option’s value and its arguments, from the second on. */
export type OptionRow = readonly [option: number, ...args: readonly TypeLike[]];

/** Arguments 1 to `count`; those of an option that stands in no row are shown as `otherwise`. */
export function optionArguments(rows: readonly OptionRow[], count: number, otherwise: TypeLike): Arg[] {
  return Array.from({ length: count }, (_, index) =>
    byArgument(
      `arg${index + 2}`,
      0,
      rows.map(([option, ...args]) => [[option], args[index]] as const),
      otherwise,
    ),
  );
}
