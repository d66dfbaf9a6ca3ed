/** Device mapper (linux/dm-ioctl.h): a header, and behind it what the command needs or gives (deviceMapperData.ts). */
import type { Emitter } from '../../decode/emitter.js';
import type { CallView, CapturedMemory } from '../../decode/memory.js';
import { Place, readWidth } from '../../decode/place.js';
import { unsigned } from '../../decode/word.js';
import type { Op, Operand } from '../../plan/op.js';
import type { ArgType, CaptureContext } from '../descriptor.js';
import { constants } from '../generated/constants.gen.js';
import { device64 } from '../types/device.js';
import { flags } from '../types/flags.js';
import { hex32, unsignedInt } from '../types/ints.js';
import { inlineArray, placeBehind } from '../types/pointers.js';
import { stringField } from '../types/stringField.js';
import { field, hidden, struct } from '../types/struct.js';
import { type Named, named } from '../types/valueType.js';
import { type Commands, command } from './command.js';
import { Carried } from './deviceMapperCarried.js';
import { type Payload, payloads } from './deviceMapperData.js';
import { part } from './filled.js';

const NAME = 128;
const UUID = 129;
const NAME_AT = 48;
const startsAt = (at: number) => ({ when: (place: Place) => place.data[place.base + at] !== 0 });
const header = struct('dm_ioctl', [
  field('version', inlineArray(unsignedInt, 3)),
  field('data_size', unsignedInt),
  field('data_start', unsignedInt),
  field('target_count', unsignedInt),
  field('open_count', unsignedInt),
  field('flags', flags(constants.dm_flags)),
  field('event_nr', unsignedInt),
  hidden('padding', hex32),
  field('dev', device64, { unlessZero: true }),
  field('name', stringField(NAME), startsAt(NAME_AT)),
  field('uuid', stringField(UUID), startsAt(NAME_AT + NAME)),
]);
/** Bytes up to the first that may hold data. */
const HEADER = NAME_AT + NAME + UUID;
const DATA_SIZE_AT = 12;
/** The only version of the interface. */
const VERSION = 4;
/** Bytes behind the header that are looked at. */
const DATA_CAP = 1 << 16;

interface Half {
  /** Fields of the header between data_size and flags. */
  readonly fields: string;
  readonly payload?: Payload;
}

const SUSPEND = 2;

class RequestType implements ArgType {
  readonly typeName = 'struct dm_ioctl *';
  readonly direction = 'inout';
  readonly halves = {
    before: (out: Emitter, call: CallView, index: number): void => {
      out.beginChange();
      this.#show(out, call, call.entry, index, this.given);
    },
    after: (out: Emitter, call: CallView, index: number): void => {
      if (call.errno === 0 && headerAt(call, call.entry, index) !== undefined) {
        out.becomes();
        this.#show(out, call, call.exit, index, this.filled);
      }
      out.endChange();
    },
  };

  constructor(
    readonly given: Half,
    readonly filled: Half,
  ) {}

  capture(value: Operand, context: CaptureContext) {
    return { entry: copies(value, context, this.given), exit: copies(value, context, this.filled) };
  }

  emit(out: Emitter, call: CallView, index: number): void {
    this.halves.before(out, call, index);
    this.halves.after(out, call, index);
  }

  #show(out: Emitter, call: CallView, memory: CapturedMemory, index: number, half: Half): void {
    const place = headerAt(call, memory, index);
    if (place === undefined) {
      out.hex(call.word(index));
      return;
    }
    const number = (name: string): number => Number(header.read(place, 0, name));
    out.beginArray();
    out.item();
    out.beginStruct();
    if (versionPart(place, 0) !== VERSION) {
      part(header, 'version').emitFields(out, place, 0);
      out.comment('unsupported device mapper ABI version');
      out.endStruct();
    } else if (number('data_size') < HEADER) {
      part(header, 'version data_size').emitFields(out, place, 0);
      out.comment('data_size too small');
      out.endStruct();
    } else {
      const shown = (number('flags') & SUSPEND) === 0 ? half.fields : half.fields.replace('event_nr?', '');
      part(header, `version data_size ${shown.replace('?', '')} flags`).emitFields(out, place, 0);
      out.endStruct();
      if (half.payload !== undefined) this.#showData(out, place, half.payload, number);
    }
    out.endArray();
  }

  #showData(out: Emitter, place: Place, payload: Payload, number: (name: string) => number): void {
    const carried = new Carried(place, number('data_start'), number('data_size'), number('target_count'), number('flags'), versionPart(place, 1));
    if (!payload.isThere(carried)) return;
    if (out.options.verbose) payload.show(out, carried);
    else out.more();
  }
}

/** A part of the version; the second one tells what the kernel can do. */
const versionPart = (place: Place, index: number): number => Number(readWidth(place.data, index * 4, 'u32', place.call.abi));

/** The header; undefined when it was not read, or does not even hold its own size. */
function headerAt(call: CallView, memory: CapturedMemory, index: number): Place | undefined {
  const at = unsigned(call.word(index));
  const { data } = memory.read(at, HEADER);
  if (at === 0 || data.length < HEADER) return undefined;
  const place = placeBehind(new Place(call, memory), data, at);
  return Number(header.read(place, 0, 'data_size')) < DATA_SIZE_AT ? undefined : place;
}

function copies(value: Operand, context: CaptureContext, half: Half): readonly Op[] {
  const length = { from: 'constant', value: HEADER } as const;
  const size = { from: 'field', offset: DATA_SIZE_AT, size: 4 } as const;
  // A struct may begin in the last of these bytes.
  const whole: Op = { op: 'copy', at: { from: 'here', offset: 0 }, length: size, plus: 16, cap: DATA_CAP };
  return [{ op: 'copy', at: value, length, cap: HEADER, ...(half.payload !== undefined && context.verbose ? { body: [whole] } : {}) }];
}

const request = (given: string, filled: string, data: { readonly given?: Payload; readonly filled?: Payload } = {}): Named =>
  named(
    new RequestType(
      { fields: given, ...(data.given === undefined ? {} : { payload: data.given }) },
      { fields: filled, ...(data.filled === undefined ? {} : { payload: data.filled }) },
    ),
  );

const DEVICE = 'dev name uuid';
const STATUS = `${DEVICE} target_count open_count event_nr`;

export const deviceMapperCommands: Commands = [
  command('DM_VERSION DM_DEV_ARM_POLL', request(DEVICE, DEVICE)),
  command('DM_REMOVE_ALL', request('', '')),
  command('DM_LIST_DEVICES', request('data_start', 'data_start', { filled: payloads.names })),
  command('DM_LIST_VERSIONS', request('data_start', 'data_start', { filled: payloads.versions })),
  command('DM_DEV_CREATE DM_DEV_STATUS DM_TABLE_CLEAR', request(DEVICE, STATUS)),
  command('DM_DEV_REMOVE', request(`${DEVICE} event_nr`, DEVICE)),
  command('DM_DEV_RENAME', request(`data_start ${DEVICE} event_nr`, `data_start ${STATUS}`, { given: payloads.text })),
  // A device that is suspended gives no event number.
  command('DM_DEV_SUSPEND', request(`${DEVICE} event_nr?`, STATUS)),
  command('DM_DEV_WAIT', request(`data_start ${DEVICE} event_nr`, `data_start ${STATUS}`, { filled: payloads.targetStates })),
  command('DM_TABLE_LOAD', request(`data_start ${DEVICE} target_count`, `data_start ${STATUS}`, { given: payloads.targets })),
  command('DM_TABLE_DEPS', request(`data_start ${DEVICE}`, `data_start ${STATUS}`, { filled: payloads.dependencies })),
  command('DM_TABLE_STATUS', request(`data_start ${DEVICE}`, `data_start ${STATUS}`, { filled: payloads.targetStates })),
  command('DM_TARGET_MSG', request(`data_start ${DEVICE}`, `data_start ${STATUS}`, { given: payloads.message, filled: payloads.answer })),
  command('DM_DEV_SET_GEOMETRY', request(`data_start ${DEVICE}`, `data_start ${DEVICE}`, { given: payloads.text })),
];
