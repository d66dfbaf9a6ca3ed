/** Builds the programs of test/programs/families, each of which makes the odd calls of one kernel family, in a folder of the test file. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll } from 'vitest';

const sources = resolve(import.meta.dirname, '../programs/families');
let directory: string | undefined;
afterAll(() => {
  if (directory !== undefined) rmSync(directory, { recursive: true, force: true });
});

/** Path of the built program `name`; `flags` are further ones for gcc. */
export function compileFamily(name: string, flags: readonly string[] = []): string {
  directory ??= mkdtempSync(join(tmpdir(), 'parity-families-'));
  const output = join(directory, name);
  const compiled = spawnSync('gcc', ['-O1', '-w', ...flags, '-o', output, join(sources, `${name}.c`)], { encoding: 'utf8' });
  if (compiled.status !== 0) throw new Error(`gcc could not compile ${name}.c: ${compiled.stderr}`);
  return output;
}
