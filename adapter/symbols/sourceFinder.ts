import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';

/** Of all folders together: what is beyond is not found. */
const MOST_FILES = 200_000;
const MOST_DEPTH = 40;
/** Below these lie no sources of the program, and very many files. */
const passedOver = new Set(['.git', '.hg', '.svn', 'node_modules']);
/** Where the sources of packages lie: one equal file name says too little about them. */
const installed = ['/usr/', '/rustc/'];

/**
 * Finds sources below given folders that are not where debug information says (S7): the file there whose path ends with the
 * most parts of the wanted one. When two fit equally well, neither is taken.
 */
export class SourceFinder {
  readonly #byName = new Map<string, string[][]>();
  readonly #folders: readonly string[];
  readonly #mostFiles: number;
  #indexed: Promise<void> | undefined;
  #files = 0;

  /** `mostFiles`: how many are looked at. */
  constructor(folders: readonly string[], mostFiles = MOST_FILES) {
    this.#folders = folders.map((folder) => path.resolve(folder));
    this.#mostFiles = mostFiles;
  }

  /** The folders are read once, when the first file is missing. */
  async prepare(files: Iterable<string>): Promise<void> {
    if (this.#folders.length === 0) return;
    for (const file of files) {
      if (existsSync(file)) continue;
      this.#indexed ??= this.#index();
      return this.#indexed;
    }
  }

  /** `file` itself when it is there, or nothing fits. Knows only what `prepare` has read. */
  find(file: string): string {
    if (this.#byName.size === 0 || existsSync(file)) return file;
    const wanted = partsOf(file);
    const candidates = this.#byName.get(wanted.at(-1) ?? '') ?? [];
    let best: string[] | undefined;
    let bestLength = leastLength(file) - 1;
    for (const candidate of candidates) {
      const length = commonEnd(candidate, wanted);
      if (length < bestLength) continue;
      best = length > bestLength ? candidate : undefined;
      bestLength = length;
    }
    return best === undefined ? file : `/${best.join('/')}`;
  }

  async #index(): Promise<void> {
    const seen = new Set<string>();
    for (const folder of this.#folders) await this.#read(folder, 0, seen);
  }

  /** Links to folders are not followed; what cannot be read is passed over. */
  async #read(folder: string, depth: number, seen: Set<string>): Promise<void> {
    if (depth > MOST_DEPTH || this.#files >= this.#mostFiles || seen.has(folder)) return;
    seen.add(folder);
    const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
    for (const entry of entries) {
      if (entry.isDirectory()) {
        if (!passedOver.has(entry.name)) await this.#read(path.join(folder, entry.name), depth + 1, seen);
      } else if (entry.isFile() && this.#files++ < this.#mostFiles) {
        const same = this.#byName.get(entry.name);
        const parts = partsOf(path.join(folder, entry.name));
        if (same === undefined) this.#byName.set(entry.name, [parts]);
        else same.push(parts);
      }
    }
  }
}

/** Without `.` and `..`: `/b/nptl/./nptl/../x.c` ends with `nptl`, `x.c`. */
function partsOf(file: string): string[] {
  return path.posix
    .normalize(file)
    .split('/')
    .filter((part) => part !== '' && part !== '.' && part !== '..');
}

function leastLength(file: string): number {
  return !path.isAbsolute(file) || installed.some((folder) => file.startsWith(folder)) ? 2 : 1;
}

function commonEnd(a: readonly string[], b: readonly string[]): number {
  let length = 0;
  while (length < a.length && length < b.length && a[a.length - 1 - length] === b[b.length - 1 - length]) length++;
  return length;
}
