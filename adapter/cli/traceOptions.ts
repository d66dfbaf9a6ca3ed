import { usageError } from './cliError.js';
import { clockByCount, parseClock } from './clockOption.js';
import { ADOPT_OPTION } from './daemonize.js';
import type { OptionSpec } from './getopt.js';
import { natural, oneOf, precision, timeSpan } from './numbers.js';
import { applyExpression, applyQualifier, notYet } from './qualifiers.js';
import { checkSecurityContexts } from './securityContexts.js';
import type { TraceSettings } from './settings.js';
import { applyStringLimits } from './stringLimits.js';
import { parseColumns, parseSort } from './summaryOptions.js';
import { parseTip } from './tips.js';

type Spec = OptionSpec<TraceSettings>;

const decode = (settings: TraceSettings, change: Partial<TraceSettings['decode']>): void => {
  settings.decode = { ...settings.decode, ...change };
};

/** The qualifier `name` as an option of its own: --trace=SET. */
const qualifier = (group: string, name: string, help: string, ...others: string[]): Spec => ({
  long: [name, ...others],
  longArgument: 'required',
  argumentName: 'SET',
  group,
  help,
  apply: (settings, value) => applyQualifier(settings, name, value ?? ''),
});

/** An option of strace that is to come. */
const later = (spec: Pick<Spec, 'short' | 'long' | 'shortArgument' | 'longArgument'>): Spec => ({
  ...spec,
  group: 'Not supported yet',
  help: '',
  apply: (_settings, _value, spelling) => {
    throw notYet(spelling);
  },
});

function environmentChange(text: string): { name: string; value: string | undefined } {
  const equals = text.indexOf('=');
  return equals < 0 ? { name: text, value: undefined } : { name: text.slice(0, equals), value: text.slice(equals + 1) };
}

const startup: readonly Spec[] = [
  {
    short: 'E',
    long: ['env'],
    shortArgument: 'required',
    longArgument: 'required',
    argumentName: 'VAR[=VALUE]',
    group: 'Startup',
    help: 'put VAR=VALUE into the environment of the program, or remove VAR from it',
    apply: (settings, value) => settings.environment.push(environmentChange(value ?? '')),
  },
  {
    short: 'p',
    long: ['attach'],
    shortArgument: 'required',
    longArgument: 'required',
    argumentName: 'PID[,PID]…',
    group: 'Startup',
    help: 'trace processes that run already',
    apply: (settings, value) => {
      for (const word of (value ?? '').split(/[,\s]+/).filter((part) => part !== '')) {
        const pid = /^\d+$/.test(word) ? Number(word) : 0;
        if (pid === 0) throw usageError(`Invalid process id: '${word}'`);
        settings.pids.push(pid);
      }
    },
  },
  {
    short: 'u',
    long: ['user'],
    shortArgument: 'required',
    longArgument: 'required',
    argumentName: 'USER',
    group: 'Startup',
    help: 'run the program as USER, with its groups (needs root)',
    apply: (settings, value) => {
      settings.user = value;
    },
  },
  {
    long: ['argv0'],
    longArgument: 'required',
    argumentName: 'NAME',
    group: 'Startup',
    help: 'let NAME be argv[0] of the program',
    apply: (settings, value) => {
      settings.argv0 = value;
    },
  },
  {
    long: ['kill-on-exit'],
    group: 'Startup',
    help: 'let the program die with the tracer',
    apply: (settings) => {
      settings.killOnExit = true;
    },
  },
];

const tracing: readonly Spec[] = [
  {
    short: 'f',
    long: ['follow-forks'],
    group: 'Tracing',
    help: 'trace children and threads too; -ff: with a file for each process (-o FILE)',
    apply: (settings) => {
      settings.follow = true;
      settings.count.follow++;
      if (settings.count.follow > 1) settings.separate = true;
    },
  },
  {
    long: ['output-separately'],
    group: 'Tracing',
    help: 'write the trace of each process to FILE.PID',
    apply: (settings) => {
      settings.separate = true;
    },
  },
  {
    short: 'b',
    long: ['detach-on'],
    shortArgument: 'required',
    longArgument: 'required',
    argumentName: 'SYSCALL',
    group: 'Tracing',
    help: 'let a process go when it makes this call: execve only',
    apply: (settings, value) => {
      if (value !== 'execve') throw usageError(`Syscall '${value}' for -b isn't supported`);
      settings.detachOnExec = true;
    },
  },
  {
    short: 'D',
    long: ['daemonize', 'daemonise', 'daemonized', 'daemonised'],
    longArgument: 'optional',
    argumentName: 'grandchild|pgroup|session',
    group: 'Tracing',
    help: 'trace from beside the program, which stays the child of who started it; -DD in another process group, -DDD session',
    apply: (settings, value, spelling) => {
      const kinds = ['grandchild', 'pgroup', 'session'] as const;
      if (value !== undefined) settings.daemonize = oneOf(value, kinds, spelling);
      else {
        const kind = kinds[settings.count.daemonize++];
        if (kind === undefined) throw usageError(`Too many -D's (${settings.count.daemonize}), maximum supported -D count is ${kinds.length}`);
        settings.daemonize = kind;
      }
    },
  },
  {
    long: [ADOPT_OPTION],
    longArgument: 'required',
    group: 'Tracing',
    hidden: true,
    help: 'made by -D for the tracer: the process that becomes the program',
    apply: (settings, value, spelling) => {
      settings.adopt = natural(value, spelling);
    },
  },
  {
    short: 'I',
    long: ['interruptible'],
    shortArgument: 'required',
    longArgument: 'required',
    argumentName: 'WHEN',
    group: 'Tracing',
    help: '1 anywhere, 2 waiting: fatal signals end tracing; 3 never; 4 never_tstp: nor does Ctrl-Z stop it',
    apply: (settings, value) => {
      const words = ['anywhere', 'waiting', 'never', 'never_tstp'];
      const number = /^[1-4]$/.test(value ?? '') ? Number(value) : words.indexOf(value ?? '') + 1;
      if (number === 0) throw usageError(`invalid -I argument: '${value}'`);
      settings.interruptible = number as 1 | 2 | 3 | 4;
    },
  },
  {
    long: ['seccomp-bpf'],
    group: 'Tracing',
    help: 'with -f: calls that are not traced run at full speed, and the program ends with the tracer; done by itself',
    apply: (settings) => {
      settings.seccompAsked = true;
    },
  },
  {
    long: ['no-seccomp-bpf'],
    group: 'Tracing',
    help: 'stop at every call, so that the program outlives a tracer that is killed',
    apply: (settings) => {
      settings.seccomp = false;
    },
  },
  {
    long: ['syscall-limit'],
    longArgument: 'required',
    argumentName: 'LIMIT',
    group: 'Tracing',
    help: 'let all processes go when LIMIT calls have been printed',
    apply: (settings, value, spelling) => {
      settings.callLimit = natural(value, spelling);
      if (settings.callLimit === 0) throw usageError(`invalid ${spelling} argument: '${value}'`);
    },
  },
  {
    short: 'd',
    long: ['debug'],
    group: 'Tracing',
    help: 'log wait statuses and ptrace requests to stderr',
    apply: (settings) => {
      settings.debug = true;
    },
  },
];

const filtering: readonly Spec[] = [
  {
    short: 'e',
    shortArgument: 'required',
    argumentName: 'EXPR',
    group: 'Filtering',
    help: '[QUALIFIER=][!]VALUE[,VALUE]…: trace, signal, status, quiet, abbrev, decode-fds',
    apply: (settings, value) => applyExpression(settings, value ?? ''),
  },
  qualifier('Filtering', 'trace', 'names, numbers, %CLASS, /REGEX; ! negates, ?NAME may be unknown, @64 @32 @x32 is one ABI'),
  qualifier('Filtering', 'signal', 'print these signals only', 'signals'),
  qualifier('Filtering', 'status', 'print calls that ended so: successful, failed, unfinished, unavailable, detached'),
  {
    short: 'P',
    long: ['trace-path'],
    shortArgument: 'required',
    longArgument: 'required',
    argumentName: 'PATH',
    group: 'Filtering',
    help: 'print calls about PATH only: by its name, or by a descriptor of it; may be repeated',
    apply: (settings, value) => settings.paths.push(value ?? ''),
  },
  qualifier('Filtering', 'fd', 'print calls about these descriptors only', 'trace-fds'),
  {
    short: 'z',
    long: ['successful-only'],
    group: 'Filtering',
    help: 'print calls that succeeded',
    apply: (settings) => {
      settings.statuses = new Set(['successful']);
      settings.statusShorthands++;
    },
  },
  {
    short: 'Z',
    long: ['failed-only'],
    group: 'Filtering',
    help: 'print calls that failed',
    apply: (settings) => {
      settings.statuses = new Set(['failed']);
      settings.statusShorthands++;
    },
  },
];

const output: readonly Spec[] = [
  {
    short: 'o',
    long: ['output'],
    shortArgument: 'required',
    longArgument: 'required',
    argumentName: 'FILE',
    group: 'Output',
    help: "write to FILE instead of stderr; '|COMMAND' pipes to a command",
    apply: (settings, value) => {
      settings.output = value;
    },
  },
  {
    short: 'A',
    long: ['output-append-mode'],
    group: 'Output',
    help: 'append to the file of -o',
    apply: (settings) => {
      settings.append = true;
    },
  },
  {
    long: ['json'],
    group: 'Output',
    help: 'JSON Lines: an object for each event, arguments typed and nested',
    apply: (settings) => {
      settings.json = true;
    },
  },
  {
    long: ['record'],
    longArgument: 'required',
    argumentName: 'FILE.sctrace',
    group: 'Output',
    help: 'keep the recording; print it again with: syscall-trace print FILE.sctrace',
    apply: (settings, value) => {
      settings.record = value;
    },
  },
  {
    long: ['record-only'],
    longArgument: 'required',
    argumentName: 'FILE.sctrace',
    group: 'Output',
    help: 'keep the recording and print nothing but where it is',
    apply: (settings, value) => {
      settings.record = value;
      settings.recordOnly = true;
    },
  },
  {
    short: 'a',
    long: ['columns'],
    shortArgument: 'required',
    longArgument: 'required',
    argumentName: 'COLUMN',
    group: 'Output',
    help: 'column of the results (40)',
    apply: (settings, value, spelling) => {
      settings.column = natural(value, spelling);
    },
  },
  {
    short: 's',
    long: ['string-limit'],
    shortArgument: 'required',
    longArgument: 'required',
    argumentName: '[CALL[.ARG]=]LENGTH',
    group: 'Output',
    help: 'most characters of a string that are printed (32), of all calls or of one: -s write=64,execve.envp=0',
    apply: applyStringLimits,
  },
  {
    short: 'v',
    long: ['no-abbrev'],
    group: 'Output',
    help: 'print structures and environments whole',
    apply: (settings) => applyQualifier(settings, 'abbrev', 'none'),
  },
  qualifier('Output', 'abbrev', 'abbreviate the structures of these syscalls only (all)'),
  qualifier('Output', 'verbose', 'follow pointers to structures in these syscalls only (all)'),
  qualifier('Output', 'raw', 'print the arguments of these syscalls as bare numbers'),
  qualifier('Output', 'read', 'dump what is read from these descriptors', 'reads'),
  qualifier('Output', 'write', 'dump what is written to these descriptors', 'writes'),
  {
    short: 'N',
    long: ['arg-names'],
    group: 'Output',
    help: 'print the names of arguments',
    apply: (settings) => {
      settings.argumentNames = true;
    },
  },
  {
    short: 'x',
    long: ['strings-in-hex'],
    longArgument: 'optional',
    argumentName: 'WHICH',
    group: 'Output',
    help: 'strings in hex: -x non-ascii, -xx all',
    apply: (settings, value, spelling) => {
      if (spelling === '-x') {
        settings.count.hex++;
        decode(settings, { hexStrings: settings.count.hex > 1 ? 'all' : 'nonAscii' });
        return;
      }
      const words = { none: 'none', 'non-ascii': 'nonAscii', 'non-ascii-chars': 'nonAsciiChars', all: 'all' } as const;
      decode(settings, { hexStrings: words[oneOf(value ?? 'all', ['none', 'non-ascii', 'all', 'non-ascii-chars'], spelling)] });
    },
  },
  {
    short: 'X',
    long: ['const-print-style'],
    shortArgument: 'required',
    longArgument: 'required',
    argumentName: 'STYLE',
    group: 'Output',
    help: 'constants: raw, abbrev or verbose',
    apply: (settings, value, spelling) => decode(settings, { constants: oneOf(value, ['raw', 'abbrev', 'verbose'], spelling) }),
  },
  {
    short: 'y',
    long: ['decode-fds'],
    longArgument: 'optional',
    argumentName: 'SET',
    group: 'Output',
    help: 'what descriptors refer to: -y paths, -yy sockets and devices too',
    apply: (settings, value, spelling) => {
      if (spelling !== '-y') {
        applyQualifier(settings, 'decode-fds', value ?? 'path');
        return;
      }
      settings.count.fds++;
      decode(settings, { fds: settings.count.fds > 1 ? 'all' : 'path' });
    },
  },
  {
    short: 'Y',
    long: ['decode-pids'],
    longArgument: 'required',
    argumentName: 'SET',
    group: 'Output',
    help: 'print the names of processes behind their ids: comm',
    apply: (settings, value) => applyQualifier(settings, 'decode-pids', value ?? 'comm'),
  },
  {
    long: ['secontext'],
    longArgument: 'optional',
    argumentName: 'FORMAT',
    group: 'Output',
    help: 'SELinux contexts, where SELinux is enabled: full, mismatch',
    apply: (_settings, value, spelling) => checkSecurityContexts(value, spelling),
  },
  {
    short: 'k',
    long: ['stack-traces', 'stack-trace'],
    longArgument: 'optional',
    argumentName: 'KIND',
    group: 'Output',
    help: 'print the stack behind each call; -kk: with source lines',
    apply: (settings, value, spelling) => {
      settings.count.stacks++;
      if (value !== undefined) settings.stacks = oneOf(value, ['symbol', 'source'], spelling) === 'source' ? 'source' : 'symbols';
      else settings.stacks = settings.count.stacks > 1 ? 'source' : 'symbols';
    },
  },
  {
    long: ['stack-trace-frame-limit'],
    longArgument: 'required',
    argumentName: 'FRAMES',
    group: 'Output',
    help: 'most frames of a stack (256)',
    apply: (settings, value, spelling) => {
      settings.frameLimit = natural(value, spelling);
    },
  },
  {
    short: 'i',
    long: ['instruction-pointer'],
    group: 'Output',
    help: 'print the instruction pointer',
    apply: (settings) => {
      settings.showIp = true;
    },
  },
  {
    short: 'n',
    long: ['syscall-number'],
    group: 'Output',
    help: 'print the syscall number',
    apply: (settings) => {
      settings.showNumber = true;
    },
  },
  {
    long: ['always-show-pid'],
    group: 'Output',
    help: 'print the pid though there is only one process',
    apply: (settings) => {
      settings.alwaysPid = true;
    },
  },
  {
    short: 'q',
    long: ['quiet', 'silent', 'silence'],
    longArgument: 'required',
    argumentName: 'SET',
    group: 'Output',
    help: '-q attach and personality, -qq exit too, -qqq all: attach, exit, path-resolution, personality, thread-execve',
    apply: (settings, value, spelling) => {
      if (spelling !== '-q') {
        applyQualifier(settings, 'quiet', value ?? '');
        return;
      }
      const sets = ['attach,personality', 'attach,personality,exit', 'all'];
      applyQualifier(settings, 'quiet', sets[Math.min(settings.count.quiet++, sets.length - 1)] ?? 'all');
    },
  },
  {
    short: 't',
    long: ['absolute-timestamps', 'timestamps'],
    longArgument: 'optional',
    argumentName: 'FORMAT,PRECISION',
    group: 'Output',
    help: 'wall clock: -t seconds, -tt microseconds, -ttt since the epoch',
    apply: (settings, value, spelling) => {
      if (spelling !== '-t') {
        settings.clock = parseClock(value, spelling);
        return;
      }
      settings.count.clock++;
      settings.clock = clockByCount[Math.min(settings.count.clock, clockByCount.length - 1)] ?? settings.clock;
    },
  },
  {
    short: 'r',
    long: ['relative-timestamps'],
    longArgument: 'optional',
    argumentName: 's|ms|us|ns',
    group: 'Output',
    help: 'time since the line before',
    apply: (settings, value, spelling) => {
      settings.relative = precision(value, spelling);
    },
  },
  {
    short: 'T',
    long: ['syscall-times'],
    longArgument: 'optional',
    argumentName: 's|ms|us|ns',
    group: 'Output',
    help: 'time spent in each call',
    apply: (settings, value, spelling) => {
      settings.duration = precision(value, spelling);
    },
  },
];

const statistics: readonly Spec[] = [
  {
    short: 'c',
    long: ['summary-only'],
    group: 'Statistics',
    help: 'count calls, errors and time, and print a table at the end instead of the calls',
    apply: (settings) => {
      if (settings.summary === 'also') throw usageError('-c/--summary-only and -C/--summary are mutually exclusive');
      settings.summary = 'only';
    },
  },
  {
    short: 'C',
    long: ['summary'],
    group: 'Statistics',
    help: 'print the calls and the table',
    apply: (settings) => {
      if (settings.summary === 'only') throw usageError('-c/--summary-only and -C/--summary are mutually exclusive');
      settings.summary = 'also';
    },
  },
  {
    short: 'w',
    long: ['summary-wall-clock'],
    group: 'Statistics',
    help: 'table of wall-clock times',
    apply: (settings) => {
      settings.wallClock = true;
      settings.summaryOnly.push('-w/--summary-wall-clock');
    },
  },
  {
    short: 'O',
    long: ['summary-syscall-overhead'],
    shortArgument: 'required',
    longArgument: 'required',
    argumentName: 'TIME',
    group: 'Statistics',
    help: 'take this off each call',
    apply: (settings, value, spelling) => {
      settings.overheadNs = timeSpan(value, spelling);
    },
  },
  {
    short: 'S',
    long: ['summary-sort-by'],
    shortArgument: 'required',
    longArgument: 'required',
    argumentName: 'KEY',
    group: 'Statistics',
    help: 'sort by time, min-time, max-time, avg-time, calls, errors, name or nothing',
    apply: (settings, value) => {
      settings.sortBy = parseSort(value ?? '');
    },
  },
  {
    short: 'U',
    long: ['summary-columns'],
    shortArgument: 'required',
    longArgument: 'required',
    argumentName: 'COLUMNS',
    group: 'Statistics',
    help: 'time-percent, total-time, min-time, max-time, avg-time, p50-time, p90-time, p99-time, calls, errors, name',
    apply: (settings, value) => {
      settings.columns = parseColumns(value ?? '');
      settings.summaryOnly.push('-U/--summary-columns');
    },
  },
];

const miscellaneous: readonly Spec[] = [
  {
    long: ['tips'],
    longArgument: 'optional',
    argumentName: '[id:]ID,[format:]FORMAT',
    group: 'Miscellaneous',
    help: 'show a tip at the end: its number or random; none, compact or full',
    apply: (settings, value, spelling) => {
      settings.tip = parseTip(value, spelling);
    },
  },
  {
    short: 'h',
    long: ['help'],
    group: 'Miscellaneous',
    help: 'print this help',
    apply: (settings) => {
      settings.action = 'help';
    },
  },
  {
    short: 'V',
    long: ['version'],
    group: 'Miscellaneous',
    help: 'print the version',
    apply: (settings) => {
      settings.action = 'version';
    },
  },
];

const toCome: readonly Spec[] = [
  later({ short: 'W' }),
  later({ long: ['pidns-translation'] }),
  later({ long: ['inject', 'fault'], longArgument: 'required' }),
  later({ long: ['kvm'], longArgument: 'required' }),
  later({ long: ['namespace'], longArgument: 'required' }),
];

/** All options of `syscall-trace trace`: strace’s, and --json and --record. */
export const traceOptions: readonly Spec[] = [...startup, ...tracing, ...filtering, ...output, ...statistics, ...miscellaneous, ...toCome];
