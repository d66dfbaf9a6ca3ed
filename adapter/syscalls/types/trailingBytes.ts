/** The bytes at the end of a struct, as many as one of its fields says; shown as far as -s lets. */
import { addWord } from '../../decode/word.js';
import { showBytes } from './strings.js';
import type { FieldType } from './valueType.js';

export const trailingBytes = (length: string): FieldType => ({
  typeName: 'char[]',
  size: () => 0,
  align: () => 1,
  emitAt(out, place, at) {
    const bytes = place.sibling(length) ?? 0;
    // A negative length is a large one, as the kernel's size_t is.
    showBytes(out, place, addWord(place.address, at), bytes < 0 ? Number.MAX_SAFE_INTEGER : bytes, 'buffer');
  },
  followAt: (offset, context) => [{ op: 'copy', at: { from: 'here', offset }, length: context.sibling(length), cap: context.stringCap + 1 }],
});
