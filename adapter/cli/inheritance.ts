/**
 * What this process got from the one that started it, for the program to have as well. Node changes both before any
 * of our code runs: it marks all descriptors close-on-exec and sets the action of every signal.
 */
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { constants } from 'node:os';

const FIRST_FREE = 3;

/** What Node’s event loops open for themselves: epoll and io_uring instances, and eventfds. */
const ofNode = /^anon_inode:\[(eventpoll|eventfd|io_uring)\]$/;

/**
 * Descriptors from 3 on that were open when this process began: all but those that look like Node’s own. Besides the
 * above these are pipes of which it has both ends.
 */
export function inheritedDescriptors(): number[] {
  const targets = descriptorTargets();
  const pipeEnds = new Map<string, number>();
  for (const target of targets.values()) if (target.startsWith('pipe:')) pipeEnds.set(target, (pipeEnds.get(target) ?? 0) + 1);
  return [...targets].filter(([fd, target]) => fd >= FIRST_FREE && !ofNode.test(target) && pipeEnds.get(target) !== 2).map(([fd]) => fd);
}

function descriptorTargets(): Map<number, string> {
  const targets = new Map<number, string>();
  for (const name of list('/proc/self/fd')) {
    try {
      targets.set(Number(name), readlinkSync(`/proc/self/fd/${name}`));
    } catch {
      // The descriptor with which the folder was read: it is closed by now.
    }
  }
  return targets;
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    // No /proc: the program gets its standard descriptors only.
    return [];
  }
}

/**
 * Signals that the program is to start with ignored or blocked. The mask is as it was; of the actions Node leaves no
 * trace, so those that say that a script wants to live on are taken from its process: `trap '' INT HUP`.
 */
export function inheritedSignals(): { ignoredSignals: number[]; blockedSignals: number[] } {
  const { SIGHUP, SIGINT } = constants.signals;
  return {
    ignoredSignals: signalsOf(process.ppid, 'SigIgn').filter((signo) => signo === SIGHUP || signo === SIGINT),
    blockedSignals: signalsOf('self', 'SigBlk'),
  };
}

/** The signals of a mask in /proc/PID/status; none when it cannot be read. */
function signalsOf(pid: number | 'self', field: string): number[] {
  try {
    const mask = BigInt(`0x${new RegExp(`^${field}:\\s*([0-9a-f]+)$`, 'm').exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? '0'}`);
    return Array.from({ length: 64 }, (_, index) => index + 1).filter((signo) => ((mask >> BigInt(signo - 1)) & 1n) === 1n);
  } catch {
    // The parent is gone, or there is no /proc.
    return [];
  }
}
