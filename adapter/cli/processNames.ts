import { readFileSync } from 'node:fs';
import { pathText } from '../decode/escape.js';
import type { TaskTable } from '../store/task.js';
import type { TaskFacts } from '../store/taskFacts.js';
import type { TraceSettings } from './settings.js';

/**
 * What stands behind ids of processes and threads, as --decode-pids asks: names as the trace has them, and of others, while it is being
 * made (`live`), as the kernel has them now; containers and control groups of traced tasks. With `ended` also of tasks of the trace that
 * have ended.
 */
export function processNames(
  { pidDetails }: Pick<TraceSettings, 'pidDetails'>,
  tasks: TaskTable,
  facts: TaskFacts,
  live: boolean,
): (pid: number, ended?: boolean) => string | undefined {
  const nameOf = (pid: number, ended: boolean): string | undefined => {
    const task = tasks.get(pid);
    if (task !== undefined) return (task.alive || ended) && task.name !== '' ? task.name : undefined;
    return live ? nameNow(pid) : undefined;
  };
  return (pid, ended = false) => {
    const parts: string[] = [];
    // As strace shows it: up to a newline.
    const [name] = pidDetails.has('comm') ? (nameOf(pid, ended)?.split('\n') ?? []) : [];
    if (name !== undefined) parts.push(name);
    const group = facts.place(pid)?.group;
    if (group !== undefined && pidDetails.has('container') && group.container !== undefined) parts.push(`container=${group.container}`);
    if (group !== undefined && pidDetails.has('cgroup')) parts.push(`cgroup=${group.path}`);
    return parts.length === 0 ? undefined : parts.join(',');
  };
}

function nameNow(pid: number): string | undefined {
  try {
    return pathText(readFileSync(`/proc/${pid}/comm`).subarray(0, -1));
  } catch {
    // It is gone.
    return undefined;
  }
}
