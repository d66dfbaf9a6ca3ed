/** Where a session records. */
import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import path from 'node:path';

export interface RecordingFile {
  /** Absolute. */
  readonly path: string;
  /** Has no name once it is open, and is gone with the session. */
  readonly temporary: boolean;
}

/** `wanted`: the configuration’s `record`. Without it: a file that nobody else sees, on a disk rather than in memory (file-hierarchy(7): /var/tmp). */
export function recordingFile(wanted: string | undefined): RecordingFile {
  if (wanted !== undefined) return { path: path.resolve(wanted), temporary: false };
  const directory = process.env.TMPDIR === undefined && tmpdir() === '/tmp' ? '/var/tmp' : tmpdir();
  return { path: path.join(directory, `syscall-trace-${randomUUID()}.sctrace`), temporary: true };
}
