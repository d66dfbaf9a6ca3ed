/** prctl(2) and arch_prctl(2): what each option takes and gives. */
import type { CallView } from '../decode/memory.js';
import { low32, unsigned } from '../decode/word.js';
import type { Arg } from './arg.js';
import { type CallTable, call } from './call.js';
import type { ArgType, ReturnType } from './descriptor.js';
import { constants } from './generated/constants.gen.js';
import { byArgument } from './types/byArgument.js';
import { seccompProgram } from './types/classicBpf.js';
import { flagsReturn, namedReturn } from './types/flagReturns.js';
import { enumeration, flags } from './types/flags.js';
import { address, hexLong, int, kernelLong, kernelUnsignedLong, unsignedInt } from './types/ints.js';
import { ref } from './types/pointers.js';
import { decimalReturn } from './types/returns.js';
import { signalName } from './types/sigset.js';
import { string } from './types/strings.js';
import { type Named, out, shown, type ValueType } from './types/valueType.js';

/** TASK_COMM_LEN of sched.h, the NUL included. */
const COMM_LENGTH = 16;
const number = kernelUnsignedLong;
const word = 'uklong';

const signalOrNumber = (width: 'uklong' | 'u32'): Named<ValueType> =>
  shown('signal', width, (out, value) => out.symbol(value, value === 0 ? undefined : signalName(Number(value)), '', 'decimal'));

/** The name of a thread: what is longer is cut by the kernel. */
const threadName = shown(
  'string',
  'pointer',
  (out, value, place) => {
    const at = unsigned(value);
    const { data, status } = place.memory.cstring(at);
    if (at === 0 || status === 'fault' || status === 'absent') out.address(at);
    else out.string(data.subarray(0, COMM_LENGTH - 1), 'string', data.length >= COMM_LENGTH);
  },
  (value) => [{ op: 'cstr', at: value, cap: COMM_LENGTH }],
);

const capability = enumeration(constants.capabilities, word);
const tracer = shown('pid', word, (out, value) => {
  const all = 0xffff_ffff_ffff_ffffn;
  if (value === all) out.symbol(value, 'PR_SET_PTRACER_ANY', '');
  else out.decimal(low32(value) | 0);
});
const pidType = shown('enum', word, (out, value) => {
  out.hex(unsigned(value));
  const name = constants.prctl_sched_core_scope.entries.find((entry) => entry[1] === value)?.[0];
  out.comment(name ?? constants.prctl_sched_core_scope.unknown);
});

type TypeLike = ArgType | { readonly type: ArgType };
interface Option {
  /** Arguments 2 to 5, as many as are shown. */
  readonly args: readonly TypeLike[];
  /** The kernel fills the second one in: only the option is known at entry. */
  readonly fills?: boolean;
  readonly returns?: ReturnType;
}

const takes = (...args: readonly TypeLike[]): Option => ({ args });
const fills = (type: Named<ValueType>, ...rest: readonly TypeLike[]): Option => ({ args: [out(type), ...rest], fills: true });
const gives = (returns: ReturnType, ...args: readonly TypeLike[]): Option => ({ args, returns });
const unused = [hexLong, hexLong, hexLong] as const;

const options: Readonly<Record<string, Option>> = {
  PR_SET_PDEATHSIG: takes(signalOrNumber(word)),
  PR_GET_PDEATHSIG: fills(ref(signalOrNumber('u32'))),
  PR_GET_DUMPABLE: gives(namedReturn(constants.prctl_dumpable, 'decimal')),
  PR_SET_DUMPABLE: takes(enumeration(constants.prctl_dumpable, word)),
  PR_GET_UNALIGN: fills(ref(enumeration(constants.prctl_unalign))),
  PR_SET_UNALIGN: takes(flags(constants.prctl_unalign)),
  PR_GET_KEEPCAPS: takes(),
  PR_SET_KEEPCAPS: takes(number),
  PR_GET_FPEMU: fills(ref(unsignedInt)),
  PR_SET_FPEMU: takes(number),
  PR_GET_FPEXC: fills(ref(unsignedInt)),
  PR_SET_FPEXC: takes(number),
  PR_GET_TIMING: takes(),
  PR_SET_TIMING: takes(number),
  PR_GET_ENDIAN: fills(ref(unsignedInt)),
  PR_SET_ENDIAN: takes(number),
  PR_SET_NAME: takes(threadName),
  PR_GET_NAME: fills(string),
  PR_GET_SECCOMP: takes(),
  PR_CAPBSET_READ: takes(capability),
  PR_CAPBSET_DROP: takes(capability),
  PR_GET_TSC: fills(ref(enumeration(constants.prctl_tsc))),
  PR_SET_TSC: takes(enumeration(constants.prctl_tsc)),
  PR_GET_SECUREBITS: gives(flagsReturn(constants.securebits)),
  PR_SET_SECUREBITS: takes(flags(constants.securebits, word)),
  PR_SET_TIMERSLACK: takes(kernelLong),
  PR_GET_TIMERSLACK: takes(),
  PR_TASK_PERF_EVENTS_DISABLE: takes(),
  PR_TASK_PERF_EVENTS_ENABLE: takes(),
  PR_MCE_KILL_GET: gives(namedReturn(constants.prctl_mce_kill_policy, 'decimal'), hexLong, ...unused),
  PR_SET_MM: takes(enumeration(constants.prctl_set_mm, word), ...unused),
  PR_SET_CHILD_SUBREAPER: takes(number),
  PR_GET_CHILD_SUBREAPER: fills(ref(unsignedInt)),
  PR_SET_NO_NEW_PRIVS: takes(number, ...unused),
  PR_GET_NO_NEW_PRIVS: takes(hexLong, ...unused),
  PR_GET_TID_ADDRESS: fills(ref(address)),
  PR_SET_THP_DISABLE: takes(number, ...unused),
  PR_GET_THP_DISABLE: takes(hexLong, ...unused),
  PR_SET_FP_MODE: takes(flags(constants.prctl_fp_mode)),
  PR_GET_FP_MODE: takes(),
  PR_SVE_GET_VL: takes(),
  PR_SME_GET_VL: takes(),
  PR_SME_SET_VL: takes(hexLong),
  PR_GET_SPECULATION_CTRL: gives(flagsReturn(constants.prctl_spec_state), enumeration(constants.prctl_spec_which, word)),
  PR_SET_SPECULATION_CTRL: takes(enumeration(constants.prctl_spec_which, word), enumeration({ ...constants.prctl_spec_state, unknown: '' }, word)),
  PR_PAC_RESET_KEYS: takes(flags(constants.prctl_pac_keys, word), ...unused),
  PR_SET_IO_FLUSHER: takes(number, ...unused),
  PR_GET_IO_FLUSHER: takes(hexLong, ...unused),
  PR_SET_SYSCALL_USER_DISPATCH: takes(enumeration(constants.prctl_syscall_dispatch, word), ...unused),
  PR_SCHED_CORE: takes(enumeration(constants.prctl_sched_core, word), int, pidType, hexLong),
  PR_SET_PTRACER: takes(tracer),
  PR_SET_MDWE: takes(flags(constants.prctl_mdwe, word), ...unused),
  PR_GET_MDWE: gives(flagsReturn(constants.prctl_mdwe), hexLong, ...unused),
};

/** Options whose later arguments depend on the second: by its value, else `otherwise`. */
const nested: Readonly<
  Record<string, { readonly first: TypeLike; readonly cases: Readonly<Record<number, readonly TypeLike[]>>; readonly otherwise: readonly TypeLike[] }>
> = {
  PR_MCE_KILL: {
    first: enumeration(constants.prctl_mce_kill, word),
    cases: { 1: [enumeration(constants.prctl_mce_kill_policy, word), hexLong, hexLong] },
    otherwise: unused,
  },
  PR_SET_SECCOMP: {
    first: enumeration(constants.seccomp_modes, word),
    cases: { 1: [], 2: [seccompProgram] },
    otherwise: unused,
  },
  PR_CAP_AMBIENT: {
    first: enumeration(constants.prctl_cap_ambient, word),
    cases: { 1: [capability, hexLong, hexLong], 2: [capability, hexLong, hexLong], 3: [capability, hexLong, hexLong] },
    otherwise: unused,
  },
  PR_SET_VMA: {
    first: enumeration(constants.prctl_set_vma, word),
    cases: { 0: [address, number, string] },
    otherwise: unused,
  },
};

const numbers = new Map<string, number>(constants.prctl_options.entries.map(([name, value]) => [name, value]));
const numberOf = (name: string): number => {
  const value = numbers.get(name);
  if (value === undefined) throw new Error(`no prctl option ${name}`);
  return value;
};

const rows = Object.entries(options).map(([name, option]) => [numberOf(name), option] as const);
const rowByNumber = new Map(rows);

/** The argument in `register`: as the option says, else a number. */
function argument(register: number): Arg {
  const cases: (readonly [readonly number[], TypeLike | undefined])[] = rows.map(([value, option]) => [[value], option.args[register - 1]]);
  for (const [name, { first, cases: inner, otherwise }] of Object.entries(nested)) {
    const later = Object.entries(inner).map(([key, types]) => [[Number(key)], types[register - 2]] as const);
    const type = register === 1 ? first : byArgument(name, 1, later, otherwise[register - 2] ?? hexLong).type;
    cases.push([[numberOf(name)], type]);
  }
  return byArgument(`arg${register + 1}`, 0, cases, hexLong);
}

const prctlReturn: ReturnType = {
  typeName: 'long',
  emit: (out, call) => (rowByNumber.get(call.u32(0))?.returns ?? decimalReturn).emit(out, call),
};

const OPTION_ONLY = 1;
const ALL = 5;
const knownAtEntry = (call: CallView): number => (rowByNumber.get(call.u32(0))?.fills === true ? OPTION_ONLY : ALL);

const archOptions: Readonly<Record<string, Option>> = {
  ARCH_SET_GS: takes(hexLong),
  ARCH_SET_FS: takes(hexLong),
  ARCH_GET_FS: fills(ref(address)),
  ARCH_GET_GS: fills(ref(address)),
  ARCH_GET_CPUID: takes(),
};
const archNumbers = new Map<string, number>(constants.arch_prctl_codes.entries.map(([name, value]) => [name, value]));
const archRows = Object.entries(archOptions).map(([name, option]) => [archNumbers.get(name) ?? 0, option] as const);
const archByNumber = new Map(archRows);

export const prctlCalls: CallTable = {
  prctl: call(enumeration(constants.prctl_options)('option'), argument(1), argument(2), argument(3), argument(4))
    .entryArgs(knownAtEntry)
    .returns(prctlReturn)
    .in('creds'),
  arch_prctl: call(
    enumeration(constants.arch_prctl_codes)('option'),
    byArgument(
      'arg2',
      0,
      archRows.map(([value, option]) => [[value], option.args[0]]),
      hexLong,
    ),
  ).entryArgs((call) => (archByNumber.get(call.u32(0))?.fills === true ? OPTION_ONLY : 2)),
};
