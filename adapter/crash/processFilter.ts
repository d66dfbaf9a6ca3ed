import type { CrashFacts } from './crashFacts.js';

/** Whether `part` is in the name of the thread or of the executable. */
export function isNamed({ comm, executable }: Pick<CrashFacts, 'comm' | 'executable'>, part: string | undefined): boolean {
  if (part === undefined) return true;
  return comm.includes(part) || (executable?.slice(executable.lastIndexOf('/') + 1).includes(part) ?? false);
}
