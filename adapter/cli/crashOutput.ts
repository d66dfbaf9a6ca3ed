import { closeSync, fstatSync, ftruncateSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { failure } from './cliError.js';
import { errnoWords } from './errnoWords.js';
import type { Rotation } from './segfaultsOptions.js';
import { writeAll } from './writeAll.js';

/** Where crashes are written to: each as a whole, or not at all. */
export interface CrashOutput {
  /** @throws Error with what the user is to be told: what was written before is whole. */
  write(text: string): void;
  /** Opens the file by its name again: something else has moved it. */
  reopen(): void;
  close(): void;
}

export const standardOutput: CrashOutput = {
  write: (text) => {
    try {
      writeAll(1, text);
    } catch (error) {
      throw new Error(`Can't write to standard output: ${errnoWords(error)}`);
    }
  },
  reopen: () => undefined,
  close: () => undefined,
};

/** A file that is set aside (FILE.1, FILE.2 …) when it has grown or aged as `rotation` says. */
export class CrashFile implements CrashOutput {
  #fd: number;
  #bytes: number;
  #openedMs = Date.now();

  /** @throws CliError when it cannot be opened */
  constructor(
    readonly path: string,
    append: boolean,
    private readonly rotation: Rotation | undefined,
  ) {
    this.#fd = open(path, append ? 'a' : 'w');
    this.#bytes = fstatSync(this.#fd).size;
  }

  write(text: string): void {
    const bytes = Buffer.from(text, 'utf8');
    if (this.#isDue(bytes.length)) this.#rotate();
    try {
      for (let done = 0; done < bytes.length; ) done += writeSync(this.#fd, bytes, done);
    } catch (error) {
      this.#undo();
      throw new Error(`Can't write to '${this.path}': ${errnoWords(error)}; what was written before is whole`);
    }
    this.#bytes += bytes.length;
  }

  reopen(): void {
    const fd = open(this.path, 'a');
    closeSync(this.#fd);
    this.#fd = fd;
    this.#bytes = fstatSync(fd).size;
    this.#openedMs = Date.now();
  }

  close(): void {
    closeSync(this.#fd);
  }

  #isDue(more: number): boolean {
    if (this.rotation === undefined || this.#bytes === 0) return false;
    const { bytes, ageSeconds } = this.rotation;
    return (bytes !== undefined && this.#bytes + more > bytes) || (ageSeconds !== undefined && Date.now() - this.#openedMs >= ageSeconds * 1000);
  }

  /** FILE becomes FILE.1, FILE.1 becomes FILE.2, and the oldest goes. */
  #rotate(): void {
    const { path } = this;
    const keep = this.rotation?.keep ?? 1;
    try {
      rmSync(`${path}.${keep}`, { force: true });
      for (let number = keep - 1; number >= 1; number--) moveIfThere(`${path}.${number}`, `${path}.${number + 1}`);
      renameSync(path, `${path}.1`);
    } catch (error) {
      throw new Error(`Can't set '${path}' aside: ${errnoWords(error)}`);
    }
    this.reopen();
  }

  /** Takes away what a write that failed has left of an event. A pipe or a device keeps it. */
  #undo(): void {
    try {
      if (fstatSync(this.#fd).isFile()) ftruncateSync(this.#fd, this.#bytes);
    } catch {
      // The disk takes nothing at all any more: the error of the write is what counts.
    }
  }
}

function moveIfThere(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}

function open(path: string, flags: 'a' | 'w'): number {
  try {
    return openSync(path, flags, 0o666);
  } catch (error) {
    throw failure(`Can't open '${path}' for writing: ${errnoWords(error)}`);
  }
}
