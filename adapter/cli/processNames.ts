import { readFileSync } from 'node:fs';
import type { TaskTable } from '../store/task.js';

/**
 * Names of processes and threads by id: as the trace has them, and of others, while it is being made (`live`), as the
 * kernel has them now. With `ended` also of tasks of the trace that have ended.
 */
export function processNames(tasks: TaskTable, live: boolean): (pid: number, ended?: boolean) => string | undefined {
  return (pid, ended = false) => {
    const task = tasks.get(pid);
    if (task !== undefined) return (task.alive || ended) && task.name !== '' ? task.name : undefined;
    return live ? nameNow(pid) : undefined;
  };
}

function nameNow(pid: number): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/comm`, 'utf8').trimEnd();
  } catch {
    // It is gone.
    return undefined;
  }
}
