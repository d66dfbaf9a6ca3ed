import type { DetailsGetArguments, DetailsGetResponse, RowsGetArguments, RowsGetResponse, StatsGetResponse } from '../../adapter/protocol/requests.js';

/** Whatever answers the questions of the views about one trace: a running session, or a reader of its recording. */
export interface TraceSource {
  /** Rejects when the source cannot answer (any more). */
  rows(range: RowsGetArguments): Promise<RowsGetResponse>;
  details(which: DetailsGetArguments): Promise<DetailsGetResponse>;
  statistics(): Promise<StatsGetResponse>;
}
