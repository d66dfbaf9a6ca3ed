/** What a signal means, in words: from its siginfo (sigaction(2)), the instruction pointer, and the mappings of the process. */
import { signalName } from '../decode/signalNames.js';
import { faultCode, SI_KERNEL, senderCode } from './faultCodes.js';
import type { SignalInfo } from './signalInfo.js';

const titles: Readonly<Record<string, string>> = {
  SIGSEGV: 'Segmentation fault',
  SIGBUS: 'Bus error',
  SIGFPE: 'Arithmetic error',
  SIGILL: 'Illegal instruction',
  SIGABRT: 'Aborted',
  SIGTRAP: 'Trap',
  SIGSYS: 'Forbidden system call',
};

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
  const sender = senderCode(info.code);
  if (sender) return `${title}: ${name} was sent by process ${info.pid} of user ${info.uid} (${sender.name}).`;
  const fault = faultCode(name, info.code);
  if (fault) {
    const { name: code, words } = fault;
    if (name === 'SIGSEGV') return `${title}: ${accessWords(info, ip, mappingAt(info.address))}: ${words} (${code}).`;
    if (name === 'SIGBUS') return `${title}: access to address ${hex(info.address)}: ${words} (${code}).`;
    return `${title} at ${hex(info.address)}: ${words} (${code}).`;
  }
  if (info.code === SI_KERNEL && name === 'SIGSEGV')
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
