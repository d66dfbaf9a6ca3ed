/** Flag words whose upper bits hold the logarithm of a huge page’s size: MAP_HUGETLB, MFD_HUGETLB, SHM_HUGETLB. */
import type { Emitter, FlagSetView } from '../../decode/emitter.js';
import { low32, unsigned } from '../../decode/word.js';
import { emitText } from './emitText.js';
import { type Named, shown, type ValueType } from './valueType.js';

/** MAP_HUGE_SHIFT; the six bits above it are the size. */
const HUGE_SHIFT = 26;
const FLAGS_MASK = 2 ** HUGE_SHIFT - 1;

/** `MAP_PRIVATE|MAP_HUGETLB|21<<MAP_HUGE_SHIFT`. `shiftName`: MAP_HUGE_SHIFT and the like. */
export const hugeFlags = (set: FlagSetView, shiftName: string, width: 'u32' | 'uklong'): Named<ValueType> => {
  /** The flags, and behind them the logarithm where there is one. */
  const showParts = (out: Emitter, flags: number, sizeLog: number): void => {
    const shows = flags !== 0 || sizeLog === 0 || set.parts !== undefined;
    if (sizeLog !== 0) out.beginOr();
    if (shows) out.flags(flags, set);
    if (sizeLog === 0) return;
    if (shows) out.or();
    out.raw(`${sizeLog}<<${shiftName}`);
    out.endOr();
  };
  return shown('flags', width, (out, value) => {
    const bits = low32(value);
    const sizeLog = bits >>> HUGE_SHIFT;
    if (out.options.constants === 'raw') {
      out.flags(value, set);
      return;
    }
    const flags = bits & FLAGS_MASK;
    if (out.options.constants === 'verbose') {
      const names = emitText(out, (one) => {
        one.options = { ...one.options, constants: 'abbrev' };
        showParts(one, flags, sizeLog);
      });
      out.hex(unsigned(value));
      if (names !== '0') out.comment(names);
      return;
    }
    showParts(out, flags, sizeLog);
  });
};
