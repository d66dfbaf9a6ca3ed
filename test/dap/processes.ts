/** What the kernel says of processes, for tests. */
import { readdirSync, readFileSync } from 'node:fs';

export interface ProcessState {
  /** Letter of proc(5): R, S, T, t, Z …; X when it is gone. */
  readonly state: string;
  /** Pid of the tracer; 0 for none. */
  readonly tracer: number;
}

export function processState(pid: number): ProcessState {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'latin1');
    return { state: /^State:\s+(\S)/m.exec(status)?.[1] ?? '?', tracer: Number(/^TracerPid:\s+(\d+)/m.exec(status)?.[1] ?? 0) };
  } catch {
    return { state: 'X', tracer: 0 };
  }
}

/** Pids of processes whose executable is `file`, zombies not among them. */
export function processesOf(file: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'latin1').split('\0')[0] === file;
      } catch {
        return false;
      }
    });
}

/** Memory that the process has in use, in kB (VmRSS of proc(5)). */
export function residentKilobytes(pid: number): number {
  return Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1] ?? 0);
}

/** Settles when the condition holds, of which nobody sends an event; fails after `patienceMs`. */
export async function until(condition: () => boolean, patienceMs = 15_000): Promise<void> {
  const end = performance.now() + patienceMs;
  while (!condition()) {
    if (performance.now() > end) throw new Error(`not within ${patienceMs} ms: ${condition}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
