/** union bpf_attr (linux/bpf.h): which fields each command of bpf(2) has. A field is shown when the attribute is long enough for its first byte. */
import type { Place } from '../decode/place.js';
import { unsigned } from '../decode/word.js';
import { shownInstructions } from './bpfInstructions.js';
import { bpfInfo, changing, objectName } from './bpfObjectInfo.js';
import { constants } from './generated/constants.gen.js';
import { aligned64 } from './types/aligned64.js';
import { type Count, countAt, countOperand, sibling } from './types/count.js';
import { fd, fdU32 } from './types/fd.js';
import { enumeration, flags, valuesOf } from './types/flags.js';
import { in64 } from './types/in64.js';
import { interfaceIndex } from './types/interfaceIndex.js';
import { address64, hex32, hex64, int, u64, unsignedInt } from './types/ints.js';
import { arrayOf64 } from './types/pointers.js';
import { buffer, path, string } from './types/strings.js';
import { type FieldLike, type FieldOptions, hidden, field as plainField, type StructField, type StructType, struct } from './types/struct.js';
import { type Named, shown, type ValueType } from './types/valueType.js';

export interface BpfAttribute {
  readonly type: StructType;
  /** Bytes that the command knows; what follows is extra. */
  readonly known: number;
  /** The kernel fills something in: shown when the call has returned. */
  readonly fills?: boolean;
  /** Shown behind ` => ` when the number at this offset is another one then. */
  readonly changes?: { readonly at: number; readonly names: readonly string[] };
  /** Other shapes, by the number at an offset. */
  readonly variants?: { readonly at: number; readonly cases: readonly (readonly [value: number, shape: BpfAttribute])[] };
}

const batchCount = { at: 32, names: ['batch', 'count'] } as const;
const BPF_F_REPLACE = 4;
const BPF_F_NUMA_NODE = 4;

/** 64-bit fields are __aligned_u64: they lie alike under every ABI. */
const field = (name: string, type: FieldLike, options: FieldOptions = {}): StructField => aligned64(plainField(name, type, options));

/** Shown when the attribute reaches beyond `offset`. */
const from = (offset: number): FieldOptions => ({ when: (place) => place.call.u32(2) > offset });
const later = (offset: number, ...fields: readonly StructField[]): StructField[] =>
  fields.map((one) => ({ ...one, when: (place: Place) => place.call.u32(2) > offset && (one.when?.(place) ?? true) }));

const version = shown('version', 'u32', (out, value) => {
  const number = Number(value);
  if (!out.beginCall('KERNEL_VERSION', number)) return;
  for (const part of [number >>> 16, (number >>> 8) & 0xff, number & 0xff]) {
    out.item();
    out.decimal(part);
  }
  out.endCall();
});

const mapFd = field('map_fd', fd);
const key = field('key', address64);
const value = field('value', address64);
const attachType = enumeration(constants.bpf_attach_types);
const attachFlags = flags(constants.bpf_attach_flags);
const number = unsignedInt;
const nested = (name: string, ...fields: readonly StructField[]): StructType => struct('bpf_attr', [field(name, struct(name, fields))]);
const plain = (...fields: readonly StructField[]): StructType => struct('bpf_attr', fields);

const mapCreate = plain(
  field('map_type', enumeration(constants.bpf_map_types)),
  field('key_size', number),
  field('value_size', number),
  field('max_entries', number),
  field('map_flags', flags(constants.bpf_map_flags), from(16)),
  field('inner_map_fd', fdU32, from(20)),
  field('numa_node', number, { when: (place) => place.call.u32(2) > 24 && (Number(place.sibling('map_flags') ?? 0) & BPF_F_NUMA_NODE) !== 0 }),
  field('map_name', objectName, from(28)),
  field('map_ifindex', interfaceIndex, from(44)),
  ...later(48, field('btf_fd', fdU32), field('btf_key_type_id', number), field('btf_value_type_id', number)),
  field('btf_vmlinux_value_type_id', number, from(60)),
  field('map_extra', u64, from(64)),
);

const lookup = plain(mapFd, key, value, field('flags', flags(constants.bpf_lookup_flags, 'u64'), from(24)));

const programLoad = plain(
  field('prog_type', enumeration(constants.bpf_prog_types)),
  field('insn_cnt', number),
  field('insns', shownInstructions(sibling('insn_cnt'))),
  field('license', in64(string)),
  ...later(24, field('log_level', number), field('log_size', number), field('log_buf', in64(string))),
  field('kern_version', version, from(40)),
  field('prog_flags', flags(constants.bpf_prog_flags), from(44)),
  field('prog_name', objectName, from(48)),
  field('prog_ifindex', interfaceIndex, from(64)),
  field('expected_attach_type', attachType, from(68)),
  ...later(
    72,
    field('prog_btf_fd', fdU32),
    field('func_info_rec_size', number),
    field('func_info', address64),
    field('func_info_cnt', number),
    field('line_info_rec_size', number),
    field('line_info', address64),
    field('line_info_cnt', number),
  ),
  field('attach_btf_id', number, from(108)),
  field('attach_prog_fd', fdU32, from(112)),
  hidden('core_relo_cnt', number),
  field('fd_array', address64, from(120)),
);

const object = plain(field('pathname', in64(path)), field('bpf_fd', fdU32), field('file_flags', flags(constants.bpf_file_flags), from(12)));

const testRun = nested(
  'test',
  field('prog_fd', fdU32),
  field('retval', number),
  field('data_size_in', number),
  field('data_size_out', number),
  field('data_in', address64),
  field('data_out', address64),
  field('repeat', number),
  field('duration', number),
  ...later(40, field('ctx_size_in', number), field('ctx_size_out', number), field('ctx_in', address64), field('ctx_out', address64)),
  ...later(64, field('flags', flags(constants.bpf_test_run_flags)), field('cpu', number)),
  field('batch_size', number, from(72)),
);

/** Ids by number; what they are read from is named by `first`. */
const byId = (first: FieldLike, name: string): StructType =>
  plain(field(name, first), field('next_id', changing), field('open_flags', flags(constants.bpf_file_flags), from(8)));

const programIds = (count: Count): Named<ValueType> => {
  const ids = arrayOf64(unsignedInt, count).type;
  return shown(
    'u32[]',
    'u64',
    (out, value, place) => {
      if (place.call.errno !== 0 && place.sibling('prog_cnt') !== 0) out.address(unsigned(value));
      else ids.show(out, value, place);
    },
    (value, context) => ids.follow(value, context),
  );
};

const query = nested(
  'query',
  field('target_fd', fdU32),
  field('attach_type', attachType),
  field('query_flags', flags(constants.bpf_query_flags)),
  field('attach_flags', attachFlags),
  field('prog_ids', programIds(sibling('prog_cnt'))),
  field('prog_cnt', changing),
);

/** A string that ends with its buffer at the latest. */
const boundedString = (length: Count): Named<ValueType> =>
  shown(
    'string',
    'pointer',
    (out, value, place) => {
      const at = unsigned(value);
      const bytes = Math.min(Number(countAt(length, place) ?? 0), out.options.stringLimit + 1);
      const { data } = place.memory.read(at, bytes);
      const end = data.indexOf(0);
      if (at === 0 || (end < 0 && data.length < bytes)) out.address(at);
      else out.string(end < 0 ? data : data.subarray(0, end), 'string', end < 0);
    },
    (value, context) => [{ op: 'copy', at: value, length: countOperand(length, context), cap: context.stringCap + 1 }],
  );

const taskQuery = nested(
  'task_fd_query',
  field('pid', int),
  field('fd', fdU32),
  field('flags', number),
  field('buf_len', changing),
  field('buf', in64(boundedString(sibling('buf_len')))),
  field('prog_id', number),
  field('fd_type', enumeration(constants.bpf_task_fd_types)),
  field('probe_offset', hex64),
  field('probe_addr', hex64),
);

const batch = (...skipped: readonly string[]): StructType => {
  const all = [
    field('in_batch', address64),
    field('out_batch', address64),
    field('keys', address64),
    field('values', address64),
    field('count', number),
    mapFd,
    field('elem_flags', flags(constants.bpf_lookup_flags, 'u64')),
    field('flags', hex64),
  ];
  return nested('batch', ...all.map((one) => (skipped.includes(one.name) ? { ...one, hidden: true } : one)));
};

const ATTACH = valuesOf(constants.bpf_attach_types);
const reaches16: FieldOptions = from(16);
const iteratorInfo = struct('bpf_iter_link_info', [field('map', struct('map', [field('map_fd', fdU32)]))]);
const kprobes = struct('kprobe_multi', [
  field('flags', flags(constants.bpf_kprobe_multi_flags)),
  field('cnt', number),
  field('syms', arrayOf64(in64(string), sibling('cnt'))),
  field('addrs', arrayOf64(hex64, sibling('cnt'))),
  field('cookies', arrayOf64(hex64, sibling('cnt'))),
]);
const link = (...details: readonly StructField[]): StructType =>
  nested('link_create', field('prog_fd', fdU32), field('target_fd', fdU32), field('attach_type', attachType), field('flags', hex32), ...details);
const LINK_KNOWN = 16;
const ATTACH_TYPE_AT = 8;

const linkUpdate = nested(
  'link_update',
  field('link_fd', fdU32),
  field('new_prog_fd', fdU32),
  field('flags', attachFlags),
  field('old_prog_fd', fdU32, { when: (place) => (Number(place.sibling('flags') ?? 0) & BPF_F_REPLACE) !== 0 }),
);

const C = valuesOf(constants.bpf_cmds);
const lookups: BpfAttribute = { type: lookup, known: 32 };
const nextId: BpfAttribute = { type: byId(number, 'start_id'), known: 12, fills: true };
const single = (name: string, type: FieldLike): BpfAttribute => ({ type: plain(field(name, type)), known: 4 });

export const bpfAttributes: readonly (readonly [command: number, attribute: BpfAttribute])[] = [
  [C.BPF_MAP_CREATE, { type: mapCreate, known: 72 }],
  [C.BPF_MAP_LOOKUP_ELEM, lookups],
  [C.BPF_MAP_UPDATE_ELEM, { type: plain(mapFd, key, value, field('flags', enumeration(constants.bpf_map_update_flags, 'u64'))), known: 32 }],
  [C.BPF_MAP_DELETE_ELEM, { type: plain(mapFd, key), known: 16 }],
  [C.BPF_MAP_GET_NEXT_KEY, { type: plain(mapFd, key, field('next_key', address64)), known: 24 }],
  [C.BPF_PROG_LOAD, { type: programLoad, known: 128 }],
  [C.BPF_OBJ_PIN, { type: object, known: 16 }],
  [C.BPF_OBJ_GET, { type: object, known: 16 }],
  [
    C.BPF_PROG_ATTACH,
    {
      type: plain(
        field('target_fd', fdU32),
        field('attach_bpf_fd', fdU32),
        field('attach_type', attachType),
        field('attach_flags', attachFlags),
        field('replace_bpf_fd', fdU32, reaches16),
      ),
      known: 20,
    },
  ],
  [C.BPF_PROG_DETACH, { type: plain(field('target_fd', fdU32), hidden('attach_bpf_fd', fdU32), field('attach_type', attachType)), known: 12 }],
  [C.BPF_PROG_TEST_RUN, { type: testRun, known: 76 }],
  [C.BPF_PROG_GET_NEXT_ID, nextId],
  [C.BPF_MAP_GET_NEXT_ID, nextId],
  [C.BPF_BTF_GET_NEXT_ID, nextId],
  [C.BPF_LINK_GET_NEXT_ID, nextId],
  [C.BPF_PROG_GET_FD_BY_ID, { type: byId(number, 'prog_id'), known: 12 }],
  [C.BPF_MAP_GET_FD_BY_ID, { type: byId(number, 'map_id'), known: 12 }],
  [C.BPF_BTF_GET_FD_BY_ID, single('btf_id', number)],
  [C.BPF_LINK_GET_FD_BY_ID, single('link_id', number)],
  [
    C.BPF_OBJ_GET_INFO_BY_FD,
    { type: nested('info', field('bpf_fd', fdU32), field('info_len', changing), field('info', bpfInfo(sibling('info_len')))), known: 16, fills: true },
  ],
  [C.BPF_PROG_QUERY, { type: query, known: 28, fills: true }],
  [C.BPF_RAW_TRACEPOINT_OPEN, { type: nested('raw_tracepoint', field('name', in64(string)), field('prog_fd', fdU32)), known: 12 }],
  [
    C.BPF_BTF_LOAD,
    {
      type: plain(
        field('btf', in64(buffer(sibling('btf_size')))),
        field('btf_log_buf', address64),
        field('btf_size', number),
        field('btf_log_size', number),
        field('btf_log_level', number),
      ),
      known: 28,
    },
  ],
  [C.BPF_TASK_FD_QUERY, { type: taskQuery, known: 48, fills: true }],
  [C.BPF_MAP_LOOKUP_AND_DELETE_ELEM, lookups],
  [C.BPF_MAP_FREEZE, single('map_fd', fd)],
  [C.BPF_MAP_LOOKUP_BATCH, { type: batch(), known: 56, changes: batchCount }],
  [C.BPF_MAP_LOOKUP_AND_DELETE_BATCH, { type: batch(), known: 56, changes: batchCount }],
  [C.BPF_MAP_UPDATE_BATCH, { type: batch('in_batch', 'out_batch'), known: 56, changes: batchCount }],
  [C.BPF_MAP_DELETE_BATCH, { type: batch('in_batch', 'out_batch', 'values'), known: 56, changes: batchCount }],
  [
    C.BPF_LINK_CREATE,
    {
      type: link(),
      known: LINK_KNOWN,
      variants: {
        at: ATTACH_TYPE_AT,
        cases: [
          [ATTACH.BPF_PERF_EVENT, { type: link(field('perf_event', struct('perf_event', [field('bpf_cookie', hex64)]), reaches16)), known: 24 }],
          [ATTACH.BPF_TRACE_KPROBE_MULTI, { type: link(field('kprobe_multi', kprobes, reaches16)), known: 48 }],
          [
            ATTACH.BPF_TRACE_ITER,
            { type: link(...later(16, field('iter_info', arrayOf64(iteratorInfo, sibling('iter_info_len'))), field('iter_info_len', number))), known: 28 },
          ],
        ],
      },
    },
  ],
  [C.BPF_LINK_UPDATE, { type: linkUpdate, known: 16 }],
  [C.BPF_ENABLE_STATS, { type: nested('enable_stats', field('type', enumeration(constants.bpf_stats_types))), known: 4 }],
  [C.BPF_ITER_CREATE, { type: nested('iter_create', field('link_fd', fdU32), field('flags', hex32)), known: 8 }],
  [C.BPF_LINK_DETACH, { type: nested('link_detach', field('link_fd', fdU32)), known: 4 }],
  [C.BPF_PROG_BIND_MAP, { type: nested('prog_bind_map', field('prog_fd', fdU32), field('map_fd', fdU32), field('flags', hex32)), known: 12 }],
];
