/** EVIOCGMTSLOTS: a code, and its value in each slot, as many as the size in the command holds (linux/input.h). */
import { Place } from '../../decode/place.js';
import type { ArgType } from '../descriptor.js';
import { constants } from '../generated/constants.gen.js';
import { enumeration } from '../types/flags.js';
import { int } from '../types/ints.js';
import { placeBehind } from '../types/pointers.js';
import { named } from '../types/valueType.js';
import { commandSize } from './commandCodes.js';

const CODE = 4;
/** Bytes that are looked at. */
const CAP = 4096;
const code = enumeration(constants.evdev_multitouch).type;

const type: ArgType = {
  typeName: 'struct input_mt_request_layout *',
  direction: 'out',
  capture: (value) => ({ exit: [{ op: 'copy', at: value, length: { from: 'constant', value: CAP }, cap: CAP }] }),
  emit(out, call, index) {
    const at = call.word(index);
    const size = Math.min(commandSize(call.u32(1)), CAP);
    const { data } = call.exit.read(at, size);
    if (call.errno !== 0 || at === 0 || size < CODE || data.length < size) {
      out.address(at);
      return;
    }
    const place = placeBehind(new Place(call, call.exit), data, at);
    const slots = Math.floor((size - CODE) / 4);
    const shown = out.options.verbose ? slots : Math.min(slots, out.options.stringLimit);
    out.beginStruct();
    out.field('code');
    code.emitAt(out, place, 0);
    out.field('values');
    out.beginArray();
    for (let slot = 0; slot < shown; slot++) {
      out.item();
      int.type.emitAt(out, place, CODE + slot * 4);
    }
    if (shown < slots) out.more();
    out.endArray();
    out.endStruct();
  },
};

export const multitouchSlots = named(type);
