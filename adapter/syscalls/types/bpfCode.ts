/** The operation codes of BPF instructions, classic and extended, part by part: `BPF_LD|BPF_W|BPF_ABS`. */
import type { Emitter } from '../../decode/emitter.js';
import { constants } from '../generated/constants.gen.js';
import type { ConstantSet } from './flags.js';

const CLASS_MASK = 0x07;

type Names = ReadonlyMap<number, string>;
const names = (...sets: readonly ConstantSet[]): Names => new Map(sets.flatMap((set) => set.entries.map(([name, value]) => [Number(value), name] as const)));

interface CodePart {
  readonly mask: number;
  readonly names: Names;
}

const size: CodePart = { mask: 0x18, names: names(constants.ebpf_sizes) };
const classicMode: CodePart = { mask: 0xe0, names: names(constants.bpf_modes, constants.bpf_legacy_modes) };
const extendedMode: CodePart = { mask: 0xe0, names: names(constants.ebpf_modes, constants.bpf_legacy_modes) };
const source: CodePart = { mask: 0x08, names: names(constants.bpf_sources) };
const aluOperation: CodePart = { mask: 0xf0, names: names(constants.ebpf_alu_ops) };
const jumpOperation: CodePart = { mask: 0xf0, names: names(constants.ebpf_jump_ops) };
const returned: CodePart = { mask: 0x18, names: names(constants.bpf_return_sources) };
const miscOperation: CodePart = { mask: 0xf8, names: names(constants.bpf_misc_ops) };

interface Machine {
  readonly classes: Names;
  /** What stands beside the class, by class. */
  readonly parts: readonly (readonly CodePart[])[];
}

const alu = [source, aluOperation];
const jump = [source, jumpOperation];
const machines = {
  // Stores of the classic machine have neither size nor mode.
  classic: { classes: names(constants.bpf_classes), parts: [[size, classicMode], [size, classicMode], [], [], alu, jump, [returned], [miscOperation]] },
  extended: {
    classes: names(constants.ebpf_classes),
    parts: [[size, extendedMode], [size, extendedMode], [size, extendedMode], [size, extendedMode], alu, jump, [], alu],
  },
} as const satisfies Record<string, Machine>;

export function showBpfCode(out: Emitter, code: number, machine: keyof typeof machines): void {
  const { classes, parts } = machines[machine];
  const instructionClass = code & CLASS_MASK;
  let known = CLASS_MASK;
  out.beginOr();
  out.symbol(instructionClass, classes.get(instructionClass), 'BPF_???');
  for (const part of parts[instructionClass] ?? []) {
    out.or();
    out.symbol(code & part.mask, part.names.get(code & part.mask), 'BPF_???');
    known |= part.mask;
  }
  // Of loads, arithmetic and jumps nothing looks at the bits above size, mode and operation.
  if (parts[instructionClass]?.length !== 2 && (code & ~known) !== 0) {
    out.or();
    out.hex(code & ~known);
    out.comment('BPF_???');
  }
  out.endOr();
}
