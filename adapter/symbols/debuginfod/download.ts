import type { FileHandle } from 'node:fs/promises';
import { type DebuginfodSettings, leastBytes } from './debuginfodSettings.js';

export type DownloadLimits = Pick<DebuginfodSettings, 'timeoutMs' | 'totalTimeoutMs' | 'mostBytes'>;

export type Download = { readonly kind: 'whole'; readonly bytes: number } | { readonly kind: 'absent' } | { readonly kind: 'failed'; readonly why: string };

/** Why a download was ended by us. */
class GivenUp extends Error {
  override readonly name = 'GivenUp';
}

/**
 * Writes what is at `url` to `open`, which is asked for once the server has something. `onProgress` hears how much there is, and how much there will be (undefined: the server
 * does not say). @throws what the file system says of the file
 */
export async function download(
  url: string,
  open: () => Promise<FileHandle>,
  limits: DownloadLimits,
  cancelled: AbortSignal,
  onProgress: (bytes: number, total: number | undefined) => void,
): Promise<Download> {
  const ended = new AbortController();
  const giveUp = (why: string) => ended.abort(new GivenUp(why));
  const onCancelled = () => giveUp('it was cancelled');
  cancelled.addEventListener('abort', onCancelled);
  if (cancelled.aborted) onCancelled();
  let bytes = 0;
  const timers = watch(limits, () => bytes, giveUp);
  try {
    const response = await fetch(url, { signal: ended.signal, headers: { 'X-DEBUGINFOD-MAXSIZE': String(limits.mostBytes) } });
    if (response.status !== 200) {
      await response.body?.cancel();
      return response.status === 404 ? { kind: 'absent' } : { kind: 'failed', why: `it answers ${response.status} ${response.statusText}`.trimEnd() };
    }
    const total = lengthOf(response);
    const tooLarge = () => giveUp(`it sends more than ${limits.mostBytes} bytes`);
    if (total !== undefined && total > limits.mostBytes) tooLarge();
    ended.signal.throwIfAborted();
    onProgress(0, total);
    const target = await onDisk(open());
    for await (const chunk of response.body ?? []) {
      bytes += chunk.length;
      if (bytes > limits.mostBytes) tooLarge();
      ended.signal.throwIfAborted();
      await onDisk(writeWhole(target, chunk));
      onProgress(bytes, total);
    }
    return { kind: 'whole', bytes };
  } catch (error) {
    if (error instanceof DiskError) throw error.cause;
    return { kind: 'failed', why: words(error) };
  } finally {
    cancelled.removeEventListener('abort', onCancelled);
    timers.stop();
  }
}

class DiskError extends Error {
  override readonly name = 'DiskError';
}

async function onDisk<T>(done: Promise<T>): Promise<T> {
  try {
    return await done;
  } catch (cause) {
    throw new DiskError('the disk', { cause });
  }
}

async function writeWhole(target: FileHandle, chunk: Uint8Array): Promise<void> {
  for (let done = 0; done < chunk.length; ) done += (await target.write(chunk, done)).bytesWritten;
}

/** Content-Length counts packed bytes where the body is packed. */
function lengthOf({ headers }: Response): number | undefined {
  const text = headers.get('content-length');
  return text === null || headers.has('content-encoding') || !/^\d+$/u.test(text) ? undefined : Number(text);
}

/** The two timeouts of debuginfod-client(7). */
function watch({ timeoutMs, totalTimeoutMs }: DownloadLimits, bytes: () => number, giveUp: (why: string) => void): { stop(): void } {
  let before = 0;
  const slow = () => {
    if (bytes() - before < leastBytes) giveUp(`it sends less than ${leastBytes >> 10} KiB in ${timeoutMs / 1000} s`);
    before = bytes();
  };
  const interval = timeoutMs > 0 ? setInterval(slow, timeoutMs) : undefined;
  const total = totalTimeoutMs > 0 ? setTimeout(() => giveUp(`it takes more than ${totalTimeoutMs / 1000} s`), totalTimeoutMs) : undefined;
  return {
    stop: () => {
      clearInterval(interval);
      clearTimeout(total);
    },
  };
}

/** fetch says “fetch failed” or “terminated”; why is in its cause. */
function words(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof GivenUp || !(error.cause instanceof Error)) return error.message;
  return error.cause.message === '' ? error.message : error.cause.message;
}
