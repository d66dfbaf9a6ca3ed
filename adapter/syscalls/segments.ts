/** Segment descriptors of x86: modify_ldt(2), set_thread_area(2). */
import type { Emitter } from '../decode/emitter.js';
import { errnoName } from '../decode/errnoText.js';
import type { CallView } from '../decode/memory.js';
import type { Place } from '../decode/place.js';
import { low32, unsigned, type Word } from '../decode/word.js';
import type { Op, Operand } from '../plan/op.js';
import { type CallTable, call } from './call.js';
import type { ArgType, ReturnType } from './descriptor.js';
import { errnos } from './generated/errno.gen.js';
import { int, kernelUnsignedLong } from './types/ints.js';
import { type Named, named, shown, type ValueType } from './types/valueType.js';

/** struct user_desc of asm/ldt.h: entry_number, base_addr, limit and a word of bits. */
const DESCRIPTOR_BYTES = 16;
/** Bits of the last word: name, lowest bit, width. The last is there on 64-bit systems only. */
const bits = [
  ['seg_32bit', 0, 1],
  ['contents', 1, 2],
  ['read_exec_only', 3, 1],
  ['limit_in_pages', 4, 1],
  ['seg_not_present', 5, 1],
  ['useable', 6, 1],
] as const;
const LONG_MODE_BIT = 7;
const PRINTED_WIDTH = 8;

/** entry_number: −1 asks the kernel to choose one. */
function entryNumber(view: DataView): number {
  const value = view.getUint32(0, true);
  return value === 0xffff_ffff ? -1 : value;
}

/** As printf’s %#08x: 0x counts among the eight, and 0 has none. */
const padded = (value: number): string => (value === 0 ? '0'.repeat(PRINTED_WIDTH) : `0x${value.toString(16).padStart(PRINTED_WIDTH - 2, '0')}`);

function showRest(out: Emitter, view: DataView, longMode: boolean): void {
  out.field('base_addr');
  out.raw(padded(view.getUint32(4, true)));
  out.field('limit');
  out.raw(padded(view.getUint32(8, true)));
  const word = view.getUint32(12, true);
  for (const [name, shift, width] of bits) {
    out.field(name);
    out.decimal((word >>> shift) & (2 ** width - 1));
  }
  if (longMode) {
    out.field('lm');
    out.decimal((word >>> LONG_MODE_BIT) & 1);
  }
}

const viewAt = (place: { read(at: Word, length: number): { readonly data: Uint8Array } }, at: Word): DataView | undefined => {
  const { data } = place.read(at, DESCRIPTOR_BYTES);
  return at === 0 || data.length < DESCRIPTOR_BYTES ? undefined : new DataView(data.buffer, data.byteOffset);
};

const copy = (value: Operand): Op => ({ op: 'copy', at: value, length: { from: 'constant', value: DESCRIPTOR_BYTES }, cap: DESCRIPTOR_BYTES });

function showDescriptor(out: Emitter, value: number | bigint, place: Place): void {
  const view = viewAt(place.memory, unsigned(value));
  if (view === undefined) {
    out.address(unsigned(value));
    return;
  }
  out.beginStruct();
  out.field('entry_number');
  out.decimal(entryNumber(view));
  showRest(out, view, place.call.abi !== 'i386');
  out.endStruct();
}

/** A pointer to a descriptor. */
export const segmentDescriptor: Named<ValueType> = shown('struct user_desc *', 'pointer', showDescriptor, (value) => [copy(value)]);
/** Of modify_ldt: only when the size is that of one. */
const sizedDescriptor: Named<ValueType> = shown(
  'struct user_desc *',
  'pointer',
  (out, value, place) => {
    if (place.call.word(2) === DESCRIPTOR_BYTES) showDescriptor(out, value, place);
    else out.address(unsigned(value));
  },
  (value) => [copy(value)],
);

/** entry_number, the first field. */
const NUMBER_BYTES = 4;
function numberAt(call: CallView, index: number): number | undefined {
  const at = call.word(index);
  const { data } = call.entry.read(at, NUMBER_BYTES);
  return at === 0 || data.length < NUMBER_BYTES ? undefined : entryNumber(new DataView(data.buffer, data.byteOffset));
}

/** The number is the caller’s, the rest is what the kernel found. */
const found: ArgType = {
  typeName: 'struct user_desc *',
  direction: 'inout',
  capture: (value) => ({ entry: [{ op: 'copy', at: value, length: { from: 'constant', value: NUMBER_BYTES }, cap: NUMBER_BYTES }], exit: [copy(value)] }),
  emit(out, call, index) {
    this.halves?.before(out, call, index);
    this.halves?.after(out, call, index);
  },
  halves: {
    before(out, call, index) {
      const number = numberAt(call, index);
      if (number === undefined) {
        out.address(call.word(index));
        return;
      }
      out.beginStruct();
      out.field('entry_number');
      out.decimal(number);
    },
    after(out, call, index) {
      if (numberAt(call, index) === undefined) return;
      const view = call.errno === 0 ? viewAt(call.exit, call.word(index)) : undefined;
      if (view === undefined) out.more();
      else showRest(out, view, call.abi !== 'i386');
      out.endStruct();
    },
  },
};

/** The kernel gives an unsigned int: an error is a number of 32 bits, which is no error to the C library. */
const ldtReturn: ReturnType = {
  typeName: 'int',
  emit(out, call) {
    const value = low32(call.ret);
    out.decimal(value);
    const errno = -(value | 0);
    const name = errno > 0 ? errnoName(errno) : undefined;
    if (name === undefined) return undefined;
    out.raw(` ${name}`);
    return errnos[errno]?.[1];
  },
};

/** The number that the kernel chose for the entry. */
const chosenReturn: ReturnType = {
  typeName: 'int',
  capture: (context) => ({ exit: [copy(context.arg(0))] }),
  emit(out, call) {
    out.decimal(call.retSigned);
    const view = viewAt(call.exit, call.word(0));
    return view === undefined ? undefined : `entry_number=${entryNumber(view)}`;
  },
};

export const segmentCalls: CallTable = {
  modify_ldt: call(int('func'), sizedDescriptor('ptr'), kernelUnsignedLong('bytecount')).returns(ldtReturn),
  set_thread_area: call(segmentDescriptor('u_info')).returns(chosenReturn),
  get_thread_area: call(named(found)('u_info')),
};
