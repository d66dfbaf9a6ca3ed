/**
 * What the Crashes view asks of a session that watches for crashes (`attach` with `segfaultMonitor`), and what it is told.
 * Crashes are numbered from 1 in the order of their arrival; the number is also the DAP thread id of an opened crash.
 */

/** Equal crashes: those with the same top frames. */
export interface CrashGroupDto {
  readonly id: string;
  /** `SIGSEGV in read_number ← main (crash)` */
  readonly title: string;
  readonly count: number;
}

export interface CrashDto {
  readonly number: number;
  /** RFC 3339, to the millisecond. */
  readonly time: string;
  readonly pid: number;
  readonly tid: number;
  /** Name of the thread (comm). */
  readonly name: string;
  readonly executable?: string;
  /** `SIGSEGV` */
  readonly signal: string;
  /** The program has a handler for the signal, and went on. */
  readonly handled: boolean;
  /** A sentence: what went wrong. */
  readonly summary: string;
  /** The innermost frame that has a source line: function and place. */
  readonly function?: string;
  readonly source?: { readonly path: string; readonly line: number };
  /** Absent where the crash was not looked at closely, because memory was short. */
  readonly group?: CrashGroupDto;
}

/** Event `syscallTrace/crashes`, at most ten times a second: what has come since the last. */
export interface CrashesEvent {
  readonly crashes: readonly CrashDto[];
  /** Older ones than this are forgotten, by the adapter too. */
  readonly oldest: number;
}

/** Event `syscallTrace/crashCounters`, once a second: detected = filtered + captured + dropped. */
export interface CrashCountersEvent {
  readonly detected: number;
  readonly filtered: number;
  readonly captured: number;
  readonly dropped: number;
}

/** Event `syscallTrace/crashRefusal`, before the error of `attach`: why crashes cannot be watched for. */
export interface CrashRefusalEvent {
  /** CrashRefusal of adapter/crash/crashMonitor.ts. */
  readonly refusal: string;
  readonly message: string;
  /** Commands that grant what is missing. */
  readonly remedies: readonly string[];
}

export interface CrashOpenArguments {
  readonly number: number;
}

export const crashRequests = { open: 'syscallTrace/crash.open' } as const;
export const crashEvents = { crashes: 'syscallTrace/crashes', counters: 'syscallTrace/crashCounters', refusal: 'syscallTrace/crashRefusal' } as const;
