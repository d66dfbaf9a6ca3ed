/** ptrace(2): the request says which arguments follow and what they are. */
import type { Emitter } from '../decode/emitter.js';
import { Place } from '../decode/place.js';
import { unsigned } from '../decode/word.js';
import type { AbiName } from '../record/layout.js';
import { type CallTable, call } from './call.js';
import type { ArgType } from './descriptor.js';
import { constants } from './generated/constants.gen.js';
import { floatingOf, registersOf, userOffset } from './ptraceRegisters.js';
import { syscallInfo } from './ptraceSyscallInfo.js';
import { SIGINFO_BYTES, showSiginfo, siginfo } from './siginfo.js';
import { byArgument } from './types/byArgument.js';
import { seccompInstructions } from './types/classicBpf.js';
import { argument, returned } from './types/count.js';
import { enumeration, flags, valuesOf } from './types/flags.js';
import { pid } from './types/ids.js';
import { address, kernelUnsignedLong, size, u64, unsignedInt } from './types/ints.js';
import { arrayOf, placeBehind, ptr, ref } from './types/pointers.js';
import { signalName, sigset } from './types/sigset.js';
import { field, type StructType, struct } from './types/struct.js';
import { type FieldType, type Named, named, out, outAlways, shown, type ValueType } from './types/valueType.js';

const R = valuesOf(constants.ptrace_requests);
const N = valuesOf(constants.elf_notes);

/** The signal with which the tracee goes on; 0 for none. */
const signal = shown('signal', 'u32', (out, value) => out.symbol(value, value === 0 ? undefined : signalName(Number(value)), '', 'decimal'));
const options = flags(constants.ptrace_options, 'ulong');

/** A pointer to registers of the tracer’s ABI. */
const registers = (of: (abi: AbiName) => StructType): Named<ValueType> =>
  shown(
    'registers',
    'pointer',
    (out, value, place) => {
      const type = of(place.call.abi);
      const bytes = type.size(place.call.abi);
      const { data } = place.memory.read(value, bytes);
      if (value === 0 || data.length < bytes) out.address(unsigned(value));
      else type.emitAt(out, placeBehind(place, data, unsigned(value)), 0);
    },
    (value, context) => {
      const bytes = of(context.abi).size(context.abi);
      return [{ op: 'copy', at: value, length: { from: 'constant', value: bytes }, cap: bytes }];
    },
  );
const general = registers(registersOf);
const floating = registers(floatingOf);

/** Bytes of a register set that are looked at. */
const REGSET_CAP = 512;
const setOf = (note: number, abi: AbiName): StructType | undefined =>
  note === N.NT_PRSTATUS ? registersOf(abi) : note === N.NT_FPREGSET ? floatingOf(abi) : undefined;

/** `{iov_base={…}, iov_len=216}`: the registers of the kind that the second argument names. */
function showRegset(out: Emitter, place: Place, at: number | bigint, known: boolean): void {
  const { abi, pointerSize } = place.call;
  const { data } = place.memory.read(at, 2 * pointerSize);
  if (at === 0 || data.length < 2 * pointerSize) {
    out.address(unsigned(at));
    return;
  }
  const inside = placeBehind(place, data, unsigned(at));
  const base = unsigned(iovec.read(inside, 0, 'iov_base'));
  const length = Number(iovec.read(inside, 0, 'iov_len'));
  out.beginStruct();
  out.field('iov_base');
  const type = known ? setOf(place.call.u32(2), abi) : undefined;
  const whole = type === undefined ? 0 : type.size(abi);
  const bytes = place.memory.read(base, Math.min(length, whole)).data;
  if (type === undefined || base === 0 || length === 0 || length > whole || bytes.length < length) out.address(base);
  else showPartial(out, type, placeBehind(place, bytes, base));
  out.field('iov_len');
  const before = place.call.entry.read(at, 2 * pointerSize).data;
  const given = before.length < 2 * pointerSize ? length : Number(iovec.read(placeBehind(place, before, unsigned(at)), 0, 'iov_len'));
  out.beginChange();
  out.decimal(given);
  if (given !== length) {
    out.becomes();
    out.decimal(length);
  }
  out.endChange();
  out.endStruct();
}
const iovec = struct('iovec', [field('iov_base', address), field('iov_len', size)]);

/** The registers that the buffer reaches; an array as far as it does. */
function showPartial(out: Emitter, type: StructType, place: Place): void {
  const { abi } = place.call;
  const layout = type.layout(abi);
  const there = type.fields.filter((one, index) => {
    const bytes = one.type.size(abi);
    return (layout.offsets[index] ?? 0) + (one.type.align(abi) === 4 && bytes > 4 ? 4 : bytes) <= place.data.length;
  });
  (there.length === type.fields.length ? type : struct(type.typeName, there)).emitAt(out, place, 0);
}

const regset = (written: boolean): Named =>
  named({
    typeName: 'struct iovec *',
    direction: written ? 'in' : 'out',
    capture(value, context) {
      const pointer = context.pointerSize;
      const ops = [
        {
          op: 'copy',
          at: value,
          length: { from: 'constant', value: 2 * pointer },
          cap: 2 * pointer,
          body: [
            {
              op: 'copy',
              at: { from: 'field', offset: 0, size: pointer },
              length: { from: 'field', offset: pointer, size: pointer },
              cap: REGSET_CAP,
            },
          ],
        },
      ] as const;
      return written ? { entry: ops } : { entry: ops, exitAlways: ops };
    },
    emit(out, call, index) {
      const known = written || call.errno === 0;
      showRegset(out, new Place(call, written ? call.entry : call.exit), call.word(index), known);
    },
  } satisfies ArgType as ArgType);

const peekArgs = ptr(struct('ptrace_peeksiginfo_args', [field('off', u64), field('flags', flags(constants.peeksiginfo_flags)), field('nr', unsignedInt)]));
const siginfoElement: FieldType = {
  typeName: 'siginfo_t',
  size: () => SIGINFO_BYTES,
  align: () => 4,
  emitAt: (out, place, at) => showSiginfo(out, place.data.subarray(at, at + SIGINFO_BYTES), place.call.abi),
};

/** Where the filter stands is given; its flags are told. */
const metadata = shown(
  'struct seccomp_metadata *',
  'pointer',
  (out, value, place) => {
    const { data } = place.memory.read(value, 16);
    if (value === 0 || data.length < 8 || Number(place.call.word(2)) < 8) {
      out.address(unsigned(value));
      return;
    }
    const view = new DataView(data.buffer, data.byteOffset);
    out.beginStruct();
    out.field('filter_off');
    out.decimal(view.getBigUint64(0, true));
    if (place.call.errno === 0 && Number(place.call.retSigned) >= 16 && data.length >= 16) {
      out.field('flags');
      out.flags(view.getBigUint64(8, true), constants.seccomp_filter_flags);
    }
    out.endStruct();
  },
  (value, context) => [{ op: 'copy', at: value, length: context.arg(2), cap: 16 }],
);

const filter = shown(
  'sock_filter[]',
  'pointer',
  (out, value, place) => {
    if (out.options.verbose) instructions.show(out, value, place);
    else out.address(unsigned(value));
  },
  (value, context) => (context.verbose ? instructions.follow(value, context) : []),
);
const instructions = arrayOf(seccompInstructions, returned).type;

const alone = [R.PTRACE_ATTACH, R.PTRACE_INTERRUPT, R.PTRACE_KILL, R.PTRACE_LISTEN];
const withoutAddress = [R.PTRACE_GETREGS, R.PTRACE_SETREGS, R.PTRACE_GETFPREGS, R.PTRACE_SETFPREGS];
const resuming = [R.PTRACE_DETACH, R.PTRACE_CONT, R.PTRACE_SYSCALL, R.PTRACE_SINGLESTEP, R.PTRACE_SINGLEBLOCK, R.PTRACE_SYSEMU, R.PTRACE_SYSEMU_SINGLESTEP];
const sized = [R.PTRACE_GETSIGMASK, R.PTRACE_SETSIGMASK, R.PTRACE_SECCOMP_GET_FILTER, R.PTRACE_SECCOMP_GET_METADATA, R.PTRACE_GET_SYSCALL_INFO];
const note = enumeration(constants.elf_notes, 'ulong');

export const ptraceCalls: CallTable = {
  ptrace: call(
    enumeration(constants.ptrace_requests, 'ulong')('request'),
    byArgument('pid', 0, [[[R.PTRACE_TRACEME], undefined]], pid, true),
    byArgument(
      'addr',
      0,
      [
        [[R.PTRACE_TRACEME, ...alone, ...withoutAddress], undefined],
        [[R.PTRACE_PEEKUSER, R.PTRACE_POKEUSER], userOffset],
        [[R.PTRACE_GETREGSET, R.PTRACE_SETREGSET], note],
        [[R.PTRACE_PEEKSIGINFO], peekArgs],
        [sized, kernelUnsignedLong],
      ],
      address,
      true,
    ),
    byArgument(
      'data',
      0,
      [
        [[R.PTRACE_TRACEME, ...alone], undefined],
        [resuming, signal],
        [[R.PTRACE_SEIZE, R.PTRACE_SETOPTIONS, R.PTRACE_OLDSETOPTIONS], options],
        [[R.PTRACE_PEEKTEXT, R.PTRACE_PEEKDATA, R.PTRACE_PEEKUSER], out(ref(address))],
        [[R.PTRACE_POKETEXT, R.PTRACE_POKEDATA, R.PTRACE_POKEUSER], address],
        [[R.PTRACE_GETEVENTMSG], out(ref(kernelUnsignedLong))],
        [[R.PTRACE_GETSIGINFO], out(siginfo)],
        [[R.PTRACE_SETSIGINFO], siginfo],
        [[R.PTRACE_GETREGS], out(general)],
        [[R.PTRACE_SETREGS], general],
        [[R.PTRACE_GETFPREGS], out(floating)],
        [[R.PTRACE_SETFPREGS], floating],
        [[R.PTRACE_GETREGSET], regset(false)],
        [[R.PTRACE_SETREGSET], regset(true)],
        [[R.PTRACE_PEEKSIGINFO], out(arrayOf(siginfoElement, returned))],
        [[R.PTRACE_GETSIGMASK], out(sigset(argument(2)))],
        [[R.PTRACE_SETSIGMASK], sigset(argument(2))],
        [[R.PTRACE_SECCOMP_GET_FILTER], out(filter)],
        [[R.PTRACE_SECCOMP_GET_METADATA], outAlways(metadata)],
        [[R.PTRACE_GET_SYSCALL_INFO], out(syscallInfo)],
      ],
      address,
      true,
    ),
  ),
};
