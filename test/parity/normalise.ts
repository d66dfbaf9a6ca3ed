/**
 * Makes the traces of two runs of one program comparable: what differs from run to run (process ids, addresses,
 * times, random bytes) becomes a placeholder, interrupted lines are joined, and lines are put in the order of
 * their task, since the order between tasks is the scheduler's choice.
 */

export interface NormaliseOptions {
  /** Replacements applied to each line, first to last, for what this program makes different in each run. */
  readonly scrub?: readonly (readonly [pattern: RegExp, replacement: string])[];
  /** Lines of calls that happen or not as the scheduler likes, with the reason in the test that names them. */
  readonly drop?: RegExp;
  /** Lines that come sooner or later as the scheduler likes: compared, but at the end of their task. */
  readonly float?: RegExp;
}

const PREFIX = /^(\d+) +/;
const UNFINISHED = / <unfinished \.\.\.>$/;
const RESUMED = /^<\.\.\. (\w+) resumed>/;
/** Calls whose return value, or a signal whose sender, is a process or thread id. */
const PID_SOURCES = /^(?:getpid|getppid|gettid|set_tid_address|fork|vfork|clone|clone3)\(.* = (\d+)$|\bsi_pid=(\d+)/;

/** One task's lines, in the order in which its task was first seen. */
function linesByTask(text: string): Map<string, string[]> {
  const tasks = new Map<string, string[]>();
  for (const line of text.split('\n')) {
    if (line === '') continue;
    const prefix = PREFIX.exec(line);
    const task = prefix?.[1] ?? 'only';
    const body = prefix ? line.slice(prefix[0].length) : line;
    const lines = tasks.get(task) ?? [];
    tasks.set(task, lines);
    const last = lines.at(-1);
    if (RESUMED.test(body) && last !== undefined && UNFINISHED.test(last)) {
      lines[lines.length - 1] = last.replace(UNFINISHED, '') + body.replace(RESUMED, '');
    } else {
      lines.push(body);
    }
  }
  return tasks;
}

function scrubLine(line: string, pids: ReadonlyMap<string, string>, options: NormaliseOptions): string {
  let scrubbed = line.replace(/ += /, ' = ');
  for (const [pattern, replacement] of options.scrub ?? []) scrubbed = scrubbed.replace(pattern, replacement);
  return scrubbed
    .replace(/0x[0-9a-f]{7,16}\b/g, 'ADDRESS')
    .replace(/\b\d{2,7}\b/g, (number) => pids.get(number) ?? number)
    .replace(/si_([us])time=\d+(?: \/\*.*?\*\/)?/g, 'si_$1time=N');
}

/** A name for each process or thread id that the trace speaks of, numbered in the order of creation. */
function namePids(tasks: ReadonlyMap<string, readonly string[]>): Map<string, string> {
  const found = new Set([...tasks.keys()].filter((pid) => pid !== 'only'));
  for (const lines of tasks.values()) {
    for (const line of lines) {
      const source = PID_SOURCES.exec(line);
      const pid = source?.[1] ?? source?.[2];
      if (pid !== undefined && Number(pid) > 1) found.add(pid);
    }
  }
  return new Map([...found].sort((a, b) => Number(a) - Number(b)).map((pid, index) => [pid, `TASK${index}`]));
}

/** The process and thread ids that a trace speaks of. */
export function pidsOf(text: string): string[] {
  return [...namePids(linesByTask(text)).keys()];
}

/** The comparable form of a trace written by `-o FILE` (with or without -f). */
export function normaliseTrace(text: string, options: NormaliseOptions = {}): string[] {
  const tasks = linesByTask(text);
  const pids = namePids(tasks);
  const result: string[] = [];
  for (const [pid, lines] of [...tasks].sort(([a], [b]) => Number(a) - Number(b))) {
    const name = pids.get(pid) ?? pid;
    const floating: string[] = [];
    for (const line of lines) {
      if (options.drop?.test(line)) continue;
      (options.float?.test(line) ? floating : result).push(`${name} ${scrubLine(line, pids, options)}`);
    }
    result.push(...floating);
  }
  return result;
}
