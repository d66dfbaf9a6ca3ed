import { existsSync } from 'node:fs';
import type { DebugProtocol } from '@vscode/debugprotocol';
import * as vscode from 'vscode';
import type { CrashRefusalEvent } from '../../adapter/protocol/crashes.js';
import { crashTracker, isMonitorSession } from '../crashes/crashTracker.js';
import type { CrashWatch } from '../crashes/crashWatch.js';
import type { RecordingShelf } from '../traces/recordingShelf.js';
import { SessionSource } from '../traces/sessionSource.js';
import { Trace } from '../traces/trace.js';
import { isEvent, takeTraceEvent } from '../traces/traceEvents.js';
import type { TraceRegistry } from '../traces/traceRegistry.js';
import { ExceptionFocus } from './exceptionFocus.js';

/** Registers the trace of each session, keeps its counters, and hands it over to a reader of the recording when the session is over. */
export class SessionTracker implements vscode.DebugAdapterTrackerFactory {
  constructor(
    private readonly traces: TraceRegistry,
    private readonly shelf: RecordingShelf,
    private readonly crashes: CrashWatch,
    private readonly onRefused: (refusal: CrashRefusalEvent) => void,
  ) {}

  createDebugAdapterTracker(session: vscode.DebugSession): vscode.DebugAdapterTracker {
    if (isMonitorSession(session)) return crashTracker(session, this.crashes, focusTopFrame, this.onRefused);
    const trace = Trace.ofSession(session.id, session.name, new SessionSource(session));
    trace.recording = recordingOf(session.configuration);
    const end = () => this.end(trace);
    const focus = new ExceptionFocus(focusTopFrame);
    const focusChanges = vscode.debug.onDidChangeActiveStackItem((item) => {
      if (item instanceof vscode.DebugStackFrame && item.session.id === session.id) focus.onFocus(item.frameId);
    });
    return {
      onWillStartSession: () => {
        this.traces.add(trace);
        this.traces.activate(trace);
      },
      onWillReceiveMessage: (message: DebugProtocol.ProtocolMessage) => focus.onRequest(message),
      onDidSendMessage: (message: DebugProtocol.ProtocolMessage) => {
        focus.onMessage(message);
        if (isEvent(message, 'terminated')) end();
        else takeTraceEvent(message, trace, this.traces);
      },
      onExit: () => {
        focusChanges.dispose();
        end();
      },
      onWillStopSession: end,
    };
  }

  private end(trace: Trace): void {
    if (trace.isOver) return;
    const recorded = trace.recording !== undefined && existsSync(trace.recording);
    trace.end(recorded ? this.shelf.readerOf(trace) : undefined);
    // The program could not be started: the editor has said why.
    if (!recorded && trace.counters.rows === 0) this.traces.remove(trace);
  }
}

/** Behind the message that is being delivered. */
function focusTopFrame(): void {
  setImmediate(() => void vscode.commands.executeCommand('workbench.action.debug.callStackTop'));
}

function recordingOf(configuration: vscode.DebugConfiguration): string | undefined {
  const record: unknown = configuration.record;
  return typeof record === 'string' && record !== '' ? record : undefined;
}
