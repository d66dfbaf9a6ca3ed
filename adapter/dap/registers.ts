/** The x86-64 registers of a stopped task, out of user_regs_struct (sys/user.h). */

const names = [
  'r15',
  'r14',
  'r13',
  'r12',
  'rbp',
  'rbx',
  'r11',
  'r10',
  'r9',
  'r8',
  'rax',
  'rcx',
  'rdx',
  'rsi',
  'rdi',
  'orig_rax',
  'rip',
  'cs',
  'eflags',
  'rsp',
  'ss',
  'fs_base',
  'gs_base',
  'ds',
  'es',
  'fs',
  'gs',
] as const;

export type RegisterName = (typeof names)[number];

/** Bytes of user_regs_struct. */
export const registersSize = names.length * 8;

/** In the order in which people read them. */
export const shownRegisters: readonly RegisterName[] = [
  ...(['rip', 'rsp', 'rbp', 'rax', 'rbx', 'rcx', 'rdx', 'rsi', 'rdi', 'r8', 'r9', 'r10', 'r11', 'r12', 'r13', 'r14', 'r15'] as const),
  ...(['orig_rax', 'eflags', 'cs', 'ss', 'ds', 'es', 'fs', 'gs', 'fs_base', 'gs_base'] as const),
];

/** Registers that hold addresses: their memory can be looked at. */
const notPointers = new Set<RegisterName>(['orig_rax', 'eflags', 'cs', 'ss', 'ds', 'es', 'fs', 'gs']);

export function isPointerRegister(name: RegisterName): boolean {
  return !notPointers.has(name);
}

export function isRegisterName(name: string): name is RegisterName {
  return (names as readonly string[]).includes(name);
}

/** A register’s unsigned value; `registers` is at least registersSize bytes. */
export function register(registers: Uint8Array, name: RegisterName): bigint {
  return new DataView(registers.buffer, registers.byteOffset, registers.length).getBigUint64(names.indexOf(name) * 8, true);
}

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

/** `0x7fff…`; eflags with the names of its set bits. */
export function registerText(registers: Uint8Array, name: RegisterName): string {
  const value = register(registers, name);
  const text = `0x${value.toString(16)}`;
  if (name !== 'eflags') return text;
  const set = flagBits.filter(([bit]) => (value >> BigInt(bit)) & 1n).map(([, flag]) => flag);
  return `${text} [${set.join(' ')}]`;
}
