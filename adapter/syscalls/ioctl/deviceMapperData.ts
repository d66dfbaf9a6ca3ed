/** What stands behind the header of a device-mapper request: targets, names, versions, text. All offsets count from the header and come from the tracee. */
import type { Emitter } from '../../decode/emitter.js';
import type { Place } from '../../decode/place.js';
import { device64 } from '../types/device.js';
import { int, u64, unsignedInt } from '../types/ints.js';
import { inlineArray } from '../types/pointers.js';
import { stringField } from '../types/stringField.js';
import { field, hidden, type StructType, struct } from '../types/struct.js';
import { type Carried, misplaced } from './deviceMapperCarried.js';
import { showDependencies } from './deviceMapperDependencies.js';

export interface Payload {
  /** Whether there is something to show, wherever it may lie. */
  isThere(carried: Carried): boolean;
  show(out: Emitter, carried: Carried): void;
}

/** Where `start` is the end, there is nothing. */
const isThere = ({ start, size }: Carried): boolean => start !== size;

/** The elements of a list, each of which says where the next is. */
interface ListType {
  readonly name: string;
  readonly type: StructType;
  /** Bytes in front of the element's text, which has a byte at least. */
  readonly bytes: number;
  readonly next: string;
  readonly show: (out: Emitter, carried: Carried, place: Place, offset: number, next: number) => void;
}

/** The next element; undefined where it may not be. `from`: where its offset counts from. */
function nextOffset(carried: Carried, list: ListType, offset: number, from: number, next: number): number | undefined {
  const at = from + next;
  return at <= offset + list.bytes || !carried.holds(at, list.bytes) ? undefined : at;
}

function showList(out: Emitter, carried: Carried, list: ListType, count: number | undefined, from: 'data' | 'element'): void {
  let offset: number | undefined = carried.holds(carried.start, list.bytes) ? carried.start : undefined;
  for (let index = 0; count === undefined || index < count; index++) {
    if (offset === undefined) {
      misplaced(out, `struct ${list.name}`);
      return;
    }
    if (index >= out.options.stringLimit) {
      out.more();
      return;
    }
    const place = carried.read(list.type.size(carried.place.call.abi), offset);
    out.item();
    if (place === undefined) {
      out.address(carried.addressOf(offset));
      return;
    }
    const next = Number(list.type.read(place, 0, list.next));
    const following = nextOffset(carried, list, offset, from === 'data' ? carried.start : offset, next);
    out.beginStruct();
    list.show(out, carried, place, offset, following ?? offset + next);
    out.endStruct();
    if (count === undefined && next === 0) return;
    offset = following;
  }
}

const targetFields = [
  field('sector_start', u64),
  field('length', u64),
  field('status', int),
  hidden('next', unsignedInt),
  field('target_type', stringField(16)),
];
const targetList = (states: boolean): ListType => {
  const type = struct('dm_target_spec', targetFields, { order: ['sector_start', 'length', ...(states ? ['status'] : []), 'target_type'] });
  const bytes = 40;
  return {
    name: 'dm_target_spec',
    type,
    bytes,
    next: 'next',
    show(out, carried, place, offset) {
      type.emitFields(out, place, 0);
      out.field('string');
      carried.text(out, offset + bytes);
    },
  };
};
const targets = targetList(false);
const targetStates = targetList(true);

/** First version in which a name is followed by the number of the device's last event. */
const WITH_EVENT = 37;
const nameStruct = struct('dm_name_list', [field('dev', device64), hidden('next', unsignedInt), hidden('name', unsignedInt)]);
const NAME_AT = 12;
const names: ListType = {
  name: 'dm_name_list',
  type: nameStruct,
  bytes: NAME_AT,
  next: 'next',
  show(out, carried, place, offset, next) {
    nameStruct.emitFields(out, place, 0);
    out.field('name');
    const length = carried.text(out, offset + NAME_AT);
    if (carried.version < WITH_EVENT || length === undefined) return;
    const at = Math.ceil((offset + NAME_AT + length + 1) / 8) * 8;
    const event = at + 4 <= next ? carried.u32(at) : undefined;
    if (event === undefined) return;
    out.field('event_nr');
    out.decimal(event);
  },
};

const versionStruct = struct('dm_target_versions', [hidden('next', unsignedInt), field('version', inlineArray(unsignedInt, 3))]);
const VERSION_NAME_AT = 16;
const versions: ListType = {
  name: 'dm_target_versions',
  type: versionStruct,
  bytes: VERSION_NAME_AT,
  next: 'next',
  show(out, carried, place, offset) {
    out.field('name');
    carried.text(out, offset + VERSION_NAME_AT);
    versionStruct.emitFields(out, place, 0);
  },
};

function showMessage(out: Emitter, carried: Carried): void {
  const { start } = carried;
  if (!carried.holds(start, 8)) {
    misplaced(out, 'struct dm_target_msg');
    return;
  }
  out.item();
  const place = carried.read(8, start);
  if (place === undefined) {
    out.address(carried.addressOf(start));
    return;
  }
  out.beginStruct();
  out.field('sector');
  u64.type.emitAt(out, place, 0);
  out.field('message');
  carried.text(out, start + 8);
  out.endStruct();
}

function showText(out: Emitter, carried: Carried): void {
  if (carried.start > carried.size) {
    misplaced(out, 'string');
    return;
  }
  out.item();
  out.beginStruct();
  out.field('string');
  carried.text(out, carried.start);
  out.endStruct();
}

/** The kernel has written an answer. */
const DATA_OUT = 0x10000;

export const payloads = {
  text: { isThere: () => true, show: showText },
  message: { isThere, show: showMessage },
  answer: { isThere: ({ flags }: Carried) => (flags & DATA_OUT) !== 0, show: showText },
  targets: {
    isThere: (carried: Carried) => carried.targets > 0,
    show: (out: Emitter, carried: Carried) => showList(out, carried, targets, carried.targets, 'element'),
  },
  targetStates: {
    isThere: (carried: Carried) => carried.targets > 0,
    show: (out: Emitter, carried: Carried) => showList(out, carried, targetStates, carried.targets, 'data'),
  },
  names: { isThere, show: (out: Emitter, carried: Carried) => showList(out, carried, names, undefined, 'element') },
  versions: { isThere, show: (out: Emitter, carried: Carried) => showList(out, carried, versions, undefined, 'element') },
  dependencies: { isThere, show: showDependencies },
} satisfies Readonly<Record<string, Payload>>;
