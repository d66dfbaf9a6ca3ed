/** Capabilities: capget(2), capset(2). */
import type { Emitter } from '../decode/emitter.js';
import type { Place } from '../decode/place.js';
import { unsigned } from '../decode/word.js';
import { type CallTable, call } from './call.js';
import { constants } from './generated/constants.gen.js';
import { enumeration } from './types/flags.js';
import { pid } from './types/ids.js';
import { ptr } from './types/pointers.js';
import { field, struct } from './types/struct.js';
import { out, shown } from './types/valueType.js';

const version = enumeration(constants.capability_versions);
const header = ptr(struct('cap_user_header', [field('version', version), field('pid', pid)]));

const WORD_BITS = 32;
/** The sets of the structs, in their order. */
const setNames = ['effective', 'permitted', 'inheritable'] as const;
const STRUCT_BYTES = 4 * setNames.length;
/** Bits of the first and of the second word, as `1<<CAP_…`. */
const wordSets = [0, 1].map((word) => ({
  unknown: 'CAP_???',
  entries: constants.capabilities.entries
    .filter(([, value]) => Math.floor(value / WORD_BITS) === word)
    .map(([name, value]) => [`1<<${name}`, 2 ** (value % WORD_BITS)] as const),
}));

function showSet(out: Emitter, words: readonly number[]): void {
  const parts = words.map((value, word) => ({ value, set: wordSets[word] })).filter(({ value }) => value !== 0);
  if (parts.length === 0) {
    out.hex(0);
    return;
  }
  if (parts.length > 1) out.beginOr();
  parts.forEach(({ value, set }, index) => {
    if (index > 0) out.or();
    if (set !== undefined) out.flags(value, set);
  });
  if (parts.length > 1) out.endOr();
}

/** Versions 2 and 3 have two structs, version 1 (and what is unknown) one. */
function structsOf(place: Place): number {
  const { data } = place.call.entry.read(place.call.word(0), 4);
  const value = data.length < 4 ? 0 : new DataView(data.buffer, data.byteOffset, 4).getUint32(0, true);
  const [, second, third] = constants.capability_versions.entries;
  return value === second[1] || value === third[1] ? 2 : 1;
}

const data = shown(
  'cap_user_data_t',
  'pointer',
  (out, value, place) => {
    const at = unsigned(value);
    const count = structsOf(place);
    const bytes = count * STRUCT_BYTES;
    const { data } = place.memory.read(at, bytes);
    // Without a header the version is unknown, and so is how much there is.
    const noHeader = place.call.entry.read(place.call.word(0), 8).data.length < 8;
    if (at === 0 || data.length < bytes || noHeader) {
      out.address(at);
      return;
    }
    const view = new DataView(data.buffer, data.byteOffset, bytes);
    out.beginStruct();
    setNames.forEach((name, index) => {
      out.field(name);
      showSet(
        out,
        Array.from({ length: count }, (_, word) => view.getUint32(word * STRUCT_BYTES + index * 4, true)),
      );
    });
    out.endStruct();
  },
  (value) => [{ op: 'copy', at: value, length: { from: 'constant', value: 2 * STRUCT_BYTES }, cap: 2 * STRUCT_BYTES }],
);

export const capabilityCalls: CallTable = {
  capget: call(header('header'), out(data)('dataptr')).in('creds'),
  capset: call(header('header'), data('data')).in('creds'),
};
