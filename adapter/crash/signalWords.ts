/** What a signal means, in words: from its siginfo (sigaction(2)), the instruction pointer, and the mappings of the process. */
import { signalName } from '../decode/signalNames.js';

/** The parts of siginfo_t that words can be made of. Offsets: include/uapi/asm-generic/siginfo.h, 64-bit layout. */
export interface SignalInfo {
  readonly signo: number;
  readonly code: number;
  /** Fault address of SIGSEGV, SIGBUS, SIGILL, SIGFPE and SIGTRAP. */
  readonly address: bigint;
  /** Sender of a signal that a process sent, and its user. */
  readonly pid: number;
  readonly uid: number;
}

/** Undefined when fewer bytes were captured than siginfo_t begins with. */
export function readSignalInfo(siginfo: Uint8Array): SignalInfo | undefined {
  if (siginfo.length < 24) return undefined;
  const view = new DataView(siginfo.buffer, siginfo.byteOffset, siginfo.length);
  return {
    signo: view.getInt32(0, true),
    code: view.getInt32(8, true),
    address: view.getBigUint64(16, true),
    pid: view.getInt32(16, true),
    uid: view.getInt32(20, true),
  };
}

type CodeWords = Readonly<Record<number, readonly [name: string, words: string]>>;

const titles: Readonly<Record<string, string>> = {
  SIGSEGV: 'Segmentation fault',
  SIGBUS: 'Bus error',
  SIGFPE: 'Arithmetic error',
  SIGILL: 'Illegal instruction',
  SIGABRT: 'Aborted',
  SIGTRAP: 'Trap',
  SIGSYS: 'Forbidden system call',
};

const faultCodes: Readonly<Record<string, CodeWords>> = {
  SIGSEGV: {
    1: ['SEGV_MAPERR', 'nothing is mapped there'],
    2: ['SEGV_ACCERR', 'the mapping does not permit it'],
    3: ['SEGV_BNDERR', 'a bounds check failed'],
    4: ['SEGV_PKUERR', 'a protection key forbids it'],
    10: ['SEGV_CPERR', 'the return address was changed (shadow stack)'],
  },
  SIGBUS: {
    1: ['BUS_ADRALN', 'the address is not aligned'],
    2: ['BUS_ADRERR', 'no memory is behind the address, as beyond the end of a mapped file'],
    3: ['BUS_OBJERR', 'the device reported an error'],
    4: ['BUS_MCEERR_AR', 'the memory is damaged'],
    5: ['BUS_MCEERR_AO', 'the memory is damaged'],
  },
  SIGFPE: {
    1: ['FPE_INTDIV', 'integer division by zero'],
    2: ['FPE_INTOVF', 'integer overflow'],
    3: ['FPE_FLTDIV', 'floating-point division by zero'],
    4: ['FPE_FLTOVF', 'floating-point overflow'],
    5: ['FPE_FLTUND', 'floating-point underflow'],
    6: ['FPE_FLTRES', 'inexact floating-point result'],
    7: ['FPE_FLTINV', 'invalid floating-point operation'],
    8: ['FPE_FLTSUB', 'subscript out of range'],
  },
  SIGILL: {
    1: ['ILL_ILLOPC', 'no such instruction'],
    2: ['ILL_ILLOPN', 'the instruction’s operand is not valid'],
    3: ['ILL_ILLADR', 'the instruction’s addressing mode is not valid'],
    4: ['ILL_ILLTRP', 'illegal trap'],
    5: ['ILL_PRVOPC', 'the instruction is privileged'],
    6: ['ILL_PRVREG', 'the register is privileged'],
    7: ['ILL_COPROC', 'coprocessor error'],
    8: ['ILL_BADSTK', 'internal stack error'],
  },
  SIGTRAP: {
    1: ['TRAP_BRKPT', 'a breakpoint'],
    2: ['TRAP_TRACE', 'a single step'],
    3: ['TRAP_BRANCH', 'a taken branch'],
    4: ['TRAP_HWBKPT', 'a hardware breakpoint'],
  },
};

const senderCodes: CodeWords = {
  0: ['SI_USER', 'kill'],
  [-1]: ['SI_QUEUE', 'sigqueue'],
  [-6]: ['SI_TKILL', 'tgkill'],
};
const kernelCode = 0x80;

/** A mapping that holds the fault address. */
export interface FaultMapping {
  /** `rwxp` as in /proc/PID/maps. */
  readonly permissions: string;
  /** File or `[stack]`; empty for anonymous memory. */
  readonly name: string;
}

/** What happened, in one or two sentences. `ip` is where; `mappingAt` finds the mapping of an address. */
export function describeSignal(info: SignalInfo, ip: bigint, mappingAt: (address: bigint) => FaultMapping | undefined): string {
  const name = signalName(info.signo);
  const title = titles[name] ?? name;
  const sender = senderCodes[info.code];
  if (sender) return `${title}: ${name} was sent by process ${info.pid} of user ${info.uid} (${sender[0]}).`;
  const fault = faultCodes[name]?.[info.code];
  if (fault) {
    const [code, words] = fault;
    if (name === 'SIGSEGV') return `${title}: ${accessWords(info, ip, mappingAt(info.address))}: ${words} (${code}).`;
    if (name === 'SIGBUS') return `${title}: access to address ${hex(info.address)}: ${words} (${code}).`;
    return `${title} at ${hex(info.address)}: ${words} (${code}).`;
  }
  if (info.code === kernelCode && name === 'SIGSEGV')
    return `${title}: an address that the processor does not take, or a forbidden instruction, at ${hex(ip)} (SI_KERNEL, general protection).`;
  return `${title}: ${name} at ${hex(ip)} (si_code ${info.code}).`;
}

/** Siginfo does not say whether it was a read or a write; often it follows from where and what is mapped. */
function accessWords(info: SignalInfo, ip: bigint, mapping: FaultMapping | undefined): string {
  const address = info.address === 0n ? '0 (a null pointer)' : hex(info.address);
  if (info.address === ip) return `execution of address ${address}`;
  if (!mapping) return `access to address ${address}`;
  const where = `${address} in ${mapping.name || 'anonymous memory'} (${mapping.permissions})`;
  const write = mapping.permissions.startsWith('r-');
  return write ? `write to address ${where}` : `access to address ${where}`;
}

function hex(value: bigint): string {
  return `0x${value.toString(16)}`;
}
