/** The signals that a crash can raise, and those that are watched for unless others are asked for (C1). */
import { constants } from 'node:os';

export const crashSignalNames = ['SIGSEGV', 'SIGBUS', 'SIGILL', 'SIGFPE', 'SIGABRT', 'SIGTRAP', 'SIGSYS'] as const;
export type CrashSignalName = (typeof crashSignalNames)[number];

export const crashSignals: readonly number[] = crashSignalNames.map((name) => constants.signals[name]);
export const defaultCrashSignals: readonly number[] = [constants.signals.SIGSEGV];

/** `SEGV`, `sigsegv` or `11`; undefined for what is none of them. */
export function crashSignalNamed(word: string): number | undefined {
  const number = /^\d+$/.test(word) ? Number(word) : undefined;
  const upper = word.toUpperCase();
  return crashSignalNames
    .map((name) => ({ name, signo: constants.signals[name] }))
    .find(({ name, signo }) => number === signo || upper === name || `SIG${upper}` === name)?.signo;
}
