/** Why the program is held, as DAP says it. */
import { StoppedEvent } from '@vscode/debugadapter';
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { HaltReason } from '../capture/backend.js';
import { signalName } from '../decode/signalNames.js';

/** `callName`: the call that the task is in or has just made. */
export function stoppedEvent(reason: HaltReason, tid: number, callName: string | undefined): DebugProtocol.StoppedEvent {
  const call = callName ?? 'a system call';
  switch (reason.kind) {
    case 'entry':
      return stopped('entry', 'Stopped before the first instruction', tid);
    case 'pause':
      return stopped('pause', 'Paused', tid);
    case 'signal':
      return stopped('exception', `Stopped by ${signalName(reason.signo)}`, tid, signalName(reason.signo));
    case 'syscallEntry':
      return stopped(reason.step ? 'step' : 'function breakpoint', `About to call ${call}`, tid);
    case 'syscallExit':
      return stopped(reason.step ? 'step' : 'function breakpoint', `Returned from ${call}`, tid);
  }
}

function stopped(reason: string, description: string, tid: number, text?: string): DebugProtocol.StoppedEvent {
  const event: DebugProtocol.StoppedEvent = new StoppedEvent(reason, tid, text);
  event.body.description = description;
  event.body.allThreadsStopped = true;
  return event;
}
