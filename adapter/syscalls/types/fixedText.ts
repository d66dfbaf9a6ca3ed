/** Text behind a pointer, in a buffer whose size the interface fixes. */
import { unsigned } from '../../decode/word.js';
import { type Named, shown, type ValueType } from './valueType.js';

/** A NUL-terminated string of at most `capacity` bytes, the NUL included; shown whole whatever -s says. */
export const fixedText = (capacity: number): Named<ValueType> =>
  shown(
    'string',
    'pointer',
    (out, value, place) => {
      const at = unsigned(value);
      const { data, status } = place.memory.cstring(at);
      if (at === 0 || status === 'fault' || status === 'absent') out.address(at);
      else out.string(data.subarray(0, capacity - 1), 'path', data.length >= capacity);
    },
    (value) => [{ op: 'cstr', at: value, cap: capacity }],
  );
