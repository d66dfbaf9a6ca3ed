/**
 * The debug configuration of `launch` and `attach`, defined once: the adapter’s types and checks (validateConfiguration.ts)
 * and the schema in package.json (generateContributes.ts) derive from these tables.
 */
import { type ConfigurationOf, field, optional, required } from './configurationField.js';

/** What both requests take. */
const tracing = {
  trace: field(
    'text',
    'all',
    'System calls to trace, as `strace -e trace=` takes them: `openat,read`, `%file,%network`, `/^epoll`, `!futex`. Others do not even stop the program where the kernel allows that.',
  ),
  followForks: field('flag', true, 'Trace the processes that the program starts, too.'),
  print: field(
    'text',
    'errors',
    'System calls to print in the Debug Console: `none`, `all`, `errors` (those that fail), or a filter as in `trace`. Printing is limited; the Syscalls view always shows all calls.',
  ),
  sourceLines: field('flag', true, 'Link each call to the source line that made it. Records the stack of each traced call.'),
  stack: field(
    'text',
    'all',
    'With `sourceLines`: the calls whose stacks are recorded. `all`, `errors` (those that fail), `slow>1ms` (those that take so long), or a list: `errors,slow>50us`.',
  ),
  sourceMap: field(
    'paths',
    {},
    'Where sources lie that were compiled elsewhere: `{ "/build/src": "${workspaceFolder}" }`. Of several that fit, the longest counts.',
  ),
  sourceFolders: field(
    'texts',
    [],
    'Folders that are searched for sources that are not where they were compiled. The file whose path ends with the most equal parts is taken if there is only one. Without this: the folders of the workspace.',
  ),
  debuginfod: field(
    'flag',
    false,
    'Fetch debug information that is not on this machine from the symbol servers in the environment variable `DEBUGINFOD_URLS`, in the background.',
  ),
  record: optional('text', 'Keep the recording in this file (`.sctrace`). It can be opened later. Without it the recording lasts as long as the session.'),
  maximumSize: field('count', 4096, 'Megabytes after which recording stops while the program runs on. 0: no limit.'),
} as const;

const stopOnEntry = field('flag', false, 'Stop the program before its first instruction, or where it is when it is attached to.');

export const launchFields = {
  program: required('text', 'Executable to trace: absolute, relative to `cwd`, or a name that is searched for on PATH.', '${workspaceFolder}/a.out'),
  args: field('texts', [], 'Arguments of the program.'),
  cwd: optional('text', 'Working directory of the program.', '${workspaceFolder}'),
  env: field('environment', {}, 'Environment variables to set; null removes one.'),
  stopOnEntry,
  console: field('console', 'internalConsole', 'Where the program runs: its output in the Debug Console, or in a terminal, where it can also read input.'),
  killOnExit: field(
    'flag',
    false,
    'Kill the program should the debug adapter itself die. Otherwise it then runs on, untraced, at least until it writes to a Debug Console that is no longer there. In a terminal it always runs on.',
  ),
  ...tracing,
} as const;

export const attachFields = {
  pid: required('pid', 'Process to attach to. `${command:pickProcess}` asks when the session starts.', '${command:pickProcess}'),
  stopOnEntry,
  ...tracing,
} as const;

/** `attach` with `segfaultMonitor`: watches for crashes instead of tracing. */
export const monitorFields = {
  segfaultMonitor: field(
    'flag',
    false,
    'Watch for crashes of all processes that you may watch, instead of tracing one. Each crash can be opened as a stopped thread.',
  ),
  pid: optional(
    'pid',
    'Process to attach to. `${command:pickProcess}` asks when the session starts. With `segfaultMonitor`: the only process to watch.',
    '${command:pickProcess}',
  ),
  processName: optional('text', 'With `segfaultMonitor`: report only processes whose name contains this.'),
  signals: field('texts', ['SIGSEGV'], 'With `segfaultMonitor`: the signals to report, of SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT, SIGTRAP and SIGSYS.'),
  elevation: field(
    'elevation',
    'none',
    'With `segfaultMonitor`: how the helper `syscall-trace-bpf` gets its privilege. `none`: it has it already, by `setcap` or because you are root. `pkexec` asks for a password; `sudo` must not need one.',
  ),
} as const;

export type MonitorConfiguration = ConfigurationOf<typeof monitorFields>;

export type LaunchConfiguration = ConfigurationOf<typeof launchFields>;
export type AttachConfiguration = ConfigurationOf<typeof attachFields>;
export type TracingConfiguration = ConfigurationOf<typeof tracing>;
