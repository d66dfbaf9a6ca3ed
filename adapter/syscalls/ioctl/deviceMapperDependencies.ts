/** DM_TABLE_DEPS: the devices that a device is made of (linux/dm-ioctl.h). */
import type { Emitter } from '../../decode/emitter.js';
import { device64 } from '../types/device.js';
import { unsignedInt } from '../types/ints.js';
import { placeBehind } from '../types/pointers.js';
import { field, hidden, struct } from '../types/struct.js';
import { type Carried, misplaced } from './deviceMapperCarried.js';

const DEPENDENCIES_AT = 8;
const dependencyStruct = struct('dm_target_deps', [field('count', unsignedInt), hidden('padding', unsignedInt)]);
export function showDependencies(out: Emitter, carried: Carried): void {
  const { start } = carried;
  const place = carried.read(DEPENDENCIES_AT, start);
  const held = carried.holds(start, DEPENDENCIES_AT);
  if (held && place === undefined) {
    out.item();
    out.address(carried.addressOf(start));
    return;
  }
  const count = place === undefined ? 0 : Number(dependencyStruct.read(place, 0, 'count'));
  if (!held || place === undefined || !carried.holds(start + DEPENDENCIES_AT, count * 8)) {
    misplaced(out, 'struct dm_target_deps');
    return;
  }
  out.item();
  out.beginStruct();
  dependencyStruct.emitFields(out, place, 0);
  out.field('deps');
  const { data } = carried.place.memory.read(carried.addressOf(start + DEPENDENCIES_AT), count * 8);
  const inside = placeBehind(carried.place, data, carried.addressOf(start + DEPENDENCIES_AT));
  if (count > 0 && data.length < 8) out.address(carried.addressOf(start + DEPENDENCIES_AT));
  else {
    out.beginArray();
    for (let at = 0; at + 8 <= data.length; at += 8) {
      out.item();
      device64.type.emitAt(out, inside, at);
    }
    if (data.length < count * 8) out.more(carried.addressOf(start + DEPENDENCIES_AT + Math.floor(data.length / 8) * 8));
    out.endArray();
  }
  out.endStruct();
}
