/** The DAP requests that the adapter answers: command → arguments and response body. */
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { CrashOpenArguments, crashRequests } from '../protocol/crashes.js';
import type { customRequests, DetailsGetArguments, DetailsGetResponse, RowsGetArguments, RowsGetResponse, StatsGetResponse } from '../protocol/requests.js';

type Nothing = Record<string, never> | undefined;
type Exchange<Arguments, Body = void> = { readonly arguments: Arguments; readonly body: Body };

export interface RequestTypes {
  initialize: Exchange<DebugProtocol.InitializeRequestArguments, DebugProtocol.Capabilities>;
  launch: Exchange<unknown>;
  attach: Exchange<unknown>;
  configurationDone: Exchange<Nothing>;
  disconnect: Exchange<DebugProtocol.DisconnectArguments | undefined>;
  terminate: Exchange<DebugProtocol.TerminateArguments | undefined>;
  setExceptionBreakpoints: Exchange<DebugProtocol.SetExceptionBreakpointsArguments, DebugProtocol.SetExceptionBreakpointsResponse['body']>;
  setFunctionBreakpoints: Exchange<DebugProtocol.SetFunctionBreakpointsArguments, DebugProtocol.SetFunctionBreakpointsResponse['body']>;
  setBreakpoints: Exchange<DebugProtocol.SetBreakpointsArguments, DebugProtocol.SetBreakpointsResponse['body']>;
  threads: Exchange<Nothing, DebugProtocol.ThreadsResponse['body']>;
  stackTrace: Exchange<DebugProtocol.StackTraceArguments, DebugProtocol.StackTraceResponse['body']>;
  scopes: Exchange<DebugProtocol.ScopesArguments, DebugProtocol.ScopesResponse['body']>;
  variables: Exchange<DebugProtocol.VariablesArguments, DebugProtocol.VariablesResponse['body']>;
  evaluate: Exchange<DebugProtocol.EvaluateArguments, DebugProtocol.EvaluateResponse['body']>;
  exceptionInfo: Exchange<DebugProtocol.ExceptionInfoArguments, DebugProtocol.ExceptionInfoResponse['body']>;
  readMemory: Exchange<DebugProtocol.ReadMemoryArguments, DebugProtocol.ReadMemoryResponse['body']>;
  continue: Exchange<DebugProtocol.ContinueArguments, DebugProtocol.ContinueResponse['body']>;
  pause: Exchange<DebugProtocol.PauseArguments>;
  next: Exchange<DebugProtocol.NextArguments>;
  stepIn: Exchange<DebugProtocol.StepInArguments>;
  stepOut: Exchange<DebugProtocol.StepOutArguments>;
  [customRequests.rowsGet]: Exchange<RowsGetArguments, RowsGetResponse>;
  [customRequests.detailsGet]: Exchange<DetailsGetArguments, DetailsGetResponse>;
  [crashRequests.open]: Exchange<CrashOpenArguments>;
  [customRequests.statsGet]: Exchange<Nothing, StatsGetResponse>;
}

export type Command = keyof RequestTypes;

/** One function for each request. It may throw or reject with a DapError; anything else is reported as a fault of the adapter. */
export type RequestHandlers = {
  readonly [C in Command]: (args: RequestTypes[C]['arguments']) => RequestTypes[C]['body'] | Promise<RequestTypes[C]['body']>;
};
