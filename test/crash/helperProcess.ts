/** What can be seen of a running helper from outside. */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { program } from './crashPrograms.js';

/** First 15 bytes of its name, which is all that the kernel keeps. */
const COMM = 'syscall-trace-bpf'.slice(0, 15);

const read = (file: string): string => {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
};

/** The helpers that are children of `parent` (or became it by way of a launcher). */
export function helpersOf(parent: number): number[] {
  const children = readdirSync(`/proc/${parent}/task`).flatMap((tid) => read(`/proc/${parent}/task/${tid}/children`).trim().split(' '));
  return children.map(Number).filter((pid) => pid > 0 && read(`/proc/${pid}/comm`).trim() === COMM);
}

/** All helpers of the machine, whoever started them, but for those that have ended. */
export function runningHelpers(): number[] {
  const pids = readdirSync('/proc')
    .map(Number)
    .filter((pid) => pid > 0);
  return pids.filter((pid) => read(`/proc/${pid}/comm`).trim() === COMM && !statusOf(pid, 'State').startsWith('Z'));
}

/** A line of /proc/PID/status. */
export function statusOf(pid: number, name: string): string {
  return new RegExp(`^${name}:\\s*(.*)$`, 'm').exec(read(`/proc/${pid}/status`))?.[1] ?? '';
}

/** Ids of the BPF programs that a process holds, itself or by links. */
export function programsHeldBy(pid: number): string[] {
  const infos = readdirSync(`/proc/${pid}/fdinfo`).map((fd) => read(`/proc/${pid}/fdinfo/${fd}`));
  return infos.flatMap((info) => /^prog_id:\s*(\d+)$/m.exec(info)?.[1] ?? []);
}

/** Ids of all BPF programs that are loaded. */
export function loadedPrograms(): string[] {
  const lines = execFileSync(program('bpfPrograms'), { encoding: 'utf8' }).trimEnd().split('\n');
  return lines.map((line) => line.split(' ')[0] ?? '');
}

/** Resolves when none of these programs is loaded any more: the kernel frees them a little after the last reference has gone. */
export async function whenUnloaded(ids: readonly string[]): Promise<void> {
  while (loadedPrograms().some((id) => ids.includes(id))) await new Promise((resolve) => setImmediate(resolve));
}
