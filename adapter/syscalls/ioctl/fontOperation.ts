/** KDFONTOP: fonts of the console (linux/kd.h, drivers/tty/vt/vt.c of the kernel). */
import type { Emitter } from '../../decode/emitter.js';
import { Place } from '../../decode/place.js';
import { unsigned } from '../../decode/word.js';
import { constants } from '../generated/constants.gen.js';
import { enumeration, flags } from '../types/flags.js';
import { address, unsignedInt } from '../types/ints.js';
import { ptr } from '../types/pointers.js';
import { showBytes, string } from '../types/strings.js';
import { field, spread, struct } from '../types/struct.js';
import { shown } from '../types/valueType.js';
import { changing } from './changing.js';
import { part } from './filled.js';

const [SET, GET, SET_DEFAULT, COPY] = [0, 1, 2, 3];
/** Rows of a glyph, whatever the height of the font. */
const GLYPH_ROWS = 32;
const is =
  (...operations: readonly number[]) =>
  (place: Place): boolean =>
    operations.includes(Number(place.sibling('op') ?? -1));
const isNot =
  (...operations: readonly number[]) =>
  (place: Place): boolean =>
    !is(...operations)(place);

/** The bitmaps of all glyphs. */
const glyphs = shown(
  'buffer',
  'pointer',
  (out: Emitter, value, place) => {
    if (unsigned(value) === 0) {
      out.address(0);
      return;
    }
    const rowBytes = Math.floor((Number(place.sibling('width') ?? 0) + 7) / 8);
    showBytes(out, place, unsigned(value), rowBytes * GLYPH_ROWS * Number(place.sibling('charcount') ?? 0), 'hex');
  },
  (value, context) => [{ op: 'copy', at: value, length: { from: 'constant', value: context.stringCap + 1 }, cap: context.stringCap + 1 }],
);

const operation = struct('console_font_op', [
  field('op', enumeration(constants.kd_font_ops)),
  field('flags', flags(constants.kd_font_flags), { when: isNot(SET_DEFAULT, COPY) }),
  field('width', unsignedInt, { when: isNot(COPY) }),
  field('height', unsignedInt),
  field('charcount', unsignedInt, { when: isNot(SET_DEFAULT, COPY) }),
  // What the pointer means, the operation says.
  spread(
    struct(
      'data',
      [
        field('data', glyphs, { when: is(SET) }),
        field('data', string, { when: is(SET_DEFAULT) }),
        field('data', address, { when: isNot(SET, SET_DEFAULT, COPY) }),
      ],
      { union: true },
    ),
    'data',
  ),
]);
const result = struct('console_font_op', [
  ...operation.fields.slice(0, -1),
  spread(struct('data', [field('data', glyphs, { when: is(GET) }), field('data', address, { when: isNot(GET, SET_DEFAULT) })], { union: true }), 'data'),
]);

export const fontOperation = changing(ptr(operation), ptr(part(result, 'width height charcount data')), (_out, call, at) => {
  const bytes = operation.size(call.abi);
  const { data } = call.entry.read(at, bytes);
  if (data.length < bytes) return false;
  const kind = Number(operation.read(new Place(call, call.entry, data), 0, 'op'));
  return kind !== SET && kind !== COPY;
});
