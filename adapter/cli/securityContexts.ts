import { existsSync } from 'node:fs';
import { usageError } from './cliError.js';

const formats = new Set(['full', 'mismatch', 'none']);

/** --secontext: without SELinux there is no context to print. @throws CliError for an unknown format, and where contexts would have to be printed */
export function checkSecurityContexts(value: string | undefined, spelling: string): void {
  const words = value?.replace(/^!/, '').split(',') ?? [];
  for (const word of words) if (!formats.has(word)) throw usageError(`invalid secontext '${word}'`);
  if (value !== 'none' && existsSync('/sys/fs/selinux/enforce')) throw usageError(`${spelling} is not supported yet where SELinux is enabled`);
}
