import { callStatuses, type LineOptions, type QuietMessage } from '../decode/lineOptions.js';
import { transferDump } from '../decode/transferDump.js';
import type { TraceSettings } from './settings.js';

/** How the lines are to look. `launched`: there is a program that was started, not only attached to. */
export function lineOptions(settings: TraceSettings, launched: boolean): LineOptions {
  const { syscalls, signals, statuses, dump } = settings;
  return {
    decode: settings.decode,
    pidPrefix: pidPrefix(settings),
    column: settings.column,
    clock: settings.clock,
    relative: settings.relative,
    duration: settings.duration,
    showNumber: settings.showNumber,
    showIp: settings.showIp,
    quiet: quietMessages(settings, launched),
    statuses: statuses.size === callStatuses.length ? undefined : statuses,
    wanted: (abi, nr) => syscalls.has(abi, nr),
    wantedSignal: (signo) => signals.has(signo),
    below: dump.read.isEmpty && dump.write.isEmpty ? undefined : ({ name }, call) => transferDump(name, call, dump),
  };
}

/** What is left out: what was asked for, and what strace leaves out by itself when a program is traced to a file. */
export function quietMessages(settings: TraceSettings, launched: boolean): ReadonlySet<QuietMessage> {
  const { quiet, output } = settings;
  return launched && output !== undefined ? new Set([...quiet, 'attach', 'personality']) : quiet;
}

function pidPrefix({ separate, output, follow, alwaysPid, pids }: TraceSettings): LineOptions['pidPrefix'] {
  if (output === undefined) return alwaysPid ? 'always' : 'auto';
  if (separate) return 'none';
  return follow || alwaysPid || pids.length > 1 ? 'column' : 'none';
}
