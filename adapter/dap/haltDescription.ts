/** Why the program is held, as DAP says it. */
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { HaltReason } from '../capture/backend.js';
import { signalName } from './signalNames.js';

/** `callName`: the call that the task is in or has just made. */
export function stoppedBody(reason: HaltReason, tid: number, callName: string | undefined): DebugProtocol.StoppedEvent['body'] {
  const body = { threadId: tid, allThreadsStopped: true };
  const call = callName ?? 'a system call';
  switch (reason.kind) {
    case 'entry':
      return { ...body, reason: 'entry', description: 'Stopped before the first instruction' };
    case 'pause':
      return { ...body, reason: 'pause', description: 'Paused' };
    case 'signal':
      return { ...body, reason: 'exception', description: `Stopped by ${signalName(reason.signo)}`, text: signalName(reason.signo) };
    case 'syscallEntry':
      return { ...body, reason: reason.step ? 'step' : 'function breakpoint', description: `About to call ${call}` };
    case 'syscallExit':
      return { ...body, reason: reason.step ? 'step' : 'function breakpoint', description: `Returned from ${call}` };
  }
}
