import type { DecodeOptions } from '../decode/emitter.js';
import type { CallStatus, Precision, QuietMessage } from '../decode/lineOptions.js';
import { callStatuses } from '../decode/lineOptions.js';
import { DescriptorSet } from '../filter/descriptorSet.js';
import { allStacks, type StackCondition } from '../filter/stackCondition.js';
import { SyscallSet } from '../filter/syscallSet.js';
import type { TamperRule } from '../plan/tampering.js';
import { defaultColumns, type SortKey, type SummaryColumn } from '../stats/summaryTable.js';
import type { StringLimit } from '../syscalls/styledTable.js';

/** A change to the environment of the program: set when there is a value, else removed. */
export interface EnvironmentChange {
  readonly name: string;
  readonly value: string | undefined;
}

/** Values of --decode-pids: strace’s, and ours. */
export const pidDetails = ['comm', 'pidns', 'container', 'cgroup'] as const;
export type PidDetail = (typeof pidDetails)[number];

/** What `syscall-trace trace` and `print` are asked to do; options change it one after another. */
export interface TraceSettings {
  /** Tip to show at the end: undefined for none. */
  tip: { id: number | 'random'; format: 'compact' | 'full' } | undefined;
  /** Show help or the version instead. */
  action: 'run' | 'help' | 'version';

  // Startup
  pids: number[];
  user: string | undefined;
  environment: EnvironmentChange[];
  argv0: string | undefined;
  killOnExit: boolean;

  // Tracing
  follow: boolean;
  detachOnExec: boolean;
  /** Calls after which all processes are let go; undefined for no limit. */
  callLimit: number | undefined;
  /** The process that becomes the program; of a tracer that -D has started. */
  adopt: number | undefined;
  daemonize: 'no' | 'grandchild' | 'pgroup' | 'session';
  separate: boolean;
  /** --output-separately was given, not -ff. */
  separatelyAsked: boolean;
  interruptible: 1 | 2 | 3 | 4 | undefined;
  /** Calls that are not traced shall not stop the program, where that can be. */
  seccomp: boolean;
  /** --seccomp-bpf was given. */
  seccompAsked: boolean;
  debug: boolean;

  // Filtering
  syscalls: SyscallSet;
  signals: { has(signo: number): boolean };
  statuses: ReadonlySet<CallStatus>;
  /** Calls must be about one of these paths or descriptors, if there are any (-P, -e fd=). */
  paths: string[];
  descriptors: DescriptorSet | undefined;

  // Tampering
  tampering: TamperRule[];

  // Output
  output: string | undefined;
  append: boolean;
  json: boolean;
  /** Explain crashes behind the trace. */
  crashReport: boolean;
  /** Large structures over several lines. */
  tree: boolean;
  record: string | undefined;
  /** The recording is all that is made. */
  recordOnly: boolean;
  decode: DecodeOptions;
  /** Calls shown as bare numbers; with structures abbreviated; with structures shown at all. */
  raw: SyscallSet;
  abbreviated: SyscallSet;
  followed: SyscallSet;
  /** -s of single calls and arguments. */
  limits: StringLimit[];
  argumentNames: boolean;
  /** Namespaces that calls bring (--namespace=new). */
  newNamespaces: boolean;
  /** What stands behind process ids (-Y, --decode-pids). */
  pidDetails: ReadonlySet<PidDetail>;
  /** Descriptors whose data is dumped. */
  dump: { read: DescriptorSet; write: DescriptorSet };
  column: number;
  clock: { format: 'none' | 'time' | 'unix'; precision: Precision };
  relative: Precision | undefined;
  duration: Precision | undefined;
  showNumber: boolean;
  showIp: boolean;
  alwaysPid: boolean;
  stacks: 'none' | 'symbols' | 'source';
  /** Debug information may come from symbol servers. */
  debuginfod: boolean;
  /** Of which calls. */
  stackCondition: StackCondition;
  frameLimit: number;
  quiet: ReadonlySet<QuietMessage>;

  // Statistics
  summary: 'none' | 'only' | 'also';
  wallClock: boolean;
  overheadNs: number;
  sortBy: SortKey;
  /** -S was given. */
  sortAsked: boolean;
  columns: readonly SummaryColumn[];
  /** A histogram of durations for each syscall, below the table. */
  histogram: boolean;

  /** How often letters that count were given (-f -F -D -q -t -x -y -k). */
  count: Record<'follow' | 'deprecatedFollow' | 'daemonize' | 'quiet' | 'clock' | 'hex' | 'fds' | 'stacks', number>;
  /** How often -z and -Z were given. */
  statusShorthands: number;
  /** Options that only make sense with a summary, as they were written. */
  summaryOnly: string[];
}

/** strace’s defaults. */
export function defaultSettings(): TraceSettings {
  return {
    action: 'run',
    tip: undefined,
    pids: [],
    user: undefined,
    environment: [],
    argv0: undefined,
    killOnExit: false,
    follow: false,
    detachOnExec: false,
    callLimit: undefined,
    adopt: undefined,
    daemonize: 'no',
    separate: false,
    separatelyAsked: false,
    interruptible: undefined,
    seccomp: true,
    seccompAsked: false,
    debug: false,
    syscalls: SyscallSet.all,
    signals: { has: () => true },
    statuses: new Set(callStatuses),
    paths: [],
    descriptors: undefined,
    tampering: [],
    output: undefined,
    append: false,
    json: false,
    crashReport: false,
    tree: false,
    record: undefined,
    recordOnly: false,
    decode: { stringLimit: 32, verbose: false, hexStrings: 'none', constants: 'abbrev', fds: 'none' },
    raw: SyscallSet.none,
    abbreviated: SyscallSet.all,
    followed: SyscallSet.all,
    limits: [],
    argumentNames: false,
    newNamespaces: false,
    pidDetails: new Set(),
    dump: { read: DescriptorSet.none, write: DescriptorSet.none },
    column: 40,
    clock: { format: 'none', precision: 0 },
    relative: undefined,
    duration: undefined,
    showNumber: false,
    showIp: false,
    alwaysPid: false,
    stacks: 'none',
    debuginfod: false,
    stackCondition: allStacks,
    frameLimit: 256,
    quiet: new Set(),
    summary: 'none',
    wallClock: false,
    overheadNs: 0,
    sortBy: 'time',
    sortAsked: false,
    columns: defaultColumns,
    histogram: false,
    count: { follow: 0, deprecatedFollow: 0, daemonize: 0, quiet: 0, clock: 0, hex: 0, fds: 0, stacks: 0 },
    statusShorthands: 0,
    summaryOnly: [],
  };
}
