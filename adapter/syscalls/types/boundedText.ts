/** Text behind a pointer of which the kernel looks at no more than a fixed number of bytes. */
import { unsigned } from '../../decode/word.js';
import { type Named, shown, type ValueType } from './valueType.js';

/** A NUL-terminated string of at most `capacity` bytes, the NUL included; shown as far as -s lets. What has no NUL there is shown as cut. */
export const boundedText = (capacity: number): Named<ValueType> =>
  shown(
    'string',
    'pointer',
    (out, value, place) => {
      const at = unsigned(value);
      const { data, status } = place.memory.cstring(at);
      if (at === 0) out.address(at);
      else if (status === 'fault' || status === 'absent') out.address(at);
      // Whether it is empty is not told.
      else if (out.options.stringLimit === 0) out.string(data.subarray(0, 0), 'string', true);
      else out.string(data, 'string', status === 'truncated');
    },
    (value, context) => [{ op: 'cstr', at: value, cap: Math.min(context.stringCap + 1, capacity) }],
  );
