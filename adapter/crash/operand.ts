/** What an instruction’s operands in memory point to, given the registers. */
import type { Instruction, MemoryOperand } from './instruction.js';
import { registerValue, type Slot, slotOf } from './registers.js';

const MASK_64 = (1n << 64n) - 1n;

/** Parts of registers by name: `eax` is 32 bits of rax. */
const oldNames = ['ax', 'bx', 'cx', 'dx', 'si', 'di', 'bp', 'sp', 'ip'] as const;
const parts = new Map<string, { readonly slot: Slot; readonly bits: number; readonly shift: number }>();
const addPart = (name: string, slot: string, bits: number, shift = 0): void => {
  const known = slotOf(slot);
  if (known !== undefined) parts.set(name, { slot: known, bits, shift });
};
for (const name of oldNames) {
  addPart(`r${name}`, `r${name}`, 64);
  addPart(`e${name}`, `r${name}`, 32);
  addPart(name, `r${name}`, 16);
}
for (const name of ['a', 'b', 'c', 'd']) {
  addPart(`${name}l`, `r${name}x`, 8);
  addPart(`${name}h`, `r${name}x`, 8, 8);
}
for (const name of ['si', 'di', 'bp', 'sp']) addPart(`${name}l`, `r${name}`, 8);
for (let number = 8; number < 16; number++) {
  addPart(`r${number}`, `r${number}`, 64);
  addPart(`r${number}d`, `r${number}`, 32);
  addPart(`r${number}w`, `r${number}`, 16);
  addPart(`r${number}b`, `r${number}`, 8);
}

/** A general register or a part of one (`r8d`, `al`), zero-extended; undefined for others. */
export function registerNamed(registers: Uint8Array, name: string): bigint | undefined {
  const part = parts.get(name);
  if (part === undefined) return undefined;
  return BigInt.asUintN(part.bits, registerValue(registers, part.slot) >> BigInt(part.shift));
}

/** How many bits `name` has; undefined when it is no general register. */
export const widthOf = (name: string): number | undefined => parts.get(name)?.bits;

/** The address of an operand; undefined when it needs a register that is not known. */
export function operandAddress(operand: MemoryOperand, instruction: Instruction, registers: Uint8Array, bits: 32 | 64): bigint | undefined {
  const { segment, base, index, scale, displacement } = operand;
  let address = displacement;
  if (base === 'rip' || base === 'eip') address += instruction.address + BigInt(instruction.length);
  else if (base !== undefined) {
    const value = registerNamed(registers, base);
    if (value === undefined) return undefined;
    address += value;
  }
  // riz and eiz stand for "no index" in an encoding that has one.
  if (index !== undefined && index !== 'riz' && index !== 'eiz') {
    const value = registerNamed(registers, index);
    if (value === undefined) return undefined;
    address += value * BigInt(scale);
  }
  address = BigInt.asUintN(bits, address);
  if (segment === 'fs' || segment === 'gs') address += registerValue(registers, `${segment}_base`);
  return address & MASK_64;
}

/** Whether the processor takes it: bits 63 to 47 are equal (four-level paging; Intel SDM 3.3.7.1). */
export function isCanonical(address: bigint): boolean {
  const upper = address >> 47n;
  return upper === 0n || upper === 0x1_ffffn;
}
