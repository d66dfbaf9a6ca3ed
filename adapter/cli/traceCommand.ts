import { leaveGroup } from '../capture/becomeProgram.js';
import { CaptureError } from '../capture/captureError.js';
import { ptraceBackend } from '../capture/ptraceBackend.js';
import { lineVocabulary } from '../decode/lineVocabulary.js';
import { waitStatus } from '../decode/waitStatus.js';
import { checkSettings } from './checkSettings.js';
import { failure } from './cliError.js';
import { daemonize } from './daemonize.js';
import type { Destination } from './destination.js';
import type { Ending } from './ending.js';
import { handleInterruptions } from './interruptions.js';
import { launchTarget } from './launchTarget.js';
import { openOutput } from './openOutput.js';
import { openSymbolizer } from './openSymbolizer.js';
import type { TraceSettings } from './settings.js';
import { tipText } from './tips.js';
import { TraceSession } from './traceSession.js';

/** Starts the program or attaches, prints what it does, and says how this process is to end. @throws CliError */
export async function traceCommand(
  settings: TraceSettings,
  operands: readonly string[],
  /** The whole command line: options and operands. */
  args: readonly string[],
  say: (message: string) => void,
): Promise<Ending> {
  const remarks = checkSettings(settings, operands);
  if (settings.daemonize !== 'no' && settings.adopt === undefined) daemonize(settings, operands, args);
  if (settings.daemonize === 'pgroup' || settings.daemonize === 'session') leaveGroup(settings.daemonize);
  for (const remark of remarks) say(remark);
  const launched = operands.length > 0;
  const target = launched ? launchTarget(settings, operands) : ({ kind: 'attach', pids: settings.pids } as const);
  const destination = openOutput(settings, 2, say);
  const lockstep = typeof destination !== 'function' && needsLockstep(settings, destination, launched);
  const symbolizer = openSymbolizer(settings, say);
  const session = start({
    settings,
    target,
    backend: ptraceBackend,
    vocabulary: lineVocabulary,
    destination,
    lockstep,
    symbolizer,
    say,
  });
  const interrupted = handleInterruptions(settings, session, launched);
  const status = await session.finished();
  symbolizer?.close();
  if (settings.recordOnly && !settings.quiet.has('attach'))
    say(`The recording is in ${settings.record}; print it with: syscall-trace print ${settings.record}`);
  if (settings.tip !== undefined) say(tipText(settings.tip));
  const signo = interrupted();
  if (signo !== undefined) return { kind: 'signal', signo };
  if (status === -1) return { kind: 'code', code: 0 };
  const end = waitStatus(status);
  return end.kind === 'exited' ? { kind: 'code', code: end.code } : { kind: 'signal', signo: end.signo };
}

function start(request: ConstructorParameters<typeof TraceSession>[0]): TraceSession {
  try {
    return new TraceSession(request);
  } catch (error) {
    if (error instanceof CaptureError) throw failure(error.message);
    throw error;
  }
}

/** Whether lines and the program’s own output meet in one place, where their order can be seen. */
function needsLockstep({ json, summary, recordOnly }: TraceSettings, destination: Destination, launched: boolean): boolean {
  if (json || recordOnly || summary === 'only') return false;
  return destination.isTerminal || (launched && (destination.isSameAs(1) || destination.isSameAs(2)));
}
