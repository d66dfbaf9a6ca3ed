import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { idsOf } from '../store/taskFacts.js';

/** How long an answer is believed: ids are given again. */
const BELIEVED_MS = 1000;
/** Answers that are kept: a program may name ids without end. */
const MOST_ANSWERS = 1024;

/** Looks for processes of PID namespaces that are not traced, as the kernel has them now. */
export function liveNamespaces(): (pidNamespace: string, depth: number, id: number) => number | undefined {
  const answers = new Map<string, { readonly tid: number | undefined; readonly untilMs: number }>();
  return (pidNamespace, depth, id) => {
    const key = `${pidNamespace} ${id}`;
    const known = answers.get(key);
    if (known !== undefined && known.untilMs > performance.now()) return known.tid;
    if (answers.size >= MOST_ANSWERS) answers.clear();
    const tid = processIds().find((pid) => isIn(pid, pidNamespace, depth, id));
    answers.set(key, { tid, untilMs: performance.now() + BELIEVED_MS });
    return tid;
  };
}

function processIds(): number[] {
  try {
    return readdirSync('/proc').map(Number).filter(Number.isInteger);
  } catch {
    // No /proc: nobody is found.
    return [];
  }
}

function isIn(pid: number, pidNamespace: string, depth: number, id: number): boolean {
  try {
    const ids = idsOf(readFileSync(`/proc/${pid}/status`, 'utf8'));
    return ids.length === depth + 1 && ids[depth] === id && readlinkSync(`/proc/${pid}/ns/pid`) === `pid:[${pidNamespace}]`;
  } catch {
    // It is gone, or not ours to look at.
    return false;
  }
}
