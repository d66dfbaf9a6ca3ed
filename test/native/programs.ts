/** Builds the C programs of test/programs/capture, once a test file, into a temporary folder. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll } from 'vitest';

const sources = path.resolve(import.meta.dirname, '../programs/capture');
// Made when it is needed: a file whose tests are all skipped has no afterAll.
let folder: string | undefined;
afterAll(() => {
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
});

const built = new Map<string, string>();

/** Path of the built program `name`. */
export function program(name: string, flags: readonly string[] = []): string {
  const key = [name, ...flags].join('');
  let file = built.get(key);
  if (file === undefined) {
    folder ??= mkdtempSync(path.join(os.tmpdir(), 'capture-programs-'));
    file = path.join(folder, key);
    execFileSync('gcc', ['-O1', '-g', '-pthread', '-Wno-unused-result', ...flags, '-o', file, path.join(sources, `${name}.c`)]);
    built.set(key, file);
  }
  return file;
}
