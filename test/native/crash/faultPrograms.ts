/** Builds test/programs/crash/faults.c in several ways, and knows which line of it does what. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

export const faultsSource = resolve(import.meta.dirname, '../../programs/crash/faults.c');
export const checksSource = resolve(import.meta.dirname, '../../programs/crash/checks.cc');
const lines = readFileSync(faultsSource, 'utf8').split('\n');

/** The line (from 1) that ends in the comment `mark`. */
export function lineOf(mark: string): number {
  const found = lines.flatMap((line, index) => (line.trimEnd().endsWith(`// ${mark}`) ? [index + 1] : []));
  if (found.length !== 1) throw new Error(`${found.length} lines of faults.c are marked ${mark}`);
  return found[0]!;
}

export const builds = {
  'gcc -O0': ['-O0', '-g'],
  'gcc -O2 -fomit-frame-pointer': ['-O2', '-fomit-frame-pointer', '-g'],
  'static-pie': ['-O1', '-g', '-static-pie'],
} as const;
export type BuildName = keyof typeof builds;

export class FaultPrograms {
  readonly folder = mkdtempSync(join(tmpdir(), 'crash-'));
  readonly #built = new Map<string, string>();

  /** Path of the program. */
  build(name: BuildName): string {
    return this.#once(name, (file) => gcc(builds[name], file));
  }

  /** Its debug information lies in a file of its own beside it, by .gnu_debuglink. */
  stripped(): string {
    return this.#once('stripped', (file) => {
      gcc(['-O2', '-fomit-frame-pointer', '-g'], file);
      execFileSync('objcopy', ['--only-keep-debug', file, `${file}.debug`]);
      execFileSync('strip', [file]);
      execFileSync('objcopy', [`--add-gnu-debuglink=${file}.debug`, file]);
    });
  }

  /** test/programs/crash/checks.cc, with the checks of _FORTIFY_SOURCE. */
  checks(): string {
    return this.#once('checks', (file) =>
      execFileSync('g++', ['-w', '-O2', '-g', '-D_FORTIFY_SOURCE=2', '-o', file, checksSource], { stdio: ['ignore', 'inherit', 'inherit'] }),
    );
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  #once(name: string, build: (file: string) => void): string {
    let file = this.#built.get(name);
    if (file === undefined) {
      file = join(this.folder, `faults-${this.#built.size}`);
      build(file);
      this.#built.set(name, file);
    }
    return file;
  }
}

function gcc(flags: readonly string[], file: string): void {
  execFileSync('gcc', ['-w', ...flags, '-o', file, faultsSource, '-pthread'], { stdio: ['ignore', 'inherit', 'inherit'] });
}
