/** Text of which the kernel says the length with its NUL, and writes as much as the buffer holds. */
import { unsigned } from '../../decode/word.js';
import { argument, countAt, returned } from './count.js';
import { type Named, shown, type ValueType } from './valueType.js';

/** As many bytes as the call returned, at most those of register `sizeIndex`; a NUL at the end is not shown. */
export const returnedText = (sizeIndex: number): Named<ValueType> =>
  shown(
    'string',
    'pointer',
    (out, value, place) => {
      const at = unsigned(value);
      const length = Math.min(Number(countAt(returned, place) ?? 0), Number(countAt(argument(sizeIndex), place) ?? 0));
      const limit = out.options.stringLimit;
      const { data } = place.memory.read(at, Math.min(length, limit + 1));
      if (at === 0 || data.length < Math.min(length, limit + 1)) {
        out.address(at);
        return;
      }
      const text = data.subarray(0, limit);
      // As strace has it: a NUL where -s cuts is the end as well, and hex shows it.
      const ended = text.at(-1) === 0 && out.options.hexStrings === 'none';
      out.string(ended ? text.subarray(0, -1) : text, 'buffer', !ended && length > text.length);
    },
    (value, context) => [{ op: 'copy', at: value, length: context.arg(sizeIndex), cap: context.stringCap + 1 }],
  );
