import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { TraceFile } from '../../adapter/record/traceFile.js';

/** Ending of a trace file. */
export const recordingExtension = '.sctrace';

export interface StoredRecording {
  readonly path: string;
  /** Name of the session that made it. */
  readonly name: string;
  readonly startedAt: Date;
  /** On the disk. */
  readonly bytes: number;
}

export interface StoreLimits {
  /** Most recordings to keep. */
  readonly recordings: number;
  /** Most bytes that they may take together. */
  readonly bytes: number;
}

/** Where sessions record when the configuration names no file: a folder of the extension, from which the oldest go first. */
export class RecordingStore {
  constructor(private readonly directory: string) {}

  /** A path for a new recording, which nothing else uses. Makes the folder. */
  async newPath(sessionName: string, now = new Date()): Promise<string> {
    await mkdir(this.directory, { recursive: true, mode: 0o700 });
    const name = sessionName.replace(/[^\p{L}\p{N}._+-]+/gu, '_').slice(0, 60) || 'trace';
    const stamp = now.toISOString().replaceAll(':', '-');
    return join(this.directory, `${stamp}~${name}${recordingExtension}`);
  }

  /** Newest first. */
  async list(): Promise<StoredRecording[]> {
    const names = await readdir(this.directory).catch(() => []);
    const recordings = await Promise.all(names.filter((name) => name.endsWith(recordingExtension)).map((name) => this.describe(name)));
    return recordings.filter((recording) => recording !== undefined).sort((a, b) => b.startedAt.getTime() - a.startedAt.getTime());
  }

  /** Deletes the oldest recordings until the limits hold. Those that a living tracer still writes stay, and the newest one. Returns what was deleted. */
  async prune(limits: StoreLimits): Promise<string[]> {
    const deleted: string[] = [];
    let bytes = 0;
    for (const [index, recording] of (await this.list()).entries()) {
      bytes += recording.bytes;
      const fits = index < limits.recordings && bytes <= limits.bytes;
      if (fits || index === 0 || isBeingWritten(recording.path)) continue;
      bytes -= recording.bytes;
      await this.delete(recording.path);
      deleted.push(recording.path);
    }
    return deleted;
  }

  /** Whether a path is in this store, and so the store’s to delete. */
  owns(path: string): boolean {
    return join(this.directory, basename(path)) === path && path.endsWith(recordingExtension);
  }

  async delete(path: string): Promise<void> {
    if (this.owns(path)) await rm(path, { force: true });
  }

  private async describe(fileName: string): Promise<StoredRecording | undefined> {
    const path = join(this.directory, fileName);
    try {
      const { mtime, blocks } = await stat(path);
      const [stamp, name] = splitAtFirst(fileName.slice(0, -recordingExtension.length), '~');
      const startedAt = new Date(stamp.replace(/T(\d\d)-(\d\d)-/, 'T$1:$2:'));
      return { path, name: name ?? stamp, startedAt: Number.isNaN(startedAt.getTime()) ? mtime : startedAt, bytes: blocks * 512 };
    } catch {
      // Deleted meanwhile, by another window.
      return undefined;
    }
  }
}

function splitAtFirst(text: string, separator: string): [string, string | undefined] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + separator.length)];
}

/** A recording that was not closed and whose tracer lives. */
function isBeingWritten(path: string): boolean {
  try {
    const file = TraceFile.open(path);
    try {
      if (file.closed) return false;
      process.kill(file.tracerPid, 0);
      return true;
    } finally {
      file.close();
    }
  } catch {
    // No trace, or no such process.
    return false;
  }
}
