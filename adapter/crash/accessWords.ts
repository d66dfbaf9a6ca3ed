import type { AddressedOperand, CrashContext } from './crashContext.js';
import { hex, sizeWords } from './hex.js';
import { registerNamed, widthOf } from './operand.js';

/** `write of 4 bytes`, `read`, `execution`, `access`. */
export function accessWords({ access, failing }: Pick<CrashContext, 'access' | 'failing'>): string {
  if (access === 'execute') return 'execution';
  const verb = access ?? 'access';
  return failing === undefined || failing.operand.bytes === 0 ? verb : `${verb} of ${sizeWords(BigInt(failing.operand.bytes))}`;
}

export interface OperandRegister {
  readonly role: 'base' | 'index';
  readonly name: string;
  /** As it counts in an address: sign-extended where it has 64 bits. */
  readonly value: bigint;
}

/** The registers that an operand’s address is made of, with their values. */
export function operandRegisters({ operand }: AddressedOperand, registers: Uint8Array): OperandRegister[] {
  const of = (role: 'base' | 'index', name: string | undefined): OperandRegister[] => {
    const value = name === undefined ? undefined : registerNamed(registers, name);
    return name === undefined || value === undefined ? [] : [{ role, name, value: BigInt.asUintN(widthOf(name) ?? 64, value) }];
  };
  return [...of('base', operand.base), ...of('index', operand.index)];
}

/** `rax = 0x10, rcx = 3`; empty for an operand without registers. */
export const registerWords = (operand: AddressedOperand, registers: Uint8Array): string =>
  operandRegisters(operand, registers)
    .map(({ name, value }) => `${name} = ${value < 10n ? value : hex(value)}`)
    .join(', ');

const printable = /^[\x20-\x7e]{4,8}$/;

/** The text that a pointer’s bytes spell, when a string seems to have overwritten it. */
export function pointerText(value: bigint): string | undefined {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt.asUintN(64, value));
  const text = bytes.toString('latin1').replace(/\0+$/, '');
  return printable.test(text) ? text : undefined;
}

/** What allocators and tools fill memory with; a pointer of such bytes was read from memory that was freed or never set. */
const fills: readonly (readonly [pattern: RegExp, words: string])[] = [
  [/^(?:de|ad|be|ef)*deadbeef/, 'the marker 0xdeadbeef'],
  [/^(?:cd){4,}/, 'the fill of new heap memory (0xcd)'],
  [/^(?:dd){4,}/, 'the fill of freed heap memory (0xdd)'],
  [/^(?:5a){4,}/, 'the fill of freed memory (0x5a)'],
  [/^(?:a5){4,}/, 'the fill of new memory (0xa5)'],
  [/^(?:6b){4,}/, 'the fill of freed memory (0x6b)'],
  [/^(?:be){4,}/, 'the fill of uninitialised memory (0xbe, AddressSanitizer)'],
];

/** Why a value is no pointer, where its bytes tell. */
export function pointerHint(value: bigint): string | undefined {
  const text = pointerText(value);
  if (text !== undefined) return `Its bytes are the text ${JSON.stringify(text)}: a string seems to have overwritten the pointer.`;
  const digits = value.toString(16).padStart(16, '0');
  const fill = fills.find(([pattern]) => pattern.test(digits));
  return fill === undefined ? undefined : `It is ${fill[1]}: the memory that held the pointer was freed or never set.`;
}
