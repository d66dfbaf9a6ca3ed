import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { loadAddon } from '../../../adapter/capture/loadAddon.js';
import type { Frame, StackSnapshot } from '../../../adapter/symbols/frame.js';
import { NativeSymbolizer, type SymbolizerAddon } from '../../../adapter/symbols/nativeSymbolizer.js';

const programs = resolve(import.meta.dirname, '../../programs/symbols');

export function newSymbolizer(): NativeSymbolizer {
  return new NativeSymbolizer(loadAddon<SymbolizerAddon>());
}

/** Compiles programs of test/programs/symbols into a directory of its own, and takes snapshots of them. */
export class Workshop {
  readonly sources = programs;
  #directory: string | undefined;
  #snapshotProgram: string | undefined;

  /** Made when it is first asked for: where all tests of a file are skipped, nothing is tidied up. */
  get directory(): string {
    this.#directory ??= mkdtempSync(join(tmpdir(), 'symbols-'));
    return this.#directory;
  }

  /** Compiles `source` with gcc (or g++) and returns the program’s path. */
  compile(source: string, flags: readonly string[], output = `${source.replace(/\.\w+$/, '')}${flags.join('')}`.replaceAll('/', '')): string {
    return this.compileTo(source, flags, join(this.directory, output));
  }

  compileTo(source: string, flags: readonly string[], path: string): string {
    run(source.endsWith('.cc') ? 'g++' : 'gcc', [...flags, '-o', path, join(programs, source), '-ldl', '-pthread']);
    return path;
  }

  /** Runs a program until it stops itself by SIGTRAP; the snapshot is that of a process that is gone. */
  async snapshot(program: string, args: readonly string[] = [], stackBytes = 1 << 18): Promise<StackSnapshot> {
    return this.whileStopped(program, args, stackBytes, async (live) => {
      const { pid: _, ...dead } = live;
      return dead;
    });
  }

  /** As `snapshot`, but `use` sees it while the process is still there. */
  async whileStopped<T>(program: string, args: readonly string[], stackBytes: number, use: (live: StackSnapshot & { pid: number }) => Promise<T>): Promise<T> {
    this.#snapshotProgram ??= this.compile('snapshot.c', ['-O1', '-Wall', '-Wextra', '-Werror']);
    const output = mkdtempSync(join(this.directory, 'snapshot-'));
    const child = spawn(this.#snapshotProgram, [output, String(stackBytes), program, ...args], { stdio: ['pipe', 'pipe', 'inherit'] });
    const ended = once(child, 'close');
    try {
      const [line] = await Promise.race([once(child.stdout, 'data'), ended.then(([status]) => Promise.reject(new Error(`snapshot ended with ${status}`)))]);
      const read = (name: string) => new Uint8Array(readFileSync(join(output, name)));
      const stackAddress = BigInt(readFileSync(join(output, 'address'), 'utf8'));
      return await use({ maps: read('maps'), registers: read('regs'), stackAddress, stack: read('stack'), pid: Number(String(line)) });
    } finally {
      child.stdin.end();
      await ended;
    }
  }

  remove(): void {
    if (this.#directory !== undefined) rmSync(this.#directory, { recursive: true, force: true });
  }
}

/** Runs a tool to its end; throws with what it said when it fails. */
export function run(file: string, args: readonly string[], input = ''): string {
  const { status, stdout, stderr, error } = spawnSync(file, args, { encoding: 'utf8', input, maxBuffer: 1 << 28, timeout: 60_000, killSignal: 'SIGKILL' });
  if (error) throw error;
  if (status !== 0) throw new Error(`${file} ${args.join(' ')}: ${stderr}`);
  return stdout;
}

/** Whether a tool can be started at all: tests that compare with it are skipped by name otherwise. */
export function hasTool(file: string): boolean {
  return spawnSync(file, ['--version'], { stdio: 'ignore' }).status === 0;
}

/** The functions’ names, innermost first, without those of libc and the loader. */
export function ownNames(frames: readonly Frame[]): string[] {
  return frames.filter(({ module }) => !/\/(libc|ld-linux)[-.\w]*$/.test(module ?? '')).map(({ symbol }) => symbol ?? '?');
}

/** The line (from 1) of the first occurrence of `text` in a program’s source. */
export function lineOf(source: string, text: string): number {
  const index = readFileSync(join(programs, source), 'utf8')
    .split('\n')
    .findIndex((line) => line.includes(text));
  if (index < 0) throw new Error(`${source} has no "${text}"`);
  return index + 1;
}

/** How many lines a program's source has. */
export function lineCount(source: string): number {
  return readFileSync(join(programs, source), 'utf8').split('\n').length;
}
