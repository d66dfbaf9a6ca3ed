import { constants } from 'node:os';
import { signalName } from '../decode/signalNames.js';
import type { Frame, UnwindEnd } from '../symbols/frame.js';
import type { CrashFacts } from './crashFacts.js';
import type { Disassembler, Instruction, MemoryOperand } from './instruction.js';
import type { Mapping, Mappings } from './mappings.js';
import type { MemoryImage } from './memoryImage.js';
import { isCanonical, operandAddress } from './operand.js';
import { is32Bit, registerValue } from './registers.js';

export type Access = 'read' | 'write' | 'execute';

/** An operand of the failing instruction, and where it points to. */
export interface AddressedOperand {
  readonly operand: MemoryOperand;
  readonly address: bigint;
}

/** What causes are found from: the facts of a crash, with what follows from them at once. */
export interface CrashContext {
  readonly facts: CrashFacts;
  /** `SIGSEGV` */
  readonly signal: string;
  readonly bits: 32 | 64;
  readonly ip: bigint;
  readonly sp: bigint;
  readonly instruction: Instruction | undefined;
  readonly operands: readonly AddressedOperand[];
  /** The operand whose access failed, where it can be told. */
  readonly failing: AddressedOperand | undefined;
  readonly access: Access | undefined;
  readonly mappings: Mappings;
  /** The mapping of the fault address. */
  readonly mapping: Mapping | undefined;
  readonly memory: MemoryImage;
  /** Innermost first; empty when the stack was not unwound. */
  readonly frames: readonly Frame[];
  readonly unwindEnd: UnwindEnd | undefined;
  /** System calls of the process before the crash, oldest first, where it was traced. */
  readonly lastCalls: readonly LastCall[];
}

/** A system call that came before the crash. */
export interface LastCall {
  readonly name: string;
  /** As strace prints it. */
  readonly text: string;
  /** The six, zero-extended. */
  readonly args: readonly bigint[];
  readonly failed: boolean;
}

export interface ContextParts {
  readonly mappings: Mappings;
  readonly memory: MemoryImage;
  readonly frames: readonly Frame[];
  readonly unwindEnd: UnwindEnd | undefined;
  readonly lastCalls: readonly LastCall[];
  readonly disassembler: Disassembler;
}

/** Signals of an access to memory: that of others is the address of an instruction. */
const addressSignals = new Set<number>([constants.signals.SIGSEGV, constants.signals.SIGBUS]);
/** Longest x86 instruction (Intel SDM 2.3.11). */
const LONGEST_INSTRUCTION = 15;
/** Exception vector of a page fault (Intel SDM table 6-1). */
export const PAGE_FAULT = 14;
/** Bits of a page fault’s error code (arch/x86/include/asm/trap_pf.h). */
const PF_WRITE = 2;
const PF_INSTRUCTION = 16;

export function crashContext(facts: CrashFacts, parts: ContextParts): CrashContext {
  const { registers } = facts;
  const { memory, mappings, disassembler, frames, unwindEnd, lastCalls } = parts;
  const bits = is32Bit(registers) ? 32 : 64;
  const ip = registerValue(registers, 'rip');
  const sp = registerValue(registers, 'rsp');
  const [instruction] = disassembler.disassemble(memory.read(ip, LONGEST_INSTRUCTION), ip, bits, 1);
  const operands = instruction === undefined ? [] : addressed(instruction, registers, bits);
  const failing = failingOperand(operands, facts);
  const mapping = facts.address === undefined ? undefined : mappings.at(facts.address);
  const access = accessOf(facts, { ip, sp, instruction, failing, mapping });
  const signal = signalName(facts.signo);
  return { facts, signal, bits, ip, sp, instruction, operands, failing, access, mappings, mapping, memory, frames, unwindEnd, lastCalls };
}

function addressed(instruction: Instruction, registers: Uint8Array, bits: 32 | 64): AddressedOperand[] {
  return instruction.memory.flatMap((operand) => {
    const address = operandAddress(operand, instruction, registers, bits);
    return address === undefined ? [] : [{ operand, address }];
  });
}

/** The one that covers the fault address; where the kernel knows no address, the one that the processor does not take. */
function failingOperand(operands: readonly AddressedOperand[], { address, code }: CrashFacts): AddressedOperand | undefined {
  const covering = operands.find((one) => address !== undefined && one.address <= address && address < one.address + BigInt(Math.max(1, one.operand.bytes)));
  if (covering !== undefined || code <= 0) return covering;
  return operands.find((one) => !isCanonical(one.address));
}

type Place = Pick<CrashContext, 'ip' | 'sp' | 'instruction' | 'failing' | 'mapping'>;

/** The processor says it of page faults; where nobody recorded that, it follows from the instruction. */
function accessOf({ signo, code, address, trapNumber, errorCode }: CrashFacts, { ip, sp, instruction, failing, mapping }: Place): Access | undefined {
  if (code <= 0 || !addressSignals.has(signo)) return undefined;
  if (trapNumber === PAGE_FAULT && errorCode !== undefined) {
    if ((errorCode & PF_INSTRUCTION) !== 0 || address === ip) return 'execute';
    return (errorCode & PF_WRITE) !== 0 ? 'write' : 'read';
  }
  if (address === ip && address !== undefined) return 'execute';
  // What is read and written is fetched for writing.
  if (failing !== undefined) return failing.operand.writes ? 'write' : 'read';
  if (instruction === undefined || address === undefined) return undefined;
  if (/^(push|call|enter)/.test(instruction.mnemonic) && address < sp) return 'write';
  if (/^(pop|ret|leave)/.test(instruction.mnemonic) && address >= sp) return 'read';
  return mapping?.permissions.startsWith('r-') === true ? 'write' : undefined;
}
