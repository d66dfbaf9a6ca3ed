/** The string of a function key: NUL-terminated, at the end of struct kbsentry (linux/kd.h). */
import { addWord } from '../../decode/word.js';
import type { FieldType } from '../types/valueType.js';

/** Bytes of the array, the NUL included. */
const ROOM = 512;

export const keyText: FieldType = {
  typeName: `char[${ROOM}]`,
  size: () => 0,
  align: () => 1,
  emitAt(out, place, at) {
    const address = addWord(place.address, at);
    const { data, status } = place.memory.cstring(address);
    const limit = out.options.stringLimit;
    if (status === 'fault' || status === 'absent') out.raw('???');
    else if (limit === 0) out.string(data.subarray(0, 0), 'string', true);
    // In hex the NUL is a byte of the buffer, behind which there are more.
    else if (out.options.hexStrings !== 'none' && status !== 'truncated') out.string(Uint8Array.of(...data, 0), 'string', true);
    else out.string(data, 'string', status === 'truncated');
  },
  followAt: (offset) => [{ op: 'cstr', at: { from: 'here', offset }, cap: ROOM }],
};
