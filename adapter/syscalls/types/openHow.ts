/** struct open_how of openat2(2): its size stands in another argument and may grow. */
import type { FlagSetView } from '../../decode/emitter.js';
import type { Place } from '../../decode/place.js';
import { low32 } from '../../decode/word.js';
import { constants } from '../generated/constants.gen.js';
import type { Count } from './count.js';
import { extensible } from './extensible.js';
import { flags } from './flags.js';
import { mode64 } from './ints.js';
import { field, struct } from './struct.js';
import type { Named, ValueType } from './valueType.js';

const O_CREAT = 0o100;
const O_TMPFILE_BIT = 0o20000000;

export function openHow(openFlagSet: FlagSetView, size: Count): Named<ValueType> {
  const creates = (place: Place): boolean => (low32(place.sibling('flags') ?? 0) & (O_CREAT | O_TMPFILE_BIT)) !== 0;
  const modeGiven = (place: Place): boolean => creates(place) || place.sibling('mode') !== 0;
  return extensible(
    struct('open_how', [
      field('flags', flags(openFlagSet, 'u64')),
      field('mode', mode64, { when: modeGiven }),
      field('resolve', flags(constants.open_how_resolve, 'u64')),
    ]),
    size,
  );
}
