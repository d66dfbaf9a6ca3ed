/** A NUL-terminated string that begins where the fields of a struct end; shown as far as -s lets. */
import { addWord } from '../../decode/word.js';
import type { FieldType } from './valueType.js';

export const trailingText: FieldType = {
  typeName: 'char[]',
  size: () => 0,
  align: () => 1,
  emitAt(out, place, at) {
    const address = addWord(place.address, at);
    const { data, status } = place.memory.cstring(address);
    if (status === 'fault' || status === 'absent') out.address(address);
    else out.string(data, 'string', status === 'truncated');
  },
  followAt: (offset, context) => [{ op: 'cstr', at: { from: 'here', offset }, cap: context.stringCap + 1 }],
};
