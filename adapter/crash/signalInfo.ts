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
