import { writeSync } from 'node:fs';

const RETRY_MS = 1;
const never = new Int32Array(new SharedArrayBuffer(4));

/**
 * Writes all of `text` before it returns. A descriptor that somebody made non-blocking (a terminal shared with another
 * program) is waited for. @throws the system’s error otherwise: EPIPE, ENOSPC …
 */
export function writeAll(fd: number, text: string): void {
  const bytes = Buffer.from(text, 'utf8');
  for (let done = 0; done < bytes.length; ) {
    try {
      done += writeSync(fd, bytes, done);
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code;
      if (code === 'EAGAIN') Atomics.wait(never, 0, 0, RETRY_MS);
      else if (code !== 'EINTR') throw error;
    }
  }
}
