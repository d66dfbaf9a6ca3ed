import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, fstatSync, openSync } from 'node:fs';
import { isatty } from 'node:tty';
import { safeText } from '../decode/terminalText.js';
import { failure } from './cliError.js';
import { errnoWords } from './errnoWords.js';
import { writeAll } from './writeAll.js';

/** Where trace output goes. After a write that failed, nothing more is written: the program is more important. */
export class Destination {
  #broken = false;

  private constructor(
    readonly fd: number,
    /** For messages. */
    readonly name: string,
    private readonly onBroken: (message: string) => void,
    private readonly command: ChildProcess | undefined,
  ) {}

  /** stdout or stderr, which others go on using. */
  static standard(fd: 1 | 2, onBroken: (message: string) => void): Destination {
    return new Destination(fd, fd === 1 ? 'stdout' : 'stderr', onBroken, undefined);
  }

  /** @throws CliError */
  static file(path: string, append: boolean, onBroken: (message: string) => void): Destination {
    try {
      return new Destination(openSync(path, append ? 'a' : 'w', 0o666), path, onBroken, undefined);
    } catch (error) {
      throw failure(`Can't fopen '${path}': ${errnoWords(error)}`);
    }
  }

  /** The standard input of a shell command. `openPipe` gives [readFd, writeFd], both close-on-exec. */
  static command(line: string, openPipe: () => [number, number], onBroken: (message: string) => void): Destination {
    const [readFd, writeFd] = openPipe();
    // A group of its own: Ctrl-C is for the program, and the command must live to see the last line.
    const child = spawn('/bin/sh', ['-c', line], { stdio: [readFd, 'inherit', 'inherit'], detached: true });
    closeSync(readFd);
    return new Destination(writeFd, `|${line}`, onBroken, child);
  }

  /** Whether descriptor `other` is the same file, pipe or terminal. */
  isSameAs(other: number): boolean {
    try {
      const own = fstatSync(this.fd);
      const stat = fstatSync(other);
      return own.dev === stat.dev && own.ino === stat.ino;
    } catch {
      // A descriptor that is not open is no file at all.
      return false;
    }
  }

  get isTerminal(): boolean {
    return isatty(this.fd);
  }

  get broken(): boolean {
    return this.#broken;
  }

  write(text: string): void {
    if (this.#broken || text === '') return;
    try {
      writeAll(this.fd, text);
    } catch (error) {
      this.#broken = true;
      this.onBroken(`${safeText(this.name)}: ${errnoWords(error)}; the program goes on without its trace`);
    }
  }

  /** Closes it; waits until the command has read everything and ended. */
  async close(): Promise<void> {
    if (this.fd <= 2) return;
    closeSync(this.fd);
    const { command } = this;
    if (command === undefined || command.exitCode !== null || command.signalCode !== null) return;
    await new Promise((resolve) => command.once('exit', resolve));
  }
}
