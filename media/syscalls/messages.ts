/** What the Syscalls view and its host in the extension say to each other. The host owns the data; the page holds a window of it. */
import type { DetailsGetResponse, FrameDto, Row, SourcesEvent } from '../../adapter/protocol/requests.js';

export type TraceState = 'running' | 'halted' | 'ended';

/** The trace that the view shows. */
export interface ShownTrace {
  readonly id: string;
  readonly name: string;
  readonly state: TraceState;
  readonly total: number;
  /** Whether anybody can still answer for it. */
  readonly readable: boolean;
  /** Its state and counters in words. */
  readonly summary: readonly string[];
}

export type ToPage =
  /** Answers `ready`, and follows each change of the translated texts or settings. */
  | { readonly type: 'setup'; readonly strings: Strings; readonly slowNs: number }
  /** Another trace is shown, or none. */
  | { readonly type: 'trace'; readonly trace: ShownTrace | undefined; readonly canLaunch: boolean }
  /** The shown trace grew or changed its state. */
  | { readonly type: 'progress'; readonly trace: ShownTrace }
  | { readonly type: 'rows'; readonly traceId: string; readonly start: number; readonly rows: readonly Row[]; readonly total: number }
  | { readonly type: 'rowsFailed'; readonly traceId: string; readonly start: number; readonly reason: string }
  /** Source lines that were found after their rows had been sent. */
  | { readonly type: 'sources'; readonly traceId: string; readonly sources: SourcesEvent['sources'] }
  | { readonly type: 'details'; readonly traceId: string; readonly index: number; readonly details: DetailsGetResponse }
  | { readonly type: 'detailsFailed'; readonly traceId: string; readonly index: number; readonly reason: string }
  /** Go to the newest row and stay there. */
  | { readonly type: 'follow' };

export type ToHost =
  | { readonly type: 'ready' }
  | { readonly type: 'getRows'; readonly traceId: string; readonly start: number; readonly count: number }
  | { readonly type: 'getDetails'; readonly traceId: string; readonly index: number }
  /** `take`: the editor takes the focus. */
  | { readonly type: 'openSource'; readonly path: string; readonly line: number; readonly take: boolean }
  /** Open the innermost frame of a call that has a source file. */
  | { readonly type: 'openCall'; readonly traceId: string; readonly index: number; readonly take: boolean }
  | { readonly type: 'copy'; readonly text: string }
  | { readonly type: 'command'; readonly command: 'launchProgram' | 'attachToProcess' | 'openRecording' };

/** Texts of the page, translated by the host. `{0}` stands for a value. */
export interface Strings {
  readonly time: string;
  readonly process: string;
  readonly call: string;
  readonly arguments: string;
  readonly result: string;
  readonly duration: string;
  readonly source: string;
  readonly rowsLabel: string;
  readonly follow: string;
  readonly followHint: string;
  readonly loading: string;
  readonly emptyTitle: string;
  readonly emptyText: string;
  readonly emptyLaunch: string;
  readonly emptyAttach: string;
  readonly emptyOpen: string;
  readonly restricted: string;
  readonly waiting: string;
  readonly nothingRecorded: string;
  readonly notReadable: string;
  readonly failed: string;
  readonly details: string;
  readonly closeDetails: string;
  readonly resizeDetails: string;
  readonly noArguments: string;
  readonly callStack: string;
  readonly noStack: string;
  readonly inlined: string;
  readonly copyLine: string;
  readonly error: string;
  readonly slow: string;
  readonly unfinished: string;
}

export type { DetailsGetResponse, FrameDto, Row };
