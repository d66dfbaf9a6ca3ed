import { signalName } from '../decode/signalNames.js';

/** The exit code that a shell would show for a wait status (wait(2)): the program’s own, or 128 + the signal that ended it. */
export function exitCodeOf(status: number): number {
  const signo = status & 0x7f;
  return signo === 0 ? (status >> 8) & 0xff : 128 + signo;
}

/** `exited with code 3`, `was killed by SIGSEGV (core dumped)`. */
export function exitWords(status: number): string {
  const signo = status & 0x7f;
  if (signo === 0) return `exited with code ${exitCodeOf(status)}`;
  return `was killed by ${signalName(signo)}${status & 0x80 ? ' (core dumped)' : ''}`;
}
