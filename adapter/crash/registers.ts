/** The registers of a stopped task, out of user_regs_struct (sys/user.h), as its mode names them: rip or eip. */

/** In the order of the struct, each 8 bytes. */
const slots = [
  ...(['r15', 'r14', 'r13', 'r12', 'rbp', 'rbx', 'r11', 'r10', 'r9', 'r8', 'rax', 'rcx', 'rdx', 'rsi', 'rdi', 'orig_rax'] as const),
  ...(['rip', 'cs', 'eflags', 'rsp', 'ss', 'fs_base', 'gs_base', 'ds', 'es', 'fs', 'gs'] as const),
];
export type Slot = (typeof slots)[number];

/** Bytes of user_regs_struct. */
export const registersSize = slots.length * 8;

export interface RegisterSet {
  readonly bits: 32 | 64;
  /** In the order in which people read them: name → where it is. */
  readonly registers: ReadonlyMap<string, Slot>;
}

const segments = ['cs', 'ss', 'ds', 'es', 'fs', 'gs'] as const;
const named = (names: readonly Slot[]): [string, Slot][] => names.map((name) => [name, name]);
const general = ['rip', 'rsp', 'rbp', 'rax', 'rbx', 'rcx', 'rdx', 'rsi', 'rdi'] as const;

const x86_64: RegisterSet = {
  bits: 64,
  registers: new Map(
    named([...general, 'r8', 'r9', 'r10', 'r11', 'r12', 'r13', 'r14', 'r15', 'orig_rax', 'eflags', ...segments, 'fs_base', 'gs_base'] satisfies Slot[]),
  ),
};
/** A 32-bit task sees the lower halves of the first eight, and has no others. */
const i386: RegisterSet = {
  bits: 32,
  registers: new Map([...general.map((name): [string, Slot] => [name.replace('r', 'e'), name]), ['orig_eax', 'orig_rax'], ...named(['eflags', ...segments])]),
};

/** __USER32_CS (arch/x86/include/asm/segment.h): the task runs 32-bit code at this moment. */
const user32Cs = 0x23n;

/** Those that hold addresses, mostly: their memory can be looked at. */
const notPointers = new Set<Slot>(['orig_rax', 'eflags', ...segments]);

const flagBits: readonly (readonly [bit: number, name: string])[] = [
  [0, 'CF'],
  [2, 'PF'],
  [4, 'AF'],
  [6, 'ZF'],
  [7, 'SF'],
  [8, 'TF'],
  [9, 'IF'],
  [10, 'DF'],
  [11, 'OF'],
];

export interface Register {
  readonly name: string;
  readonly bits: 32 | 64;
  /** Unsigned. */
  readonly value: bigint;
  /** `0x7fff…`; eflags with the names of its set bits. */
  readonly text: string;
  readonly isPointer: boolean;
}

/** `file`: registersSize bytes at least. */
export function registersOf(file: Uint8Array): Register[] {
  const { bits, registers } = registerSet(file);
  return Array.from(registers, ([name, slot]) => {
    const value = BigInt.asUintN(bits, registerValue(file, slot));
    return { name, bits, value, text: text(name, value), isPointer: !notPointers.has(slot) };
  });
}

/** Whole, also of a 32-bit task. */
export function stackPointer(file: Uint8Array): bigint {
  return registerValue(file, 'rsp');
}

/** The slot of that name. */
export const slotOf = (name: string): Slot | undefined => slots.find((slot) => slot === name);

/** Whether the task ran 32-bit code. */
export const is32Bit = (file: Uint8Array): boolean => registerValue(file, 'cs') === user32Cs;

/** The slot’s whole 64 bits. `file`: registersSize bytes at least. */
export function registerValue(file: Uint8Array, slot: Slot): bigint {
  return new DataView(file.buffer, file.byteOffset, file.length).getBigUint64(slots.indexOf(slot) * 8, true);
}

function registerSet(file: Uint8Array): RegisterSet {
  return is32Bit(file) ? i386 : x86_64;
}

function text(name: string, value: bigint): string {
  const hex = `0x${value.toString(16)}`;
  if (name !== 'eflags') return hex;
  const set = flagBits.filter(([bit]) => (value >> BigInt(bit)) & 1n).map(([, flag]) => flag);
  return `${hex} [${set.join(' ')}]`;
}
