import type { FlagSetView } from '../../decode/emitter.js';
import type { ConstantSet } from '../types/flags.js';

/** Bit numbers as a flag word: `1<<NAME`. The set’s comment for unknown bits is taken as it is. */
export function shiftedBits(
  set: ConstantSet,
  unknown = set.unknown,
  name: (constant: string) => string = (constant) => `1<<${constant}`,
  base = 0,
): FlagSetView {
  return {
    unknown,
    entries: set.entries
      .filter(([, bit]) => Number(bit) >= base && Number(bit) - base < 32)
      .map(([constant, bit]) => [name(constant), 2 ** (Number(bit) - base)] as const),
  };
}
