/** What the adapter says of itself: nothing that it does not do. */
import type { DebugProtocol } from '@vscode/debugprotocol';
import { exceptionFilters } from './exceptionFilters.js';

export const capabilities: DebugProtocol.Capabilities = {
  supportsConfigurationDoneRequest: true,
  supportsFunctionBreakpoints: true,
  exceptionBreakpointFilters: [...exceptionFilters],
  supportsExceptionFilterOptions: true,
  supportsExceptionInfoRequest: true,
  supportsEvaluateForHovers: true,
  supportsDelayedStackTraceLoading: true,
  supportsReadMemoryRequest: true,
  supportsTerminateRequest: true,
  supportTerminateDebuggee: true,
};

/**
 * What changes when the program was there before us. VS Code’s “stop” asks to terminate wherever that is supported, also
 * for a program that was only attached to; without it “stop” means to let go.
 */
export const capabilitiesAttached: DebugProtocol.Capabilities = { supportTerminateDebuggee: false };
