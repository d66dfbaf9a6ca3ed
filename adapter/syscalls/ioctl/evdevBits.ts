/** Bit sets that evdev gives: `[KEY_ENTER KEY_SPACE …]`, a bit a number. */
import type { Emitter } from '../../decode/emitter.js';
import type { CallView } from '../../decode/memory.js';
import { signed } from '../../decode/word.js';
import type { ArgType } from '../descriptor.js';
import type { ConstantSet } from '../types/flags.js';
import { type Named, named } from '../types/valueType.js';

/** Members shown without -v. */
const SHOWN = 4;
/** Bytes of the largest set: KEY_MAX of linux/input-event-codes.h. */
const MOST_BYTES = 96;

/** What the call returned: the bytes that it filled in. */
const filledBytes = (call: CallView): number => (call.errno !== 0 ? 0 : Math.max(0, Number(signed(call.ret))));

function showBits(out: Emitter, data: Uint8Array, names: ReadonlyMap<number, string>, set: ConstantSet, highest: number): void {
  out.beginSet();
  let found = 0;
  for (let bit = 0; bit < data.length * 8 && bit <= highest; bit++) {
    if (((data[bit >> 3] ?? 0) & (1 << (bit & 7))) === 0) continue;
    if (!out.options.verbose && found === SHOWN) {
      out.more();
      break;
    }
    out.item();
    out.symbol(bit, names.get(bit), set.unknown);
    found++;
  }
  out.endSet();
}

/** The names of bits up to number `highest`, as many bytes as the call returned. */
export function bitSet(set: ConstantSet, highest: number): Named {
  const names = new Map<number, string>();
  for (const [name, value] of set.entries) if (!names.has(Number(value))) names.set(Number(value), name);
  const type: ArgType = {
    typeName: 'bit set',
    direction: 'out',
    capture: (value) => ({ exit: [{ op: 'copy', at: value, length: { from: 'ret' }, cap: MOST_BYTES }] }),
    emit(out, call, index) {
      const at = call.word(index);
      const bytes = Math.min(filledBytes(call), MOST_BYTES);
      const { data } = call.exit.read(at, bytes);
      if (at === 0 || bytes === 0 || data.length < bytes) out.address(at);
      else showBits(out, data, names, set, highest);
    },
  };
  return named(type);
}
