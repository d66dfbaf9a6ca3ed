/** SIOCGIFCONF: the addresses of all interfaces, and how many bytes they need (netdevice(7)). */
import type { Emitter } from '../../decode/emitter.js';
import type { CallView, CapturedMemory } from '../../decode/memory.js';
import { Place } from '../../decode/place.js';
import { unsigned } from '../../decode/word.js';
import type { ArgType } from '../descriptor.js';
import { address, int } from '../types/ints.js';
import { placeBehind, showArray } from '../types/pointers.js';
import { field, struct } from '../types/struct.js';
import { named } from '../types/valueType.js';
import { interfaceAddress, interfaceRequest } from './interfaces.js';

const request = interfaceRequest('ifr_addr', interfaceAddress);
const list = struct('ifconf', [field('ifc_len', int), field('ifc_buf', address)]);

interface Seen {
  readonly place: Place;
  readonly length: number;
  readonly buffer: number | bigint;
}

function read(call: CallView, memory: CapturedMemory, index: number): Seen | undefined {
  const at = unsigned(call.word(index));
  const { data } = memory.read(at, list.size(call.abi));
  if (at === 0 || data.length < list.size(call.abi)) return undefined;
  const place = placeBehind(new Place(call, memory), data, at);
  return { place, length: Number(list.read(place, 0, 'ifc_len')), buffer: unsigned(list.read(place, 0, 'ifc_buf')) };
}

/** `320 /* 8 * sizeof(struct ifreq) *\/` */
function showLength(out: Emitter, call: CallView, length: number): void {
  const bytes = request.size(call.abi);
  out.decimal(length);
  if (length > 0 && length % bytes === 0) out.comment(`${length / bytes} * sizeof(struct ifreq)`);
}

const type: ArgType = {
  typeName: 'struct ifconf *',
  direction: 'inout',
  capture(value, context) {
    const bytes = list.size(context.abi);
    const length = { from: 'constant', value: bytes } as const;
    const pointer = { from: 'field', offset: list.layout(context.abi).find('ifc_buf')?.offset ?? 0, size: context.pointerSize } as const;
    const elements = { op: 'copy', at: pointer, length: { from: 'field', offset: 0, size: 4 }, cap: request.size(context.abi) * context.arrayCap } as const;
    return { entry: [{ op: 'copy', at: value, length, cap: bytes }], exit: [{ op: 'copy', at: value, length, cap: bytes, body: [elements] }] };
  },
  emit(out, call, index) {
    this.halves?.before(out, call, index);
    this.halves?.after(out, call, index);
  },
  halves: {
    before(out, call, index) {
      const given = read(call, call.entry, index);
      if (given === undefined) {
        out.address(call.word(index));
        return;
      }
      // Without a buffer nothing of the list is known before the call.
      if (given.buffer === 0) return;
      out.beginStruct();
      out.field('ifc_len');
      out.beginChange();
      showLength(out, call, given.length);
    },
    after(out, call, index) {
      const given = read(call, call.entry, index);
      if (given === undefined) return;
      const filled = call.errno === 0 ? read(call, call.exit, index) : undefined;
      if (given.buffer === 0) {
        out.beginStruct();
        out.field('ifc_len');
        showLength(out, call, (filled ?? given).length);
      } else {
        if (filled !== undefined && filled.length !== given.length) {
          out.becomes();
          showLength(out, call, filled.length);
        }
        out.endChange();
      }
      out.field('ifc_buf');
      if (filled === undefined || given.buffer === 0 || filled.length < 0) out.address((filled ?? given).buffer);
      else showArray(request, out, filled.place, filled.buffer, Math.floor(filled.length / request.size(call.abi)));
      out.endStruct();
    },
  },
};

export const interfaceList = named(type);
