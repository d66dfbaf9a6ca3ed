/** perf_event_open(2): struct perf_event_attr (linux/perf_event.h), which has grown with almost every release. */
import type { Emitter } from '../decode/emitter.js';
import type { CallView } from '../decode/memory.js';
import { high32, low32, type Word, wordOf } from '../decode/word.js';
import type { Op, Operand } from '../plan/op.js';
import { type CallTable, call } from './call.js';
import type { ArgType } from './descriptor.js';
import { constants } from './generated/constants.gen.js';
import { fd } from './types/fd.js';
import { type ConstantSet, flags, valuesOf } from './types/flags.js';
import { pid } from './types/ids.js';
import { int } from './types/ints.js';
import { named } from './types/valueType.js';

/** PERF_ATTR_SIZE_VER0: what a size of 0 means, and less than that is refused. */
const FIRST_SIZE = 64;
/** PERF_ATTR_SIZE_VER8. */
const KNOWN_BYTES = 136;
const TYPE_AT = 0;
const SIZE_AT = 4;
const BITS_AT = 40;
/** Where the fields begin that only -v shows. */
const TAIL_AT = 48;

const T = valuesOf(constants.perf_types);
const S = valuesOf(constants.perf_sample_formats);
/** Single bits of the word at 40, lowest first; two make precise_ip. */
const bitNames =
  'disabled inherit pinned exclusive exclude_user exclude_kernel exclude_hv exclude_idle mmap comm freq inherit_stat enable_on_exec task watermark precise_ip - mmap_data sample_id_all exclude_host exclude_guest exclude_callchain_kernel exclude_callchain_user mmap2 comm_exec use_clockid context_switch write_backward namespaces ksymbol bpf_event aux_output cgroup text_poke build_id inherit_thread remove_on_exec sigtrap'.split(
    ' ',
  );
const FREQ = 1n << 10n;
const WATERMARK = 1n << 14n;
const PRECISE_SHIFT = 15;
const USE_CLOCKID = 1n << 25n;
const RESERVED_SHIFT = 38n;
const skids = ['arbitrary skid', 'constant skid', 'requested to have 0 skid', 'must have 0 skid'];

const names = (set: ConstantSet): ReadonlyMap<number, string> => new Map([...set.entries].reverse().map(([name, value]) => [Number(value), name]));
const typeNames = names(constants.perf_types);
const sizeNames = names(constants.perf_attr_sizes);
const hardwareNames = names(constants.perf_hw_ids);
const softwareNames = names(constants.perf_sw_ids);
const cacheNames = names(constants.perf_hw_caches);
const cacheOperationNames = names(constants.perf_hw_cache_ops);
const cacheResultNames = names(constants.perf_hw_cache_results);
const breakpointNames = names(constants.perf_breakpoint_types);
const clockNames = names(constants.clock_ids);

/** The attribute as far as the caller’s size reaches; what a field lacks counts as zero. */
class Attribute {
  readonly #view: DataView;
  readonly size: number;
  readonly type: number;
  readonly bits: bigint;
  constructor(data: Uint8Array) {
    const whole = new Uint8Array(KNOWN_BYTES);
    whole.set(data.subarray(0, KNOWN_BYTES));
    this.#view = new DataView(whole.buffer);
    this.size = this.u32(SIZE_AT);
    this.type = this.u32(TYPE_AT);
    this.bits = this.#view.getBigUint64(BITS_AT, true);
  }
  u16(at: number): number {
    return this.#view.getUint16(at, true);
  }
  u32(at: number): number {
    return this.#view.getUint32(at, true);
  }
  u64(at: number): Word {
    return wordOf(this.u32(at), this.u32(at + 4));
  }
  /** Whether the field at `at` is there. */
  has(at: number): boolean {
    return (this.size === 0 ? FIRST_SIZE : this.size) > at;
  }
  samples(format: number): boolean {
    return (low32(this.u64(24)) & format) !== 0;
  }
}

function showSize(out: Emitter, size: number): void {
  out.symbol(size, sizeNames.get(size), constants.perf_attr_sizes.unknown);
}

function showConfig(out: Emitter, attr: Attribute): void {
  const config = attr.u64(8);
  const low = low32(config);
  switch (attr.type) {
    case T.PERF_TYPE_HARDWARE:
      out.beginOr();
      if (high32(config) !== 0) {
        out.raw(`0x${high32(config).toString(16)}<<32`);
        out.or();
      }
      out.symbol(low, hardwareNames.get(low), constants.perf_hw_ids.unknown);
      out.endOr();
      return;
    case T.PERF_TYPE_SOFTWARE:
      out.symbol(config, typeof config === 'number' ? softwareNames.get(config) : undefined, constants.perf_sw_ids.unknown);
      return;
    case T.PERF_TYPE_TRACEPOINT:
      out.decimal(config);
      return;
    case T.PERF_TYPE_HW_CACHE:
      showCacheConfig(out, config);
      return;
    default:
      out.hex(config);
  }
}

function showCacheConfig(out: Emitter, config: Word): void {
  const rest = BigInt(config) >> 24n;
  const low = low32(config);
  out.beginOr();
  if (rest !== 0n) {
    out.raw(`0x${rest.toString(16)}<<24`);
    out.or();
  }
  for (const [shift, known, unknown] of [
    [16, cacheResultNames, constants.perf_hw_cache_results.unknown],
    [8, cacheOperationNames, constants.perf_hw_cache_ops.unknown],
    [0, cacheNames, constants.perf_hw_caches.unknown],
  ] as const) {
    const part = (low >>> shift) & 0xff;
    out.symbol(part, known.get(part), unknown);
    if (shift !== 0) {
      out.raw(`<<${shift}`);
      out.or();
    }
  }
  out.endOr();
}

function showBits(out: Emitter, attr: Attribute): void {
  const { verbose } = out.options;
  bitNames.forEach((name, bit) => {
    if (name === '-') return;
    if (name === 'precise_ip') {
      const precise = Number(attr.bits >> BigInt(PRECISE_SHIFT)) & 3;
      out.field(name);
      out.decimal(precise);
      out.comment(skids[precise] ?? '');
      return;
    }
    const value = (attr.bits >> BigInt(bit)) & 1n;
    if (value === 0n && !verbose) return;
    out.field(name);
    out.decimal(value);
  });
  const reserved = attr.bits >> RESERVED_SHIFT;
  if (reserved === 0n) return;
  out.field('__reserved_1');
  out.hex(Number(reserved));
  out.comment('Bits 63..38');
}

/** Fields from wakeup_events on: shown with -v. */
function showTail(out: Emitter, attr: Attribute): void {
  const field = (at: number, name: string, show: () => void, shown = true): void => {
    if (!attr.has(at) || !shown) return;
    out.field(name);
    show();
  };
  const decimal = (at: number, name: string): void => field(at, name, () => out.decimal(attr.u32(at)));
  const hex = (at: number, name: string, shown = true): void => field(at, name, () => out.hex(attr.u64(at)), shown);
  const breakpoint = attr.type === T.PERF_TYPE_BREAKPOINT;

  decimal(48, (attr.bits & WATERMARK) === 0n ? 'wakeup_events' : 'wakeup_watermark');
  field(52, 'bp_type', () => showBreakpointType(out, attr.u32(52)), breakpoint);
  if (breakpoint) {
    hex(56, 'bp_addr');
    field(64, 'bp_len', () => out.decimal(attr.u64(64)));
  } else {
    hex(56, 'config1');
    hex(64, 'config2');
  }
  field(72, 'branch_sample_type', () => out.flags(attr.u64(72), constants.perf_branch_formats), attr.samples(S.PERF_SAMPLE_BRANCH_STACK));
  hex(80, 'sample_regs_user');
  field(88, 'sample_stack_user', () => out.hex(attr.u32(88)), attr.samples(S.PERF_SAMPLE_STACK_USER));
  field(92, 'clockid', () => out.symbol(attr.u32(92), clockNames.get(attr.u32(92)), constants.clock_ids.unknown), (attr.bits & USE_CLOCKID) !== 0n);
  hex(96, 'sample_regs_intr');
  decimal(104, 'aux_watermark');
  field(108, 'sample_max_stack', () => out.decimal(attr.u16(108)));
  if (attr.has(110) && attr.u16(110) !== 0) out.comment(`bytes 110..111: 0x${attr.u16(110).toString(16)}`);
  decimal(112, 'aux_sample_size');
  if (attr.has(116) && attr.u32(116) !== 0) out.comment(`bytes 116..119: 0x${attr.u32(116).toString(16)}`);
  hex(120, 'sig_data');
  hex(128, 'config3');
}

function showBreakpointType(out: Emitter, value: number): void {
  const name = breakpointNames.get(value);
  const both = constants.perf_breakpoint_types.unknown;
  // Combinations that no breakpoint can have.
  out.symbol(value, name, value >= 5 && value <= 7 ? 'HW_BREAKPOINT_INVALID' : both);
}

function showAttribute(out: Emitter, call: CallView, attr: Attribute, at: Word): void {
  out.beginStruct();
  out.field('type');
  out.symbol(attr.type, typeNames.get(attr.type), constants.perf_types.unknown);
  out.field('size');
  out.beginChange();
  showSize(out, attr.size);
  const after = call.exit.read(at, SIZE_AT + 4).data;
  if (after.length === SIZE_AT + 4 && call.errno !== 0) {
    const size = new DataView(after.buffer, after.byteOffset).getUint32(SIZE_AT, true);
    if (size !== attr.size) {
      out.becomes();
      showSize(out, size);
    }
  }
  out.endChange();
  out.field('config');
  showConfig(out, attr);
  out.field((attr.bits & FREQ) === 0n ? 'sample_period' : 'sample_freq');
  out.decimal(attr.u64(16));
  out.field('sample_type');
  out.flags(attr.u64(24), constants.perf_sample_formats);
  out.field('read_format');
  out.flags(attr.u64(32), constants.perf_read_formats);
  showBits(out, attr);
  if (out.options.verbose) showTail(out, attr);
  if (!out.options.verbose || attr.size > KNOWN_BYTES) out.more();
  out.endStruct();
}

const copy = (value: Operand, length: Operand, cap: number): Op => ({ op: 'copy', at: value, length, cap });
const head = (value: Operand, body?: readonly Op[]): Op => ({
  ...copy(value, { from: 'constant', value: SIZE_AT + 4 }, SIZE_AT + 4),
  ...(body === undefined ? {} : { body }),
});

/** The attribute; the kernel writes the size that it knows when it refuses a longer one. */
const attributeType: ArgType = {
  typeName: 'struct perf_event_attr *',
  direction: 'out',
  capture: (value) => ({
    entry: [
      head(value, [
        { ...copy(value, { from: 'constant', value: FIRST_SIZE }, FIRST_SIZE) },
        copy(value, { from: 'field', offset: SIZE_AT, size: 4 }, KNOWN_BYTES),
      ]),
    ],
    exitAlways: [head(value)],
  }),
  emit(out, call, index) {
    const at = call.word(index);
    const { data } = call.entry.read(at, KNOWN_BYTES);
    const size = data.length < SIZE_AT + 4 ? -1 : new DataView(data.buffer, data.byteOffset).getUint32(SIZE_AT, true);
    const given = Math.min(size === 0 ? FIRST_SIZE : size, KNOWN_BYTES);
    const wanted = out.options.verbose ? given : TAIL_AT;
    if (at === 0 || given < FIRST_SIZE || data.length < wanted) out.address(at);
    else showAttribute(out, call, new Attribute(data.subarray(0, wanted)), at);
  },
};
const attribute = named(attributeType);
/** As PERF_EVENT_IOC_MODIFY_ATTRIBUTES takes it. */
export const modifiedAttribute = named<ArgType>({ ...attributeType, direction: 'in' });

export const perfCalls: CallTable = {
  perf_event_open: call(attribute('attr_uptr'), pid('pid'), int('cpu'), fd('group_fd'), flags(constants.perf_flags, 'uklong')('flags')).returns(fd).in('desc'),
};
