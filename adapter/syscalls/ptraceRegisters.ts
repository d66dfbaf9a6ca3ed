/** Register sets and struct user of x86 (sys/user.h), as ptrace(2) moves them. */
import type { Emitter } from '../decode/emitter.js';
import { unsigned } from '../decode/word.js';
import type { AbiName } from '../record/layout.js';
import { hex16, hex32, hex64 } from './types/ints.js';
import { field, type StructType, struct } from './types/struct.js';
import { type FieldType, shown, typeOf } from './types/valueType.js';

const names64 = 'r15 r14 r13 r12 rbp rbx r11 r10 r9 r8 rax rcx rdx rsi rdi orig_rax rip cs eflags rsp ss fs_base gs_base ds es fs gs'.split(' ');
const names32 = 'ebx ecx edx esi edi ebp eax xds xes xfs xgs orig_eax eip xcs eflags esp xss'.split(' ');

const registers64 = struct(
  'user_regs_struct',
  names64.map((name) => field(name, hex64)),
);
const registers32 = struct(
  'user_regs_struct',
  names32.map((name) => field(name, hex32)),
);

/** An array of 32-bit words, shown as far as -s lets. */
const words = (count: number): FieldType => {
  const element = typeOf<FieldType>(hex32);
  return {
    typeName: `unsigned[${count}]`,
    size: () => count * 4,
    align: () => 4,
    emitAt(out, place, at) {
      const there = Math.min(count, Math.floor((place.data.length - at) / 4));
      const limit = out.options.verbose ? there : Math.min(there, out.options.stringLimit);
      out.beginArray();
      for (let index = 0; index < limit; index++) {
        out.item();
        element.emitAt(out, place, at + index * 4);
      }
      if (limit < there) out.more();
      out.endArray();
    },
  };
};

const floating64 = struct('user_fpregs_struct', [
  ...['cwd', 'swd', 'ftw', 'fop'].map((name) => field(name, hex16)),
  field('rip', hex64),
  field('rdp', hex64),
  field('mxcsr', hex32),
  field('mxcr_mask', hex32),
  field('st_space', words(32)),
  field('xmm_space', words(64)),
  field('padding', words(24)),
]);
const floating32 = struct('user_fpregs_struct', [
  ...['cwd', 'swd', 'twd', 'fip', 'fcs', 'foo', 'fos'].map((name) => field(name, hex32)),
  field('st_space', words(20)),
]);

export const registersOf = (abi: AbiName): StructType => (abi === 'i386' ? registers32 : registers64);
export const floatingOf = (abi: AbiName): StructType => (abi === 'i386' ? floating32 : floating64);

const REGISTER_BYTES = 8;
/** Fields of struct user behind the registers: name and offset. The last offset is where the struct ends. */
const userFields = [
  ['u_fpvalid', 216],
  ['i387', 224],
  ['u_tsize', 736],
  ['u_dsize', 744],
  ['u_ssize', 752],
  ['start_code', 760],
  ['start_stack', 768],
  ['signal', 776],
  ['reserved', 784],
  ['u_ar0', 792],
  ['u_fpstate', 800],
  ['magic', 808],
  ['u_comm', 816],
  ['u_debugreg', 848],
  ['error_code', 912],
  ['fault_address', 920],
] as const;
const USER_END = 928;

/** `8*RIP`, `offsetof(struct user, u_debugreg)+24` */
function offsetName(offset: number): string | undefined {
  if (offset >= USER_END) return undefined;
  const register = names64[Math.floor(offset / REGISTER_BYTES)];
  if (register !== undefined) {
    const rest = offset % REGISTER_BYTES;
    return `${REGISTER_BYTES}*${register.toUpperCase()}${rest === 0 ? '' : `+${rest}`}`;
  }
  const found = userFields.findLast(([, at]) => at <= offset);
  if (found === undefined) return undefined;
  const [name, at] = found;
  return `offsetof(struct user, ${name})${offset === at ? '' : `+${offset - at}`}`;
}

/** An offset in struct user, by the name of what is there; as strace does, that of a 64-bit program whatever the caller is. */
export const userOffset = shown('struct user offset', 'pointer', (out: Emitter, value) => {
  const offset = unsigned(value);
  const name = typeof offset === 'number' ? offsetName(offset) : undefined;
  if (name === undefined || out.options.constants === 'raw') out.address(offset);
  else out.symbol(offset, name, '');
});
