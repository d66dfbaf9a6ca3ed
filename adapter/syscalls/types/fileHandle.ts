/** struct file_handle of name_to_handle_at(2) and open_by_handle_at(2). */
import type { Emitter } from '../../decode/emitter.js';
import type { CallView, CapturedMemory } from '../../decode/memory.js';
import { unsigned, type Word } from '../../decode/word.js';
import type { Op } from '../../plan/op.js';
import type { ArgType } from '../descriptor.js';
import { int } from './ints.js';
import { ref } from './pointers.js';
import { named, out, shown } from './valueType.js';

/** MAX_HANDLE_SZ of linux/exportfs.h. */
const MAX_HANDLE_BYTES = 128;
/** handle_bytes and handle_type. */
const HEAD = 8;
const EOVERFLOW = 75;

const u32 = (data: Uint8Array, at: number): number =>
  ((data[at] ?? 0) | ((data[at + 1] ?? 0) << 8) | ((data[at + 2] ?? 0) << 16) | ((data[at + 3] ?? 0) << 24)) >>> 0;

const copyAll = (index: number): Op => ({
  op: 'copy',
  at: { from: 'arg', index },
  length: { from: 'constant', value: HEAD },
  cap: HEAD,
  body: [{ op: 'copy', at: { from: 'here', offset: 0 }, length: { from: 'field', offset: 0, size: 4 }, plus: HEAD, cap: HEAD + MAX_HANDLE_BYTES }],
});

/** handle_type and f_handle, as far as they were read. */
function showHandle(out: Emitter, memory: CapturedMemory, at: Word): void {
  const head = memory.read(at, HEAD).data;
  if (head.length < HEAD) return;
  const bytes = Math.min(u32(head, 0), MAX_HANDLE_BYTES);
  out.field('handle_type');
  out.decimal(u32(head, 4) | 0);
  out.field('f_handle');
  const { data } = memory.read(at, HEAD + bytes);
  if (data.length < HEAD + bytes) out.raw('???');
  else out.string(data.subarray(HEAD), 'wholeHex', u32(head, 0) > MAX_HANDLE_BYTES);
}

function pointer(call: CallView, index: number): Word {
  return unsigned(call.word(index));
}

/** Whether the head of the handle in argument `index` could be read at entry. */
function handleWasRead(call: CallView, index: number): boolean {
  const at = pointer(call, index);
  return at !== 0 && call.entry.read(at, HEAD).data.length === HEAD;
}

/** The handle that the kernel fills in: its size before and after, then itself. */
const filled: ArgType = {
  typeName: 'struct file_handle *',
  direction: 'inout',
  capture: () => ({ entry: [head(2)], exit: [copyAll(2)], exitAlways: [head(2)] }),
  emit(out, call, index) {
    this.halves?.before(out, call, index);
    this.halves?.after(out, call, index);
  },
  halves: {
    before(out, call, index) {
      const at = pointer(call, index);
      const { data } = call.entry.read(at, HEAD);
      if (at === 0 || data.length < HEAD) {
        out.address(at);
        return;
      }
      out.beginStruct();
      out.field('handle_bytes');
      out.beginChange();
      out.decimal(u32(data, 0));
    },
    after(out, call, index) {
      const at = pointer(call, index);
      if (!handleWasRead(call, index)) return;
      if (call.errno === 0 || call.errno === EOVERFLOW) {
        const { data } = call.exit.read(at, 4);
        if (data.length < 4) {
          out.becomes();
          out.raw('???');
        } else if (u32(data, 0) !== u32(call.entry.read(at, 4).data, 0)) {
          out.becomes();
          out.decimal(u32(data, 0));
        }
      }
      out.endChange();
      if (call.errno === 0) showHandle(out, call.exit, at);
      out.endStruct();
    },
  },
};

function head(index: number): Op {
  return { op: 'copy', at: { from: 'arg', index }, length: { from: 'constant', value: HEAD }, cap: HEAD };
}

export const handleOut = named(filled);

const number = ref(int).type;
/** The mount’s id; an address when there was no handle to fill in (argument 2). */
export const mountId = out(
  shown(
    'int *',
    'pointer',
    (emitter, value, place) => (handleWasRead(place.call, 2) ? number.show(emitter, value, place) : emitter.address(unsigned(value))),
    (value, context) => number.follow(value, context),
  ),
);

/** The handle of open_by_handle_at. */
export const handleIn = named({
  typeName: 'struct file_handle *',
  direction: 'in',
  capture: (value) => ({ entry: [value.from === 'arg' ? copyAll(value.index) : head(1)] }),
  emit(out, call, index) {
    const at = pointer(call, index);
    const { data } = call.entry.read(at, HEAD);
    if (at === 0 || data.length < HEAD) {
      out.address(at);
      return;
    }
    out.beginStruct();
    out.field('handle_bytes');
    out.decimal(u32(data, 0));
    showHandle(out, call.entry, at);
    out.endStruct();
  },
} satisfies ArgType as ArgType);
