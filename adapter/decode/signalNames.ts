/** Signals by number and by name, as strace writes them. */
import { constants } from 'node:os';

/** Names that Linux has twice, and the one that is used here. */
const aliases = new Set(['SIGIOT', 'SIGPOLL', 'SIGCLD', 'SIGUNUSED']);
/** The first real-time signal of the kernel (SIGRTMIN of asm/signal.h; libc’s own is higher). */
const firstRealTime = 32;
const lastSignal = 64;

const numbers = new Map<string, number>(Object.entries(constants.signals).filter(([name]) => !aliases.has(name)));
const names = new Map<number, string>([...numbers].map(([name, number]) => [number, name]));

export function signalName(signo: number): string {
  const name = names.get(signo);
  if (name) return name;
  if (signo === firstRealTime) return 'SIGRTMIN';
  if (signo > firstRealTime && signo <= lastSignal) return `SIGRT_${signo - firstRealTime}`;
  return `SIG_${signo}`;
}

/** All signals that can be delivered to a program, by number; SIGKILL is not among them. */
export const deliverableSignals: readonly { readonly signo: number; readonly name: string }[] = [...names]
  .filter(([, name]) => name !== 'SIGKILL')
  .map(([signo, name]) => ({ signo, name }))
  .sort((a, b) => a.signo - b.signo);
