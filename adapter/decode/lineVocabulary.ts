import { abiNames, syscallOf } from '../syscalls/registry.js';
import { signalName } from '../syscalls/types/sigset.js';
import type { LineVocabulary } from './lineOptions.js';

const nameOf = (signo: number): string => signalName(signo) ?? `SIG_${signo}`;

/** Names of syscalls and signals, out of the tables. */
export const lineVocabulary: LineVocabulary = {
  syscall: (abi, nr) => syscallOf(abiNames[abi] ?? 'x86_64', nr),
  signal: nameOf,
  siginfo: (signo) => nameOf(signo),
};
