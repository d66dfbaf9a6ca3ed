import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';

/** The workspace with the sample programs. */
export const sampleFolder = path.resolve(import.meta.dirname, '../programs/sample');

/** Compiles the sample programs, or those of a copy, if their sources are newer. */
export function buildSamples(folder: string = sampleFolder): void {
  const { status, stderr, error } = spawnSync('make', ['--silent'], { cwd: folder, encoding: 'utf8' });
  if (status !== 0) throw new Error(`make in ${folder} failed: ${error?.message ?? stderr}`);
}

/** The number, from 1, of the only line of a sample's source that contains `text`. */
export function lineWith(file: string, text: string): number {
  const lines = readFileSync(path.join(sampleFolder, file), 'utf8').split('\n');
  const found = lines.flatMap((line, index) => (line.includes(text) ? [index + 1] : []));
  if (found.length !== 1) throw new Error(`${file} has ${found.length} lines with '${text}'`);
  return found[0]!;
}
