import type { LineVocabulary } from '../decode/lineOptions.js';
import { abiNames, syscallOf } from '../syscalls/registry.js';
import { signalName } from './signalNames.js';

/** What rows call syscalls and signals. */
export const lineVocabulary: LineVocabulary = {
  syscall: (abi, nr) => syscallOf(abiNames[abi] ?? 'x86_64', nr),
  signal: signalName,
  siginfo: (signo) => signalName(signo),
};
