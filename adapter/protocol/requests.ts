/**
 * What the views ask of a debug adapter beyond DAP, and what it tells them. Both ends import these types.
 * Rows are numbered from 0 in the order of the trace file; a call’s row stands where its entry stands.
 */

import type { Json } from './json.js';

export interface Row {
  readonly index: number;
  readonly kind: 'syscall' | 'signal' | 'groupStop' | 'exit' | 'exec' | 'start' | 'note';
  readonly pid: number;
  readonly tid: number;
  /** Nanoseconds since recording began. */
  readonly timeNs: number;
  /** Of a call that returned. */
  readonly durationNs?: number;
  /** Syscall or signal name. */
  readonly name: string;
  /** Arguments as strace prints them, without the parentheses. */
  readonly args: string;
  /** As strace prints it behind `= `; `?` for a call that never returned; undefined while it runs. */
  readonly result?: string;
  readonly errno?: string;
  /** The source line that made the call, once known. */
  readonly source?: { readonly path: string; readonly line: number };
}

export interface RowsGetArguments {
  readonly start: number;
  readonly count: number;
  readonly filter?: string;
}
export interface RowsGetResponse {
  readonly rows: readonly Row[];
  readonly total: number;
}

export interface DetailsGetArguments {
  readonly index: number;
}
export interface DetailsGetResponse {
  readonly row: Row;
  readonly line: string;
  /** Values in the form of decode/valueJson.ts. */
  readonly args: readonly { readonly name: string; readonly type: string; readonly value: Json }[];
  /** What stands behind `= `. */
  readonly result?: string;
  readonly stack?: readonly FrameDto[];
}
export interface FrameDto {
  readonly address: string;
  readonly symbol?: string;
  readonly module?: string;
  readonly file?: string;
  readonly line?: number;
  readonly inlined: boolean;
  readonly quality: string;
}

export interface StatsRow {
  readonly name: string;
  readonly calls: number;
  readonly errors: number;
  readonly totalNs: number;
  readonly averageNs: number;
  readonly minNs: number;
  readonly maxNs: number;
}
export interface StatsGetResponse {
  readonly rows: readonly StatsRow[];
  readonly events: number;
}

/** Event `syscallTrace/counters`, about ten times a second while something changes. */
export interface CountersEvent {
  readonly rows: number;
  readonly calls: number;
  readonly errors: number;
  readonly lost: number;
  readonly tasks: number;
  readonly state: 'running' | 'halted' | 'ended';
  readonly recording?: string;
}

/** Event `syscallTrace/sources`: source lines that were found after their rows had been sent. */
export interface SourcesEvent {
  readonly sources: readonly { readonly index: number; readonly path: string; readonly line: number }[];
}

export const customRequests = { rowsGet: 'syscallTrace/rows.get', detailsGet: 'syscallTrace/details.get', statsGet: 'syscallTrace/stats.get' } as const;
export const customEvents = { counters: 'syscallTrace/counters', sources: 'syscallTrace/sources' } as const;
