/** Flag words whose upper bits hold the logarithm of a huge page’s size: MAP_HUGETLB, MFD_HUGETLB, SHM_HUGETLB. */
import type { FlagSetView } from '../../decode/emitter.js';
import { low32 } from '../../decode/word.js';
import { emitText } from './emitText.js';
import { type Named, shown, type ValueType } from './valueType.js';

/** MAP_HUGE_SHIFT; the six bits above it are the size. */
const HUGE_SHIFT = 26;
const FLAGS_MASK = 2 ** HUGE_SHIFT - 1;

/** `MAP_PRIVATE|MAP_HUGETLB|21<<MAP_HUGE_SHIFT`. `shiftName`: MAP_HUGE_SHIFT and the like. */
export const hugeFlags = (set: FlagSetView, shiftName: string, width: 'u32' | 'uklong'): Named<ValueType> =>
  shown('flags', width, (out, value) => {
    const bits = low32(value);
    const sizeLog = bits >>> HUGE_SHIFT;
    if (out.options.constants === 'raw') {
      out.flags(value, set);
      return;
    }
    if (sizeLog === 0) {
      out.flags(bits, set);
      return;
    }
    const flags = bits & FLAGS_MASK;
    if (out.options.constants === 'verbose') {
      const names = emitText(out, (one) => {
        one.options = { ...one.options, constants: 'abbrev' };
        if (flags !== 0 || set.parts !== undefined) {
          one.flags(flags, set);
          one.or();
        }
        one.raw(`${sizeLog}<<${shiftName}`);
      });
      out.hex(value);
      out.comment(names);
      return;
    }
    out.beginOr();
    if (flags !== 0 || set.parts !== undefined) {
      out.flags(flags, set);
      out.or();
    }
    out.raw(`${sizeLog}<<${shiftName}`);
    out.endOr();
  });
