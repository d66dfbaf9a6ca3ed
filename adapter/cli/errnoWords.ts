import { getSystemErrorMap } from 'node:util';
import { errnos } from '../syscalls/generated/errno.gen.js';

/** What the C library says of a failed system call’s error: `No such file or directory`. */
export function errnoWords(error: unknown): string {
  const number = error instanceof Error && 'errno' in error && typeof error.errno === 'number' ? error.errno : undefined;
  if (number === undefined) return error instanceof Error ? error.message : String(error);
  return errnos[-number]?.[1] ?? getSystemErrorMap().get(number)?.[1] ?? `error ${-number}`;
}
