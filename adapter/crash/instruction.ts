/** Machine instructions, as native/disassembly gives them. */

/** Operand in memory: its address is segment base + base + index × scale + displacement. Registers by their x86 names (`rax`, `r8d`, `rip`). */
export interface MemoryOperand {
  readonly segment?: string;
  readonly base?: string;
  readonly index?: string;
  readonly scale: number;
  readonly displacement: bigint;
  /** How many it covers. */
  readonly bytes: number;
  readonly reads: boolean;
  readonly writes: boolean;
}

export interface Instruction {
  readonly address: bigint;
  readonly length: number;
  readonly mnemonic: string;
  /** Intel syntax: `dword ptr [rax + 8], 42`. */
  readonly operands: string;
  readonly flow: 'none' | 'jump' | 'call' | 'return';
  /** Register that a jump or a call takes its target from. */
  readonly target?: string;
  /** Only the kernel may execute it. */
  readonly privileged: boolean;
  /** Explicit operands; the stack that push, pop, call and ret use is not among them. */
  readonly memory: readonly MemoryOperand[];
}

export interface Disassembler {
  /** At most `limit` instructions from the first byte of `code` on; fewer where it ends, or where no instruction begins. */
  disassemble(code: Uint8Array, address: bigint, bits: 32 | 64, limit: number): Instruction[];
}

/** `mov dword ptr [rax], 0` */
export const instructionText = ({ mnemonic, operands }: Instruction): string => (operands === '' ? mnemonic : `${mnemonic} ${operands}`);
