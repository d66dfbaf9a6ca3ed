import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import path from 'node:path';

/** Without a file `cache_miss_s` (debuginfod-client(7)). */
const DEFAULT_MISS_S = 600;

/** Of a download that is under way. */
export interface PartialFile {
  readonly handle: FileHandle;
  readonly path: string;
}

/**
 * The cache of debuginfod-client(7), shared with other programs: DIRECTORY/BUILDID/debuginfo, where an empty file remembers
 * that no server has it. Files appear whole or not at all.
 */
export class DebuginfodCache {
  readonly #partial = new Set<string>();

  constructor(private readonly directory: string) {}

  /** Other files than regular ones count as not known. */
  state(buildId: string): 'present' | 'absent' | 'unknown' {
    const status = statSync(this.file(buildId), { throwIfNoEntry: false });
    if (status === undefined || !status.isFile()) return 'unknown';
    if (status.size > 0) return 'present';
    return (Date.now() - status.mtimeMs) / 1000 < this.#missSeconds() ? 'absent' : 'unknown';
  }

  file(buildId: string): string {
    return path.join(this.directory, buildId, 'debuginfo');
  }

  /** A file beside the final one, to be given to `keep` or `discard`. @throws what the file system says */
  async create(buildId: string): Promise<PartialFile> {
    mkdirSync(path.dirname(this.file(buildId)), { recursive: true, mode: 0o700 });
    const partial = `${this.file(buildId)}.${randomBytes(6).toString('hex')}.partial`;
    this.#partial.add(partial);
    return { handle: await open(partial, 'w+', 0o400), path: partial };
  }

  /** @throws what the file system says */
  keep(buildId: string, partial: string): void {
    renameSync(partial, this.file(buildId));
    this.#partial.delete(partial);
  }

  discard(partial: string): void {
    rmSync(partial, { force: true });
    this.#partial.delete(partial);
  }

  /** @throws what the file system says */
  rememberAbsent(buildId: string): void {
    mkdirSync(path.dirname(this.file(buildId)), { recursive: true, mode: 0o700 });
    rmSync(this.file(buildId), { force: true });
    writeFileSync(this.file(buildId), '', { mode: 0o400 });
  }

  /** What is half there when the program must end at once. */
  discardAll(): void {
    for (const partial of this.#partial) this.discard(partial);
  }

  #missSeconds(): number {
    try {
      const text = readFileSync(path.join(this.directory, 'cache_miss_s'), 'utf8').trim();
      return /^\d+$/u.test(text) ? Number(text) : DEFAULT_MISS_S;
    } catch {
      return DEFAULT_MISS_S;
    }
  }
}
