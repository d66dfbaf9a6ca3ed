/** Builds programs of test/programs/crash, once a test file, into a temporary folder that every user can read. */
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll } from 'vitest';

const sources = path.resolve(import.meta.dirname, '../programs/crash');
let folder: string | undefined;
afterAll(() => {
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
});

const built = new Map<string, string>();

/** A folder for what the tests of a file need, gone with them. */
export function temporaryFolder(): string {
  if (folder === undefined) {
    folder = mkdtempSync(path.join(os.tmpdir(), 'crash-'));
    chmodSync(folder, 0o755);
  }
  return folder;
}

/** Path of the built program `name`. */
export function program(name: string, flags: readonly string[] = ['-O2', '-fomit-frame-pointer']): string {
  const key = [name, ...flags].join('');
  let file = built.get(key);
  if (file === undefined) {
    file = path.join(temporaryFolder(), key);
    execFileSync('gcc', ['-g', '-w', '-pthread', ...flags, '-o', file, path.join(sources, `${name}.c`)]);
    built.set(key, file);
  }
  return file;
}

/** The line (from 1) that is marked by `// text` in a program's source. */
export function markedLine(name: string, text: string): number {
  const lines = readFileSync(path.join(sources, `${name}.c`), 'utf8').split('\n');
  const index = lines.findIndex((line) => line.endsWith(`// ${text}`));
  if (index < 0) throw new Error(`${name}.c marks no line with "${text}"`);
  return index + 1;
}
