/** What BPF_OBJ_GET_INFO_BY_FD tells of maps and programs (struct bpf_map_info, struct bpf_prog_info of linux/bpf.h). */
import type { Emitter } from '../decode/emitter.js';
import type { Place } from '../decode/place.js';
import { addWord, unsigned } from '../decode/word.js';
import { constants } from './generated/constants.gen.js';
import { type Count, countAt, countOperand } from './types/count.js';
import { device64 } from './types/device.js';
import { enumeration, flags } from './types/flags.js';
import { interfaceIndex } from './types/interfaceIndex.js';
import { address64, u64, unsignedInt } from './types/ints.js';
import { placeBehind } from './types/pointers.js';
import { type FieldLike, field, pad, type StructField, type StructType, struct } from './types/struct.js';
import { type FieldType, type Named, shown, type ValueType } from './types/valueType.js';

const NAME_BYTES = 16;
/** BPF_OBJ_NAME_LEN with its NUL; shown whole whatever -s says. */
export const objectName: FieldType = {
  typeName: 'char[16]',
  size: () => NAME_BYTES,
  align: () => 1,
  emitAt(out, place, at) {
    const bytes = place.data.subarray(at, at + NAME_BYTES - 1);
    const whole = place.data.subarray(at, at + NAME_BYTES);
    const end = whole.indexOf(0);
    out.string(end < 0 ? bytes : whole.subarray(0, end), 'path', end < 0);
  },
};

/** A number that the kernel may have changed: `0 => 5`. */
export const changing: FieldType = {
  typeName: 'u32',
  width: 'u32',
  size: () => 4,
  align: () => 4,
  emitAt(out: Emitter, place: Place, at: number) {
    const value = unsignedInt.type.read(place, at);
    const { data } = place.call.entry.read(addWord(place.address, at), 4);
    const before = data.length === 4 ? new DataView(data.buffer, data.byteOffset).getUint32(0, true) : value;
    out.beginChange();
    out.decimal(before);
    if (before !== value && place.call.errno === 0) {
      out.becomes();
      out.decimal(value);
    }
    out.endChange();
  },
};

/** Bytes that show as hex whatever they are. */
const tag: FieldType = {
  typeName: 'u8[8]',
  size: () => 8,
  align: () => 1,
  emitAt: (out, place, at) => out.string(place.data.subarray(at, at + 8), 'wholeHex', false),
};

/** Shown when what the kernel gave reaches beyond `offset`. */
const reaching = (offset: number, name: string, type: FieldLike): StructField => field(name, type, { when: (place) => place.data.length > offset });

const mapInfo = struct('bpf_map_info', [
  field('type', enumeration(constants.bpf_map_types)),
  field('id', unsignedInt),
  field('key_size', unsignedInt),
  field('value_size', unsignedInt),
  field('max_entries', unsignedInt),
  field('map_flags', flags(constants.bpf_map_flags)),
  reaching(24, 'name', objectName),
  reaching(40, 'ifindex', interfaceIndex),
  reaching(44, 'btf_vmlinux_value_type_id', unsignedInt),
  reaching(48, 'netns_dev', device64),
  reaching(48, 'netns_ino', u64),
  reaching(64, 'btf_id', unsignedInt),
  reaching(64, 'btf_key_type_id', unsignedInt),
  reaching(64, 'btf_value_type_id', unsignedInt),
]);

const programInfo = struct(
  'bpf_prog_info',
  [
    field('type', enumeration(constants.bpf_prog_types)),
    field('id', unsignedInt),
    field('tag', tag),
    field('jited_prog_len', changing),
    field('xlated_prog_len', changing),
    field('jited_prog_insns', address64),
    field('xlated_prog_insns', address64),
    reaching(40, 'load_time', u64),
    reaching(40, 'created_by_uid', unsignedInt),
    reaching(40, 'nr_map_ids', changing),
    reaching(40, 'map_ids', address64),
    reaching(64, 'name', objectName),
    reaching(80, 'ifindex', interfaceIndex),
    reaching(84, 'gpl_compatible', oneBit()),
    pad(0),
    reaching(88, 'netns_dev', device64),
    reaching(88, 'netns_ino', u64),
    reaching(104, 'nr_jited_ksyms', changing),
    reaching(104, 'nr_jited_func_lens', changing),
    reaching(104, 'jited_ksyms', address64),
    reaching(104, 'jited_func_lens', address64),
    reaching(128, 'btf_id', unsignedInt),
    reaching(128, 'func_info_rec_size', changing),
    reaching(128, 'func_info', address64),
    reaching(128, 'nr_func_info', changing),
    reaching(128, 'nr_line_info', changing),
    reaching(128, 'line_info', address64),
    reaching(128, 'jited_line_info', address64),
    reaching(128, 'nr_jited_line_info', changing),
    reaching(128, 'line_info_rec_size', changing),
    reaching(128, 'jited_line_info_rec_size', changing),
    reaching(128, 'nr_prog_tags', changing),
    reaching(128, 'prog_tags', address64),
    reaching(192, 'run_time_ns', u64),
    reaching(192, 'run_cnt', u64),
    reaching(208, 'recursion_misses', u64),
    reaching(216, 'verified_insns', unsignedInt),
  ],
  { order: programOrder() },
);

/** A length is shown beside its pointer, though it lies elsewhere. */
function programOrder(): readonly string[] {
  return (
    'type id tag jited_prog_len jited_prog_insns xlated_prog_len xlated_prog_insns load_time created_by_uid nr_map_ids map_ids name ifindex ' +
    'gpl_compatible netns_dev netns_ino nr_jited_ksyms nr_jited_func_lens jited_ksyms jited_func_lens btf_id func_info_rec_size func_info ' +
    'nr_func_info nr_line_info line_info jited_line_info nr_jited_line_info line_info_rec_size jited_line_info_rec_size nr_prog_tags prog_tags ' +
    'run_time_ns run_cnt recursion_misses verified_insns'
  ).split(' ');
}

/** The lowest bit of a word whose others are unused. */
function oneBit() {
  return shown('u32:1', 'u32', (out, value) => out.decimal(Number(value) & 1));
}

/** What the descriptor refers to says which struct it is (fs/anon_inodes.c). */
const structs: Readonly<Record<string, StructType>> = { 'anon_inode:bpf-map': mapInfo, 'anon_inode:bpf-prog': programInfo };
const INFO_CAP = 4096;

/** The object’s struct with -v, else where it is. */
export function bpfInfo(length: Count): Named<ValueType> {
  return shown(
    'struct bpf_info *',
    'u64',
    (out, value, place) => {
      const at = unsigned(value);
      const target = place.memory.fdTarget(Number(place.sibling('bpf_fd') ?? -1) | 0);
      const type = target === undefined ? undefined : structs[target];
      const wanted = Math.min(Number(countAt(length, place) ?? 0), INFO_CAP);
      const { data } = place.memory.read(at, wanted);
      if (!out.options.verbose || type === undefined || data.length < wanted || wanted === 0) {
        out.address(at);
        return;
      }
      showInfo(out, type, place, data, at);
    },
    (value, context) =>
      context.verbose
        ? [
            { op: 'copy', at: value, length: countOperand(length, context), cap: INFO_CAP },
            { op: 'fd', value: context.sibling('bpf_fd') },
          ]
        : [],
  );
}

/** Fields that the kernel’s struct does not reach are not there. */
function showInfo(out: Emitter, type: StructType, place: Place, data: Uint8Array, at: number | bigint): void {
  out.beginStruct();
  type.emitFields(out, placeBehind(place, data, at), 0);
  out.endStruct();
}
