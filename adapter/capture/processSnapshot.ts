import type { CaptureFailure } from './backend.js';
import { loadAddon } from './loadAddon.js';

/** One thread at the moment of a snapshot. */
export interface ThreadSnapshot {
  readonly tid: number;
  readonly name: string;
  /** user_regs_struct, 216 bytes. Absent when the thread did not stop: it sleeps uninterruptibly, or ended meanwhile. */
  readonly registers?: Uint8Array;
  readonly stackAddress: bigint;
  readonly stack: Uint8Array;
}

/** All threads of a process, at one moment. */
export interface ProcessSnapshot {
  readonly pid: number;
  /** Text of /proc/PID/maps. */
  readonly maps: Uint8Array;
  readonly threads: readonly ThreadSnapshot[];
}

interface SnapshotAddon {
  snapshotProcess(pid: number, stackBytes: number, patienceMs: number): Promise<ProcessSnapshot | CaptureFailure>;
}

/** Deep recursion needs more, and is seen to be deep with this. */
const stackBytes = 1 << 20;
/** A thread that has not stopped by then waits for a disk, or the like. */
const patienceMs = 1000;

/**
 * Stops all threads of a process, copies registers and stacks, and lets them go on; that takes about a millisecond. They go on too when
 * this process is killed meanwhile. A CaptureFailure when it cannot be seized.
 */
export function snapshotProcess(pid: number): Promise<ProcessSnapshot | CaptureFailure> {
  return loadAddon<SnapshotAddon>().snapshotProcess(pid, stackBytes, patienceMs);
}
