import type { DebugProtocol } from '@vscode/debugprotocol';
import type * as vscode from 'vscode';
import { type CrashCountersEvent, type CrashesEvent, type CrashRefusalEvent, crashEvents } from '../../adapter/protocol/crashes.js';
import { ExceptionFocus } from '../debug/exceptionFocus.js';
import { isEvent } from '../traces/traceEvents.js';
import type { CrashWatch } from './crashWatch.js';

/** Whether a session watches for crashes instead of tracing. */
export const isMonitorSession = ({ configuration }: vscode.DebugSession): boolean => configuration.segfaultMonitor === true;

/** Listens to a session that watches for crashes. `onRefused`: it may not. */
export function crashTracker(
  session: vscode.DebugSession,
  watch: CrashWatch,
  focusTopFrame: () => void,
  onRefused: (refusal: CrashRefusalEvent) => void,
): vscode.DebugAdapterTracker {
  const focus = new ExceptionFocus(focusTopFrame);
  const end = () => watch.end(session);
  let refused = false;
  return {
    onWillReceiveMessage: (message: DebugProtocol.ProtocolMessage) => focus.onRequest(message),
    onDidSendMessage: (message: DebugProtocol.ProtocolMessage) => {
      focus.onMessage(message);
      if (isEvent(message, crashEvents.crashes)) watch.take(session, message.body as CrashesEvent);
      else if (isEvent(message, crashEvents.counters)) watch.count(session, message.body as CrashCountersEvent);
      else if (isEvent(message, crashEvents.refusal)) {
        refused = true;
        onRefused(message.body as CrashRefusalEvent);
      } else if (isEvent(message, 'terminated')) end();
      else if (isAttached(message) && !refused) watch.begin(session);
    },
    onExit: end,
    onWillStopSession: end,
  };
}

const isAttached = (message: DebugProtocol.ProtocolMessage): boolean => {
  const { command, success } = message as DebugProtocol.Response;
  return message.type === 'response' && command === 'attach' && success;
};
