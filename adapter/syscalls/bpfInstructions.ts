/** Instructions of extended BPF (struct bpf_insn of linux/bpf.h). */
import type { Emitter } from '../decode/emitter.js';
import { unsigned } from '../decode/word.js';
import { constants } from './generated/constants.gen.js';
import { showBpfCode } from './types/bpfCode.js';
import type { Count } from './types/count.js';
import { arrayOf64 } from './types/pointers.js';
import { type FieldType, type Named, shown, type ValueType } from './types/valueType.js';

const INSTRUCTION_BYTES = 8;
const registerNames = new Map<number, string>(constants.ebpf_registers.entries.map(([name, value]) => [value, name]));

function showInstruction(out: Emitter, data: Uint8Array): void {
  const view = new DataView(data.buffer, data.byteOffset, INSTRUCTION_BYTES);
  const registers = view.getUint8(1);
  out.beginStruct();
  out.field('code');
  showBpfCode(out, view.getUint8(0), 'extended');
  for (const [name, number] of [
    ['dst_reg', registers & 0xf],
    ['src_reg', registers >>> 4],
  ] as const) {
    out.field(name);
    out.symbol(number, registerNames.get(number), constants.ebpf_registers.unknown);
  }
  out.field('off');
  out.decimal(view.getInt16(2, true));
  out.field('imm');
  out.hex(view.getUint32(4, true));
  out.endStruct();
}

const instruction: FieldType = {
  typeName: 'struct bpf_insn',
  size: () => INSTRUCTION_BYTES,
  align: () => 4,
  emitAt: (out, place, at) => showInstruction(out, place.data.subarray(at, at + INSTRUCTION_BYTES)),
};

/** The instructions with -v, else where they are. */
export function shownInstructions(count: Count): Named<ValueType> {
  const array = arrayOf64(instruction, count).type;
  return shown(
    'bpf_insn[]',
    'u64',
    (out, value, place) => {
      if (out.options.verbose) array.show(out, value, place);
      else out.address(unsigned(value));
    },
    (value, context) => (context.verbose ? array.follow(value, context) : []),
  );
}
