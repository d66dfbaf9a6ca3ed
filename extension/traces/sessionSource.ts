import type * as vscode from 'vscode';
import {
  customRequests,
  type DetailsGetArguments,
  type DetailsGetResponse,
  type RowsGetArguments,
  type RowsGetResponse,
  type StatsGetResponse,
} from '../../adapter/protocol/requests.js';
import type { TraceSource } from './traceSource.js';

/** Asks the debug adapter of a session that runs. */
export class SessionSource implements TraceSource {
  constructor(private readonly session: vscode.DebugSession) {}

  async rows(range: RowsGetArguments): Promise<RowsGetResponse> {
    return await this.session.customRequest(customRequests.rowsGet, range);
  }

  async details(which: DetailsGetArguments): Promise<DetailsGetResponse> {
    return await this.session.customRequest(customRequests.detailsGet, which);
  }

  async statistics(): Promise<StatsGetResponse> {
    return await this.session.customRequest(customRequests.statsGet);
  }
}
