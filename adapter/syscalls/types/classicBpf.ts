/**
 * Programs of the classic BPF machine (linux/filter.h, Documentation/networking/filter.rst), as seccomp and socket
 * filters have them: `{len=2, filter=[BPF_STMT(BPF_LD|BPF_W|BPF_ABS, 0), BPF_JUMP(…)]}`.
 */
import type { Emitter } from '../../decode/emitter.js';
import { unsigned } from '../../decode/word.js';
import { constants } from '../generated/constants.gen.js';
import { showBpfCode } from './bpfCode.js';
import { sibling } from './count.js';
import type { ConstantSet } from './flags.js';
import { u16 } from './ints.js';
import { arrayOf, ptr } from './pointers.js';
import { field, type StructType, struct } from './struct.js';
import { type FieldType, type Named, shown, type ValueType } from './valueType.js';

/** struct sock_filter: code, jt, jf, k. */
const INSTRUCTION_BYTES = 8;
const CLASS_MASK = 0x07;
const RET_CLASS = 0x06;
const names = (set: ConstantSet): ReadonlyMap<number, string> => new Map(set.entries.map(([name, value]) => [Number(value), name]));

/** How a filter’s constants are shown: what seccomp returns, or offsets into a packet. */
export type FilterKind = 'seccomp' | 'socket';

const SECCOMP_ACTION = 0xffff_0000;
const actionNames = names(constants.seccomp_ret_actions);

/** `SECCOMP_RET_ERRNO|0x1` */
export function showSeccompAction(out: Emitter, value: number): void {
  const action = (value & SECCOMP_ACTION) >>> 0;
  const data = value & ~SECCOMP_ACTION;
  out.beginOr();
  out.symbol(action, actionNames.get(action), constants.seccomp_ret_actions.unknown);
  if (data !== 0) {
    out.or();
    out.hex(data);
  }
  out.endOr();
}

/** Loads from these offsets reach beside the packet (SKF_AD_OFF, SKF_NET_OFF, SKF_LL_OFF of linux/filter.h). */
const ANCILLARY = 0xffff_f000;
const NETWORK = 0xfff0_0000;
const LINK_LAYER = 0xffe0_0000;
const ABSOLUTE_LOAD = 0x20;
const LOAD_MASK = 0xe7;
const ancillaryNames = names(constants.bpf_ancillary);

function showOffset(out: Emitter, value: number): void {
  if (out.options.constants === 'raw' || value < LINK_LAYER) out.hex(value);
  else if (value >= ANCILLARY) {
    out.raw('SKF_AD_OFF+');
    out.symbol(value - ANCILLARY, ancillaryNames.get(value - ANCILLARY), constants.bpf_ancillary.unknown);
  } else if (value >= NETWORK) out.raw(`SKF_NET_OFF+${value - NETWORK}`);
  else out.raw(`SKF_LL_OFF+${value - LINK_LAYER}`);
}

function showStatementConstant(out: Emitter, kind: FilterKind, code: number, value: number): void {
  if (kind === 'seccomp' && (code & CLASS_MASK) === RET_CLASS) showSeccompAction(out, value);
  else if (kind === 'socket' && (code & LOAD_MASK) === ABSOLUTE_LOAD) showOffset(out, value);
  else out.hex(value);
}

function showInstruction(out: Emitter, data: Uint8Array, kind: FilterKind): void {
  const view = new DataView(data.buffer, data.byteOffset, INSTRUCTION_BYTES);
  const code = view.getUint16(0, true);
  const [ifTrue, ifFalse] = [view.getUint8(2), view.getUint8(3)];
  const constant = view.getUint32(4, true);
  const jumps = ifTrue !== 0 || ifFalse !== 0;
  out.beginCall(jumps ? 'BPF_JUMP' : 'BPF_STMT', undefined);
  out.item();
  showBpfCode(out, code, 'classic');
  out.item();
  if (jumps) out.hex(constant);
  else showStatementConstant(out, kind, code, constant);
  if (jumps) {
    for (const distance of [ifTrue, ifFalse]) {
      out.item();
      out.hex(distance);
    }
  }
  out.endCall();
}

const instruction = (kind: FilterKind): FieldType => ({
  typeName: 'struct sock_filter',
  size: () => INSTRUCTION_BYTES,
  align: () => 4,
  emitAt: (out, place, at) => showInstruction(out, place.data.subarray(at, at + INSTRUCTION_BYTES), kind),
});

/** The instructions with -v, else where they are. */
function instructions(kind: FilterKind): Named<ValueType> {
  const array = arrayOf(instruction(kind), sibling('len')).type;
  return shown(
    'sock_filter[]',
    'pointer',
    (out, value, place) => {
      if (out.options.verbose) array.show(out, value, place);
      else out.address(unsigned(value));
    },
    (value, context) => (context.verbose ? array.follow(value, context) : []),
  );
}

const program = (kind: FilterKind): StructType => struct('sock_fprog', [field('len', u16), field('filter', instructions(kind))]);

/** struct sock_fprog of SO_ATTACH_FILTER and the like. */
export const socketFilterProgram: StructType = program('socket');
/** A pointer to the program that seccomp(2) and prctl(PR_SET_SECCOMP) install. */
export const seccompProgram = ptr(program('seccomp'));
/** `count` instructions at a pointer, as PTRACE_SECCOMP_GET_FILTER gives them. */
export const seccompInstructions = instruction('seccomp');
/** An instruction of a socket’s filter, as packet sockets report them. */
export const socketInstruction = instruction('socket');
