/** struct ptrace_syscall_info of linux/ptrace.h: the kernel says how much of it there is. */
import type { Emitter } from '../decode/emitter.js';
import { unsigned, wordOf } from '../decode/word.js';
import { constants } from './generated/constants.gen.js';
import { syscallNumbers } from './generated/numbers.gen.js';
import { type Named, shown, type ValueType } from './types/valueType.js';

const INFO_BYTES = 88;
const UNION_AT = 24;
const ARGS = 6;
const opNames = new Map<number, string>(constants.ptrace_syscall_info_ops.entries.map(([name, value]) => [value, name]));
const archNames = new Map<number, string>(constants.audit_archs.entries.map(([name, value]) => [value, name]));

class Reader {
  readonly #view: DataView;
  constructor(readonly data: Uint8Array) {
    this.#view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  }
  has(end: number): boolean {
    return this.data.length >= end;
  }
  u32(at: number): number {
    return this.#view.getUint32(at, true);
  }
  u64(at: number): number | bigint {
    return wordOf(this.u32(at), this.u32(at + 4));
  }
  i64(at: number): number | bigint {
    const value = this.#view.getBigInt64(at, true);
    return value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER ? Number(value) : value;
  }
}

function showCall(out: Emitter, info: Reader, architecture: string | undefined): void {
  if (!info.has(UNION_AT + 8)) return;
  const nr = info.u64(UNION_AT);
  const abi = architecture === 'AUDIT_ARCH_I386' ? 'i386' : 'x86_64';
  const name = architecture === undefined ? undefined : syscallNumbers[abi][Number(nr)];
  out.field('nr');
  out.symbol(nr, name === undefined ? undefined : `__NR_${name}`, '', 'decimal');
  const there = Math.min(ARGS, Math.floor((info.data.length - UNION_AT - 8) / 8));
  if (there === 0) return;
  out.field('args');
  out.beginArray();
  for (let index = 0; index < there; index++) {
    out.item();
    out.hex(info.u64(UNION_AT + 8 + index * 8));
  }
  out.endArray();
}

function showUnion(out: Emitter, info: Reader, op: string | undefined, architecture: string | undefined): void {
  switch (op) {
    case 'PTRACE_SYSCALL_INFO_ENTRY':
    case 'PTRACE_SYSCALL_INFO_SECCOMP':
      out.field(op === 'PTRACE_SYSCALL_INFO_ENTRY' ? 'entry' : 'seccomp');
      out.beginStruct();
      showCall(out, info, architecture);
      if (op === 'PTRACE_SYSCALL_INFO_SECCOMP' && info.has(84)) {
        out.field('ret_data');
        out.hex(info.u32(80));
      }
      out.endStruct();
      return;
    case 'PTRACE_SYSCALL_INFO_EXIT':
      out.field('exit');
      out.beginStruct();
      out.field('rval');
      out.decimal(info.i64(UNION_AT));
      if (info.has(33)) {
        out.field('is_error');
        out.decimal(info.data[32] ?? 0);
      }
      out.endStruct();
  }
}

/** As much as the caller asked for and the kernel had. */
export const syscallInfo: Named<ValueType> = shown(
  'struct ptrace_syscall_info *',
  'pointer',
  (out, value, place) => {
    const at = unsigned(value);
    const wanted = Math.min(Number(place.call.word(2)), Number(place.call.retSigned), INFO_BYTES);
    const { data } = place.memory.read(at, wanted);
    if (at === 0 || data.length < wanted) {
      out.address(at);
      return;
    }
    const info = new Reader(data);
    out.beginStruct();
    if (info.has(1)) {
      const op = opNames.get(data[0] ?? 0);
      out.field('op');
      out.symbol(data[0] ?? 0, op, constants.ptrace_syscall_info_ops.unknown);
      const architecture = info.has(8) ? archNames.get(info.u32(4)) : undefined;
      if (info.has(8)) {
        out.field('arch');
        out.symbol(info.u32(4), architecture, constants.audit_archs.unknown);
      }
      for (const [name, from] of [
        ['instruction_pointer', 8],
        ['stack_pointer', 16],
      ] as const) {
        if (!info.has(from + 8)) continue;
        out.field(name);
        out.address(info.u64(from));
      }
      if (info.has(UNION_AT + 8)) showUnion(out, info, op, architecture);
    }
    out.endStruct();
  },
  (value, context) => [{ op: 'copy', at: value, length: context.arg(2), cap: INFO_BYTES }],
);
