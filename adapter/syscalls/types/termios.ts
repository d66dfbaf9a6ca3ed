/** struct termios, termios2 and termio, as the kernel has them (asm/termbits.h). */
import type { Emitter, FlagSetView } from '../../decode/emitter.js';
import { constants } from '../generated/constants.gen.js';
import { type ConstantSet, type EnumType, enumeration } from './flags.js';
import { unsignedInt } from './ints.js';
import { field, type StructField, struct } from './struct.js';
import { type FieldType, type Named, shown, typeOf, type ValueType } from './valueType.js';

type FlagWidth = 'u32' | 'u16';

/** An enumerated part of a flag word, shown whatever it is. */
interface Part {
  readonly mask: number;
  readonly set: ConstantSet;
  /** Behind the name: `B9600<<IBSHIFT`. Such a part is left out when it is 0. */
  readonly shift?: number;
}

const IBSHIFT = 16;

const outputParts: readonly Part[] = [
  { mask: 0o400, set: constants.termios_nl_delay },
  { mask: 0o3000, set: constants.termios_cr_delay },
  { mask: 0o14000, set: constants.termios_tab_delay },
  { mask: 0o20000, set: constants.termios_bs_delay },
  { mask: 0o40000, set: constants.termios_vt_delay },
  { mask: 0o100000, set: constants.termios_ff_delay },
];
const CBAUD = 0o10017;
const controlParts: readonly Part[] = [
  { mask: CBAUD, set: constants.termios_speed },
  { mask: (CBAUD << IBSHIFT) >>> 0, set: constants.termios_speed, shift: IBSHIFT },
  { mask: 0o60, set: constants.termios_size },
];

/** Each part and then the flags, joined by `|`; without flags nothing stands behind the last `|`, as strace has it. */
function showParts(out: Emitter, word: number, parts: readonly Part[], flags: FlagSetView): void {
  let rest = word;
  out.beginOr();
  for (const { mask, set, shift = 0 } of parts) {
    const value = (word & mask) >>> 0;
    rest = (rest & ~mask) >>> 0;
    if (shift !== 0 && value === 0) continue;
    const plain = value >>> shift;
    out.symbol(plain, set.entries.find(([, number]) => number === plain)?.[0], set.unknown);
    if (shift !== 0) out.shifted(shift, 'IBSHIFT');
    out.or();
  }
  if (rest === 0) out.emptyFlags();
  else out.flags(rest, flags);
  out.endOr();
}

const parted = (width: FlagWidth, parts: readonly Part[], flags: FlagSetView): Named<ValueType> =>
  shown('flags', width, (out, value) => showParts(out, Number(value), parts, flags));

const plain = (width: FlagWidth, flags: FlagSetView): Named<ValueType> =>
  shown('flags', width, (out, value) => {
    if (value === 0) out.emptyFlags();
    else out.flags(value, flags);
  });

const controlNames: readonly string[] = (() => {
  const names: string[] = [];
  for (const [name, index] of constants.termios_cc.entries) names[index] = name;
  return names;
})();

/** `[[VINTR]=0x3, …]`. */
function controlCharacters(count: number): FieldType {
  return {
    typeName: `cc_t[${count}]`,
    size: () => count,
    align: () => 1,
    emitAt(out, place, at) {
      out.beginArray();
      for (let index = 0; index < count; index++) {
        out.element(controlNames[index] ?? String(index));
        out.hex(place.data[at + index] ?? 0);
      }
      out.endArray();
    },
  };
}

const verbose = { verbose: true };
const lineDiscipline = typeOf<EnumType>(enumeration(constants.tty_line_disciplines, 'u8'));

const fields = (width: FlagWidth, characters: number): StructField[] => [
  field('c_iflag', plain(width, constants.termios_iflag)),
  field('c_oflag', parted(width, outputParts, constants.termios_oflag)),
  field('c_cflag', parted(width, controlParts, constants.termios_cflag)),
  field('c_lflag', plain(width, constants.termios_lflag)),
  field('c_line', lineDiscipline, verbose),
  field('c_cc', controlCharacters(characters), verbose),
];

export const termios = struct('termios', fields('u32', 19));
export const termios2 = struct('termios2', [...fields('u32', 19), field('c_ispeed', unsignedInt, verbose), field('c_ospeed', unsignedInt, verbose)]);
/** struct termio: 16-bit words, eight control characters. */
export const termio = struct('termio', fields('u16', 8));
