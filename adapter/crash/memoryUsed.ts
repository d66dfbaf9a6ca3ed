import { readFileSync } from 'node:fs';

/** Bytes of this process that are backed by no file (RssAnon of proc(5)): what it has made itself. */
export function memoryUsed(): number {
  try {
    const kilobytes = /^RssAnon:\s*(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1];
    if (kilobytes !== undefined) return Number(kilobytes) * 1024;
  } catch {
    // No /proc: the allocator’s own numbers follow.
  }
  const { heapTotal, external } = process.memoryUsage();
  return heapTotal + external;
}
