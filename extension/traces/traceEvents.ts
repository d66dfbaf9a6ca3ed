import type { DebugProtocol } from '@vscode/debugprotocol';
import { type CountersEvent, customEvents, type SourcesEvent } from '../../adapter/protocol/requests.js';
import type { Trace } from './trace.js';
import type { TraceRegistry } from './traceRegistry.js';

/** Takes what the adapter of a session, or the reader of a recording, says of a trace. Other messages are none of its business. */
export function takeTraceEvent(message: DebugProtocol.ProtocolMessage, trace: Trace, traces: TraceRegistry): void {
  if (isEvent(message, customEvents.counters)) trace.update(message.body as CountersEvent);
  else if (isEvent(message, customEvents.sources)) traces.tellSources(trace, message.body as SourcesEvent);
}

export const isEvent = (message: DebugProtocol.ProtocolMessage, event: string): message is DebugProtocol.Event =>
  message.type === 'event' && (message as DebugProtocol.Event).event === event;
