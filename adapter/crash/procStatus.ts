/** What /proc/TID/status says of a task (proc(5)). */
export interface ProcStatus {
  /** Name of the thread. */
  readonly name: string;
  readonly parentPid: number;
  /** Real ids. */
  readonly uid: number;
  readonly gid: number;
  /** Whether the task has a handler for `signo` that would run now: one for a blocked signal does not. */
  handles(signo: number): boolean;
}

export function parseProcStatus(text: string): ProcStatus {
  const field = (name: string): string => new RegExp(`^${name}:\\s*(.*)$`, 'm').exec(text)?.[1] ?? '';
  const firstNumber = (name: string): number => Number.parseInt(field(name), 10) || 0;
  const signals = (name: string): bigint => BigInt(`0x${/^[0-9a-f]+/.exec(field(name))?.[0] ?? '0'}`);
  const unblocked = signals('SigCgt') & ~signals('SigBlk');
  return {
    // Written by string_escape_mem with ESCAPE_SPACE | ESCAPE_SPECIAL of "\n\\" (fs/proc/array.c).
    name: field('Name').replace(/\\([n\\])/g, (_, character: string) => (character === 'n' ? '\n' : '\\')),
    parentPid: firstNumber('PPid'),
    uid: firstNumber('Uid'),
    gid: firstNumber('Gid'),
    handles: (signo) => ((unblocked >> BigInt(signo - 1)) & 1n) === 1n,
  };
}

/** The path in the unified hierarchy, out of /proc/PID/cgroup; undefined where there is none (cgroups(7)). */
export const unifiedCgroup = (text: string): string | undefined => /^0::(.*)$/m.exec(text)?.[1];
