import type { DebugProtocol } from '@vscode/debugprotocol';
import type * as vscode from 'vscode';
import { type CountersEvent, customEvents, type SourcesEvent } from '../../adapter/protocol/requests.js';
import type { RecordingShelf } from '../traces/recordingShelf.js';
import { SessionSource } from '../traces/sessionSource.js';
import { Trace } from '../traces/trace.js';
import type { TraceRegistry } from '../traces/traceRegistry.js';

/** Registers the trace of each session, keeps its counters, and hands it over to a reader of the recording when the session is over. */
export class SessionTracker implements vscode.DebugAdapterTrackerFactory {
  constructor(
    private readonly traces: TraceRegistry,
    private readonly shelf: RecordingShelf,
  ) {}

  createDebugAdapterTracker(session: vscode.DebugSession): vscode.DebugAdapterTracker {
    const trace = Trace.ofSession(session.id, session.name, new SessionSource(session));
    trace.recording = recordingOf(session.configuration);
    const end = () => {
      if (!trace.isOver) trace.end(trace.recording === undefined ? undefined : this.shelf.readerOf(trace.recording));
    };
    return {
      onWillStartSession: () => {
        this.traces.add(trace);
        this.traces.activate(trace);
      },
      onDidSendMessage: (message: DebugProtocol.ProtocolMessage) => {
        if (isEvent(message, customEvents.counters)) trace.update(message.body as CountersEvent);
        else if (isEvent(message, customEvents.sources)) this.traces.tellSources(trace, message.body as SourcesEvent);
        else if (isEvent(message, 'terminated')) end();
      },
      onExit: end,
      onWillStopSession: end,
    };
  }
}

function recordingOf(configuration: vscode.DebugConfiguration): string | undefined {
  const record: unknown = configuration.record;
  return typeof record === 'string' && record !== '' ? record : undefined;
}

const isEvent = (message: DebugProtocol.ProtocolMessage, event: string): message is DebugProtocol.Event =>
  message.type === 'event' && (message as DebugProtocol.Event).event === event;
