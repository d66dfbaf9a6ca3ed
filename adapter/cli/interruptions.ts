import { constants } from 'node:os';
import type { TraceSettings } from './settings.js';
import type { TraceSession } from './traceSession.js';

const fatal = ['SIGHUP', 'SIGINT', 'SIGQUIT', 'SIGTERM'] as const;

/**
 * What signals to the tracer do (-I). Attached: it lets the processes go. Launched: Ctrl-C and Ctrl-\ of the terminal
 * reach the program itself, and its end is the end; SIGTERM and SIGHUP are passed on to it, and it is let go, as strace does.
 * Returns the signal that ended tracing, if one did.
 */
export function handleInterruptions(settings: TraceSettings, session: TraceSession, launched: boolean): () => number | undefined {
  let received: number | undefined;
  const level = settings.interruptible ?? (launched && settings.output !== undefined ? 3 : 2);
  for (const name of fatal) {
    process.on(name, () => {
      if (level > 2) return;
      const fromTerminal = name === 'SIGINT' || name === 'SIGQUIT';
      if (launched && fromTerminal) return;
      received ??= constants.signals[name];
      if (launched) session.signal(constants.signals[name]);
      session.detach();
    });
  }
  if (level === 4) process.on('SIGTSTP', () => undefined);
  return () => received;
}
