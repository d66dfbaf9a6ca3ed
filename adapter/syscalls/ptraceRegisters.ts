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

/** Fields of struct user behind the registers: name and offset. The last offset is where the struct ends. */
const fields64 = [
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
const END64 = 928;
const fields32 = [
  ['u_fpvalid', 68],
  ['i387', 72],
  ['u_tsize', 180],
  ['u_dsize', 184],
  ['u_ssize', 188],
  ['start_code', 192],
  ['start_stack', 196],
  ['signal', 200],
  ['reserved', 204],
  ['u_ar0', 208],
  ['u_fpstate', 212],
  ['magic', 216],
  ['u_comm', 220],
  ['u_debugreg', 252],
] as const;
const END32 = 284;
const short32: Readonly<Record<string, string>> = { eflags: 'EFL', esp: 'UESP', xcs: 'CS', xss: 'SS' };

/** `8*RIP`, `offsetof(struct user, u_debugreg)+24` */
function offsetName(offset: number, abi: AbiName): string | undefined {
  const wide = abi !== 'i386';
  const bytes = wide ? 8 : 4;
  const names = wide ? names64 : names32;
  if (offset >= (wide ? END64 : END32)) return undefined;
  const register = names[Math.floor(offset / bytes)];
  if (register !== undefined) {
    const rest = offset % bytes;
    return `${bytes}*${(wide ? undefined : short32[register]) ?? register.toUpperCase()}${rest === 0 ? '' : `+${rest}`}`;
  }
  const found = [...(wide ? fields64 : fields32)].reverse().find(([, at]) => at <= offset);
  if (found === undefined) return undefined;
  const [name, at] = found;
  return `offsetof(struct user, ${name})${offset === at ? '' : `+${offset - at}`}`;
}

/** An offset in struct user, by the name of what is there. */
export const userOffset = shown('struct user offset', 'pointer', (out: Emitter, value, place) => {
  const offset = unsigned(value);
  const name = typeof offset === 'number' ? offsetName(offset, place.call.abi) : undefined;
  if (name === undefined || out.options.constants === 'raw') out.address(offset);
  else out.symbol(offset, name, '');
});
