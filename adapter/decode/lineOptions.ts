import type { SyscallEntryInTable } from '../syscalls/descriptor.js';
import { type DecodeOptions, defaultDecodeOptions } from './emitter.js';
import type { CallView } from './memory.js';

/** Digits behind the point of a second. */
export type Precision = 0 | 3 | 6 | 9;

/** What may be said of a call’s end: the values of `-e status=`. */
export const callStatuses = ['successful', 'failed', 'unfinished', 'unavailable', 'detached'] as const;
export type CallStatus = (typeof callStatuses)[number];

/** Messages that can be left out: the values of `-e quiet=`. */
export const quietMessages = ['attach', 'exit', 'path-resolution', 'personality', 'thread-execve'] as const;
export type QuietMessage = (typeof quietMessages)[number];

/** How lines look; the defaults are strace’s. */
export interface LineOptions {
  readonly decode: DecodeOptions;
  /** `auto`: `[pid N] ` while more than one task is traced; `always`: that, always; `column`: `N ` always (-f -o FILE); `none`: never. */
  readonly pidPrefix: 'auto' | 'always' | 'column' | 'none';
  /** Column in which results stand (-a). */
  readonly column: number;
  /** Wall clock in front of each line (-t -tt -ttt). */
  readonly clock: { readonly format: 'none' | 'time' | 'unix'; readonly precision: Precision };
  /** Time since the line before (-r); undefined for none. */
  readonly relative: Precision | undefined;
  /** Time spent in the call (-T); undefined for none. */
  readonly duration: Precision | undefined;
  /** Syscall number (-n). */
  readonly showNumber: boolean;
  /** Instruction pointer (-i). */
  readonly showIp: boolean;
  readonly quiet: ReadonlySet<QuietMessage>;
  /** Calls are shown only when they ended so, and then only once they have ended; undefined for all. */
  readonly statuses: ReadonlySet<CallStatus> | undefined;
  /** Whether a syscall’s lines are wanted. */
  readonly wanted: (abi: number, nr: number) => boolean;
  /** Whole lines below a call that returned: its data in hex. Undefined for none. */
  readonly below?: ((syscall: SyscallEntryInTable, call: CallView) => string) | undefined;
  /** Whether a signal’s lines are wanted. */
  readonly wantedSignal: (signo: number) => boolean;
}

export const defaultLineOptions: LineOptions = {
  decode: defaultDecodeOptions,
  pidPrefix: 'auto',
  column: 40,
  clock: { format: 'none', precision: 0 },
  relative: undefined,
  duration: undefined,
  showNumber: false,
  showIp: false,
  quiet: new Set(),
  statuses: undefined,
  wanted: () => true,
  wantedSignal: () => true,
};

/** What the line writer must be told about syscalls and signals. */
export interface LineVocabulary {
  /** Also for numbers that no table has. */
  syscall(abi: number, nr: number): SyscallEntryInTable;
  /** `SIGSEGV`. */
  signal(signo: number): string;
  /** `SIGSEGV {si_signo=SIGSEGV, …}`; the name alone when there is no siginfo_t. */
  siginfo(signo: number, siginfo: Uint8Array | undefined, options?: DecodeOptions): string;
}
