/** What the Statistics view and its host in the extension say to each other. */
import type { StatsRow } from '../../adapter/protocol/requests.js';

export type ToPage =
  | { readonly type: 'setup'; readonly strings: Strings }
  /** The statistics of the shown trace as they are now; undefined rows: no trace is shown. */
  | { readonly type: 'statistics'; readonly name: string; readonly rows: readonly StatsRow[] | undefined }
  | { readonly type: 'failed'; readonly reason: string };

export type ToHost = { readonly type: 'ready' } | { readonly type: 'copy'; readonly text: string };

/** Texts of the page, translated by the host. `{0}` stands for a value. */
export interface Strings {
  readonly tableLabel: string;
  readonly name: string;
  readonly share: string;
  readonly calls: string;
  readonly errors: string;
  readonly total: string;
  readonly average: string;
  readonly minimum: string;
  readonly maximum: string;
  readonly sum: string;
  readonly noTrace: string;
  readonly noCalls: string;
  readonly failed: string;
  readonly sortBy: string;
}

export type { StatsRow };
