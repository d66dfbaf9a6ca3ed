/** HDIO_DRIVE_CMD: four bytes of a command, and what the drive answers behind its status. */
import type { Emitter } from '../../decode/emitter.js';
import type { CallView, CapturedMemory } from '../../decode/memory.js';
import { unsigned } from '../../decode/word.js';
import type { ArgType } from '../descriptor.js';
import { constants } from '../generated/constants.gen.js';
import { enumeration } from '../types/flags.js';
import { named } from '../types/valueType.js';

const HEAD = 4;
/** Sectors are of 512 bytes; their number has 8 bits. */
const SECTOR = 512;
const commands = enumeration(constants.ata_commands, 'u8').type;

const head = (memory: CapturedMemory, call: CallView, index: number): Uint8Array | undefined => {
  const at = unsigned(call.word(index));
  const { data } = memory.read(at, HEAD);
  return at === 0 || data.length < HEAD ? undefined : data;
};

const type: ArgType = {
  typeName: 'struct hd_drive_cmd_hdr *',
  direction: 'inout',
  capture: (value, context) => ({
    entry: [{ op: 'copy', at: value, length: { from: 'constant', value: HEAD }, cap: HEAD }],
    exit: [
      {
        op: 'copy',
        at: value,
        length: { from: 'constant', value: HEAD },
        cap: HEAD,
        body: [
          {
            op: 'copy',
            at: { from: 'here', offset: 0 },
            length: { from: 'field', offset: 2, size: 1 },
            unit: SECTOR,
            plus: HEAD,
            cap: HEAD + context.stringCap,
          },
        ],
      },
    ],
  }),
  emit(out, call, index) {
    this.halves?.before(out, call, index);
    this.halves?.after(out, call, index);
  },
  halves: {
    before(out, call, index) {
      const data = head(call.entry, call, index);
      if (data === undefined) {
        out.address(call.word(index));
        return;
      }
      out.beginChange();
      showCommand(out, data);
    },
    after(out, call, index) {
      if (head(call.entry, call, index) === undefined) return;
      const data = call.errno === 0 ? head(call.exit, call, index) : undefined;
      if (data !== undefined) {
        out.becomes();
        showAnswer(out, call, index, data);
      }
      out.endChange();
    },
  },
};

function showCommand(out: Emitter, [command = 0, sector = 0, feature = 0, count = 0]: Uint8Array): void {
  out.beginStruct();
  out.field('command');
  out.symbol(command, commands.nameOf(command), commands.set.unknown);
  for (const [name, value] of [
    ['sector_number', sector],
    ['feature', feature],
    ['sector_count', count],
  ] as const) {
    out.field(name);
    out.decimal(value);
  }
  out.endStruct();
}

function showAnswer(out: Emitter, call: CallView, index: number, [status = 0, error = 0, sectors = 0]: Uint8Array): void {
  out.beginStruct();
  out.field('status');
  out.hex(status);
  for (const [name, value] of [
    ['error', error],
    ['nsector', sectors],
  ] as const) {
    out.field(name);
    out.decimal(value);
  }
  if (sectors > 0) {
    const wanted = Math.min(sectors * SECTOR, out.options.stringLimit);
    const { data } = call.exit.read(unsigned(call.word(index)), HEAD + wanted);
    out.field('buf');
    out.string(data.subarray(HEAD), 'hex', wanted < sectors * SECTOR);
  }
  out.endStruct();
}

export const driveCommand = named(type);
