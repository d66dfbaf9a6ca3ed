import { errnos } from '../syscalls/generated/errno.gen.js';

/** Numbers that the kernel keeps to itself: a tracer sees them when a signal interrupts a call (include/linux/errno.h). */
const restarts: Readonly<Record<number, readonly [name: string, message: string]>> = {
  512: ['ERESTARTSYS', 'To be restarted if SA_RESTART is set'],
  513: ['ERESTARTNOINTR', 'To be restarted'],
  514: ['ERESTARTNOHAND', 'To be restarted if no handler'],
  516: ['ERESTART_RESTARTBLOCK', 'Interrupted by signal'],
};

export const isRestart = (errno: number): boolean => restarts[errno] !== undefined;

/** The name of an errno, if it has one. */
export const errnoName = (errno: number): string | undefined => (restarts[errno] ?? errnos[errno])?.[0];

/** What stands behind `= ` for a failed call. */
export function errnoText(errno: number): string {
  const restart = restarts[errno];
  if (restart !== undefined) return `? ${restart[0]} (${restart[1]})`;
  const known = errnos[errno];
  return known === undefined ? `-1 (errno ${errno})` : `-1 ${known[0]} (${known[1]})`;
}
