import { isMentionFiltered } from './callStyles.js';
import { usageError } from './cliError.js';
import type { TraceSettings } from './settings.js';
import { tamperingRemarks } from './tamperingRule.js';

/** Refuses options that contradict each other; returns remarks about those that have no effect. @throws CliError */
export function checkSettings(settings: TraceSettings, operands: readonly string[]): string[] {
  const { summary, separate, output, pids, json } = settings;
  const remarks: string[] = [];
  if (settings.count.deprecatedFollow > 0) {
    remarks.push(settings.follow ? 'deprecated option -F ignored' : 'option -F is deprecated, please use -f/--follow-forks instead');
    settings.follow = true;
  }
  if (operands.length === 0 && pids.length === 0) throw usageError('must have PROG [ARGS] or -p PID');
  if (operands.length === 0) {
    for (const [given, name] of [
      [settings.user !== undefined, '-u/--user'],
      [settings.environment.length > 0, '-E/--env'],
      [settings.argv0 !== undefined, '--argv0'],
    ] as const) {
      if (given) throw usageError(`${name} cannot be used without PROG [ARGS]`);
    }
  }
  if (summary === 'none' && settings.summaryOnly[0] !== undefined) {
    throw usageError(`${settings.summaryOnly[0]} must be given with (-c/--summary-only or -C/--summary)`);
  }
  if (summary !== 'none' && separate) throw usageError('(-c/--summary-only or -C/--summary) and -ff/--output-separately are mutually exclusive');
  if (summary !== 'none' && json) throw usageError('(-c/--summary-only or -C/--summary) and --json are mutually exclusive');
  if (settings.tree && json) throw usageError('--tree and --json are mutually exclusive');
  if (separate && output !== undefined && isCommand(output)) throw usageError('piping the output and -ff/--output-separately are mutually exclusive');
  if (settings.daemonize !== 'no' && operands.length === 0) throw usageError('PROG [ARGS] must be specified with -D/--daemonize');
  if (settings.seccompAsked) remarks.push(...seccompRemarks(settings));
  if (settings.statusShorthands > 1) {
    remarks.push('Only the last of -z/--successful-only/-Z/--failed-only options will take effect. See status qualifier for more complex filters.');
  }
  if (settings.sortAsked && summary === 'none') remarks.push('-S/--summary-sort-by has no effect without (-c/--summary-only or -C/--summary)');
  if (settings.tampering.length > 0 && isMentionFiltered(settings)) throw usageError('injection cannot be limited by -P/--trace-path or -e fd= yet');
  remarks.push(...tamperingRemarks(settings.tampering));
  if (settings.append && output === undefined) remarks.push('-A/--output-append-mode has no effect without -o/--output');
  if (settings.separatelyAsked && output === undefined) remarks.push('--output-separately has no effect without -o/--output');
  if (settings.separate && output === undefined) settings.separate = false;
  return remarks;
}

/** What --seccomp-bpf cannot do. Where it can, the program ends with the tracer, as its calls would fail without one. */
function seccompRemarks(settings: TraceSettings): string[] {
  const { pids, follow, syscalls } = settings;
  if (pids.length === 0 && follow) settings.killOnExit = true;
  return [
    ...(pids.length > 0 ? ['--seccomp-bpf is not enabled for processes attached with -p'] : []),
    ...(follow ? [] : ['--seccomp-bpf cannot be used without -f/--follow-forks, disabling']),
    ...(follow && syscalls.isAll ? ['Seccomp filter is requested but there are no syscalls to filter.  See -e trace to filter syscalls.'] : []),
  ];
}

/** Whether -o names a command instead of a file. */
export const isCommand = (output: string): boolean => output.startsWith('|') || output.startsWith('!');
