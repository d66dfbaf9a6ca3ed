import type { AttachTarget, LaunchTarget } from '../capture/backend.js';
import { bpfCrashMonitor } from '../capture/crashMonitor.js';
import { ptraceBackend } from '../capture/ptraceBackend.js';
import { CrashMonitorError, type CrashMonitorEvents, type CrashMonitorOptions, type CrashMonitorSession } from '../crash/crashMonitor.js';
import { PtraceCrashMonitor } from '../crash/ptraceCrashMonitor.js';
import { type CliError, failure, refusal } from './cliError.js';
import { launchTarget } from './launchTarget.js';
import { defaultSettings } from './settings.js';

/** What is missing for watching the whole system; one process can be watched without it. */
const lacksSystem = new Set(['noHelper', 'oldKernel', 'noBtf', 'noPrivilege', 'failed']);

/**
 * Watches the whole system by eBPF; a program that is to be started, by ptrace. One process is watched by ptrace, too, when
 * eBPF cannot be had. @throws CliError
 */
export async function startMonitor(
  operands: readonly string[],
  options: CrashMonitorOptions,
  events: CrashMonitorEvents,
  say: (message: string) => void,
): Promise<CrashMonitorSession> {
  if (operands.length > 0) return byPtrace(launchTarget(defaultSettings(), operands), options, events);
  try {
    return await bpfCrashMonitor().start(options, events);
  } catch (error) {
    if (!(error instanceof CrashMonitorError)) throw error;
    if (options.pid === undefined || !lacksSystem.has(error.refusal)) throw refused(error);
    say(`${error.message}. Process ${options.pid} is watched by ptrace instead`);
    return byPtrace({ kind: 'attach', pids: [options.pid] }, options, events);
  }
}

async function byPtrace(target: LaunchTarget | AttachTarget, options: CrashMonitorOptions, events: CrashMonitorEvents): Promise<CrashMonitorSession> {
  try {
    return await new PtraceCrashMonitor(ptraceBackend, target).start(options, events);
  } catch (error) {
    throw error instanceof CrashMonitorError ? failure(error.message) : error;
  }
}

function refused({ refusal: reason, message, remedies }: CrashMonitorError): CliError {
  const said = remedies.filter((remedy) => !message.includes(remedy));
  const ways = said.length === 0 ? '' : `; ${said.length === 1 ? 'this grants it' : 'each of these grants it'}: ${said.join('; ')}`;
  if (reason === 'noProcess' || reason === 'badRequest') return failure(message);
  return refusal(`${message}${ways}`);
}
