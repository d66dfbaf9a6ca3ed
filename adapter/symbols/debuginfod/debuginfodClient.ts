import { type FileHandle, open } from 'node:fs/promises';
import { DebuginfodCache, type PartialFile } from './debuginfodCache.js';
import type { DebuginfodSettings } from './debuginfodSettings.js';
import { download } from './download.js';
import { elfBuildId } from './elfBuildId.js';

/** Files that are fetched at the same time. */
const MOST_AT_ONCE = 4;
/** Between two words on how far a file is. */
const PROGRESS_MS = 5000;
/** Of servers that do not answer, one after the other; then none of them is asked any more. */
const MOST_FAILURES = 3;

/** Fetches debug files by build-id into the cache (S6). Each is asked for once in the life of a client. */
export class DebuginfodClient {
  readonly #cache: DebuginfodCache;
  readonly #known = new Map<string, Promise<boolean>>();
  readonly #cancel = new AbortController();
  readonly #waiting: (() => void)[] = [];
  readonly #failures = new Map<string, number>();
  readonly #cleanUp = () => this.#cache.discardAll();
  #running = 0;

  /** `say` hears of progress and of failures. */
  constructor(
    private readonly settings: DebuginfodSettings,
    private readonly say: (text: string) => void,
  ) {
    this.#cache = new DebuginfodCache(settings.cacheDirectory);
    process.once('exit', this.#cleanUp);
  }

  get cacheDirectory(): string {
    return this.settings.cacheDirectory;
  }

  /** Whether the debug file is in the cache now. `what`: whose it is, for the user. Never rejects. */
  fetch(buildId: string, what: string): Promise<boolean> {
    let fetched = this.#known.get(buildId);
    if (fetched === undefined) {
      fetched = this.#fetch(buildId, what).catch((error: unknown) => {
        if (!this.#cancel.signal.aborted)
          this.say(`debuginfod: cannot keep the debug information of ${what}: ${error instanceof Error ? error.message : String(error)}`);
        return false;
      });
      this.#known.set(buildId, fetched);
    }
    return fetched;
  }

  /** Ends what is under way. */
  close(): void {
    this.#cancel.abort();
    this.#cache.discardAll();
    process.off('exit', this.#cleanUp);
  }

  async #fetch(buildId: string, what: string): Promise<boolean> {
    if (!/^[0-9a-f]{4,128}$/u.test(buildId)) return false;
    const state = this.#cache.state(buildId);
    if (state === 'absent') return false;
    // Whoever asks could not use what is in the cache, unless it has come in the meantime.
    if (state === 'present' && (await holds(this.#cache.file(buildId), buildId))) return true;
    await this.#turn();
    try {
      return await this.#ask(buildId, what);
    } finally {
      this.#running--;
      this.#waiting.shift()?.();
    }
  }

  async #turn(): Promise<void> {
    while (this.#running >= MOST_AT_ONCE) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    this.#running++;
  }

  async #ask(buildId: string, what: string): Promise<boolean> {
    let absent = true;
    for (const server of this.settings.servers) {
      if (this.#cancel.signal.aborted) return false;
      if ((this.#failures.get(server) ?? 0) >= MOST_FAILURES) {
        absent = false;
        continue;
      }
      const answer = await this.#askOne(server, buildId, what);
      if (answer === 'found') return true;
      if (answer === 'failed') absent = false;
    }
    // Only what all servers say they do not have is remembered.
    if (absent) this.#cache.rememberAbsent(buildId);
    return false;
  }

  async #askOne(server: string, buildId: string, what: string): Promise<'found' | 'absent' | 'failed'> {
    let file: PartialFile | undefined;
    const create = async () => {
      file = await this.#cache.create(buildId);
      return file.handle;
    };
    try {
      const progress = this.#progress(server, what);
      const answer = await download(`${server}/buildid/${buildId}/debuginfo`, create, this.settings, this.#cancel.signal, progress);
      if (answer.kind === 'absent') return 'absent';
      const why = answer.kind === 'failed' ? answer.why : await mismatch(file?.handle, buildId);
      if (why !== undefined || file === undefined) return this.#failed(server, what, why ?? 'it sends nothing');
      this.#failures.delete(server);
      await file.handle.sync();
      if (this.#cancel.signal.aborted) return 'failed';
      this.#cache.keep(buildId, file.path);
      return 'found';
    } finally {
      await file?.handle.close();
      if (file !== undefined) this.#cache.discard(file.path);
    }
  }

  #failed(server: string, what: string, why: string): 'failed' {
    if (this.#cancel.signal.aborted) return 'failed';
    const failures = (this.#failures.get(server) ?? 0) + 1;
    this.#failures.set(server, failures);
    this.say(`debuginfod: no debug information of ${what} from ${server}: ${why}${failures === MOST_FAILURES ? '; it is not asked any more' : ''}`);
    return 'failed';
  }

  #progress(server: string, what: string): (bytes: number, total: number | undefined) => void {
    let last = Number.NEGATIVE_INFINITY;
    return (bytes, total) => {
      const now = performance.now();
      if (now - last < PROGRESS_MS) return;
      last = now;
      const size = total === undefined ? '' : ` of ${megabytes(total)}`;
      this.say(`debuginfod: fetching debug information of ${what} from ${server}: ${megabytes(bytes)}${size} MB`);
    };
  }
}

async function holds(path: string, buildId: string): Promise<boolean> {
  const file = await open(path, 'r');
  try {
    return (await elfBuildId(file)) === buildId;
  } finally {
    await file.close();
  }
}

async function mismatch(file: FileHandle | undefined, buildId: string): Promise<string | undefined> {
  const has = file === undefined ? undefined : await elfBuildId(file);
  if (has === buildId) return undefined;
  return has === undefined ? 'it sends a file without a build-id' : `it sends a file with the build-id ${has}`;
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1);
}
