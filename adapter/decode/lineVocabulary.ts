import { abiNames, syscallOf } from '../syscalls/registry.js';
import { SIGINFO_BYTES, showSiginfo } from '../syscalls/siginfo.js';
import { signalName } from '../syscalls/types/sigset.js';
import { type DecodeOptions, defaultDecodeOptions } from './emitter.js';
import type { LineVocabulary } from './lineOptions.js';
import { TextEmitter } from './textEmitter.js';
import { UNDECODABLE } from './undecodable.js';

const nameOf = (signo: number): string => signalName(signo) ?? `SIG_${signo}`;

function siginfoText(signo: number, siginfo: Uint8Array | undefined, options: DecodeOptions = defaultDecodeOptions): string {
  if (siginfo === undefined || siginfo.length < SIGINFO_BYTES) return nameOf(signo);
  const out = new TextEmitter(options);
  // What ptrace gives a 64-bit tracer has the 64-bit layout, whatever the tracee is (ptrace(2), PTRACE_GETSIGINFO).
  try {
    showSiginfo(out, siginfo, 'x86_64');
  } catch {
    return `${nameOf(signo)} /* ${UNDECODABLE} */`;
  }
  return `${nameOf(signo)} ${out.take()}`;
}

/** Names of syscalls and signals, out of the tables. */
export const lineVocabulary: LineVocabulary = {
  syscall: (abi, nr) => syscallOf(abiNames[abi] ?? 'x86_64', nr),
  signal: nameOf,
  siginfo: siginfoText,
};
