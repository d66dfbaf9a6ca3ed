/** What the kernel says of a signal that a fault raised: si_code of sigaction(2), include/uapi/asm-generic/siginfo.h. */

export interface FaultCode {
  /** `SEGV_MAPERR` */
  readonly name: string;
  /** `Address not mapped` */
  readonly title: string;
  /** As the end of a sentence: `nothing is mapped there`. */
  readonly words: string;
}

const code = (name: string, title: string, words: string): FaultCode => ({ name, title, words });

/** By signal, then by si_code. */
const codes: Readonly<Record<string, Readonly<Record<number, FaultCode>>>> = {
  SIGSEGV: {
    1: code('SEGV_MAPERR', 'Address not mapped', 'nothing is mapped there'),
    2: code('SEGV_ACCERR', 'Access not permitted', 'the mapping does not permit it'),
    3: code('SEGV_BNDERR', 'Bounds check failed', 'a bounds check failed'),
    4: code('SEGV_PKUERR', 'Protection key forbids access', 'a protection key forbids it'),
    8: code('SEGV_MTEAERR', 'Memory tag mismatch', 'the memory has another tag'),
    9: code('SEGV_MTESERR', 'Memory tag mismatch', 'the memory has another tag'),
    10: code('SEGV_CPERR', 'Control protection', 'the return address was changed (shadow stack)'),
  },
  SIGBUS: {
    1: code('BUS_ADRALN', 'Misaligned address', 'the address is not aligned'),
    2: code('BUS_ADRERR', 'No memory behind the address', 'no memory is behind the address, as beyond the end of a mapped file'),
    3: code('BUS_OBJERR', 'Device error', 'the device reported an error'),
    4: code('BUS_MCEERR_AR', 'Memory is damaged', 'the memory is damaged'),
    5: code('BUS_MCEERR_AO', 'Memory is damaged', 'the memory is damaged'),
  },
  SIGFPE: {
    1: code('FPE_INTDIV', 'Integer division by zero', 'integer division by zero'),
    2: code('FPE_INTOVF', 'Integer overflow', 'integer overflow'),
    3: code('FPE_FLTDIV', 'Floating-point division by zero', 'floating-point division by zero'),
    4: code('FPE_FLTOVF', 'Floating-point overflow', 'floating-point overflow'),
    5: code('FPE_FLTUND', 'Floating-point underflow', 'floating-point underflow'),
    6: code('FPE_FLTRES', 'Inexact floating-point result', 'inexact floating-point result'),
    7: code('FPE_FLTINV', 'Invalid floating-point operation', 'invalid floating-point operation'),
    8: code('FPE_FLTSUB', 'Subscript out of range', 'subscript out of range'),
  },
  SIGILL: {
    1: code('ILL_ILLOPC', 'Illegal opcode', 'no such instruction'),
    2: code('ILL_ILLOPN', 'Illegal operand', 'the instruction’s operand is not valid'),
    3: code('ILL_ILLADR', 'Illegal addressing mode', 'the instruction’s addressing mode is not valid'),
    4: code('ILL_ILLTRP', 'Illegal trap', 'illegal trap'),
    5: code('ILL_PRVOPC', 'Privileged opcode', 'the instruction is privileged'),
    6: code('ILL_PRVREG', 'Privileged register', 'the register is privileged'),
    7: code('ILL_COPROC', 'Coprocessor error', 'coprocessor error'),
    8: code('ILL_BADSTK', 'Internal stack error', 'internal stack error'),
  },
  SIGTRAP: {
    1: code('TRAP_BRKPT', 'Breakpoint', 'a breakpoint'),
    2: code('TRAP_TRACE', 'Single step', 'a single step'),
    3: code('TRAP_BRANCH', 'Taken branch', 'a taken branch'),
    4: code('TRAP_HWBKPT', 'Hardware breakpoint', 'a hardware breakpoint'),
  },
  SIGSYS: {
    1: code('SYS_SECCOMP', 'System call forbidden by seccomp', 'a seccomp filter forbids the system call'),
  },
};

/** Codes that say who sent a signal, whatever signal it is. */
const senders: Readonly<Record<number, FaultCode>> = {
  0: code('SI_USER', 'Sent by a process', 'kill'),
  [-1]: code('SI_QUEUE', 'Sent by a process', 'sigqueue'),
  [-2]: code('SI_TIMER', 'Sent by a timer', 'a timer'),
  [-6]: code('SI_TKILL', 'Sent by a process', 'tgkill'),
};

/** SI_KERNEL: the processor refused something, and the kernel knows no address. */
export const SI_KERNEL = 0x80;
const kernel = code('SI_KERNEL', 'General protection', 'the processor refused it');
/** int3 raises SIGTRAP with this code on x86 (arch/x86/kernel/traps.c). */
const kernelTrap = code('SI_KERNEL', 'Breakpoint', 'a breakpoint');

export const faultCode = (signal: string, siCode: number): FaultCode | undefined => codes[signal]?.[siCode];
export const senderCode = (siCode: number): FaultCode | undefined => senders[siCode];

/** Any code of any signal. */
export function describeCode(signal: string, siCode: number): FaultCode {
  const known = faultCode(signal, siCode) ?? senderCode(siCode) ?? (siCode === SI_KERNEL ? (signal === 'SIGTRAP' ? kernelTrap : kernel) : undefined);
  return known ?? code(`si_code ${siCode}`, 'Unknown', 'the kernel gives an unknown code');
}
