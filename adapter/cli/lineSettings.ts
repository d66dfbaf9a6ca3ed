import { callStatuses, type LineOptions, type QuietMessage } from '../decode/lineOptions.js';
import { transferDump } from '../decode/transferDump.js';
import { treeLines } from '../decode/treeLines.js';
import type { TraceSettings } from './settings.js';

/** How the lines are to look. `launched`: there is a program that was started, not only attached to. */
export function lineOptions(settings: TraceSettings, launched: boolean): LineOptions {
  const { syscalls, signals, statuses } = settings;
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
    below: linesBelow(settings),
  };
}

/** What stands below the line of a call: what --tree takes out of it, what -e read= and -e write= dump. */
function linesBelow({ tree, dump, decode }: TraceSettings): LineOptions['below'] {
  const dumps = !dump.read.isEmpty || !dump.write.isEmpty;
  if (!tree && !dumps) return undefined;
  return (syscall, call) => (tree ? treeLines(syscall, call, decode) : '') + (dumps ? transferDump(syscall.name, call, dump) : '');
}

/** What is left out: what was asked for, and what strace leaves out by itself when a program is traced to a file. */
export function quietMessages(settings: TraceSettings, launched: boolean): ReadonlySet<QuietMessage> {
  const { quiet, output } = settings;
  return launched && output !== undefined ? new Set([...quiet, 'attach', 'personality']) : quiet;
}

function pidPrefix({ separate, output, follow, alwaysPid, pids, pidDetails }: TraceSettings): LineOptions['pidPrefix'] {
  // Where a process is kept stands behind its pid: that must be there.
  const shown = alwaysPid || pidDetails.has('container') || pidDetails.has('cgroup');
  if (output === undefined) return shown ? 'always' : 'auto';
  if (separate) return 'none';
  return follow || shown || pids.length > 1 ? 'column' : 'none';
}
