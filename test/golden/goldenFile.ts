import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'vitest';

/** One replacement that makes a text the same on every run, e.g. `[/pid \d+/g, 'pid PID']`. */
export type ScrubRule = readonly [pattern: RegExp, replacement: string];

/**
 * Asserts that `text`, after the rules in their order, equals the checked-in file.
 * With UPDATE_GOLDEN=1 in the environment (`npm run golden`) the file is rewritten instead.
 *
 * @param file absolute path, usually `path.join(__dirname, 'name.txt')`
 * @throws an assertion error with a diff, or one that names the missing file
 */
export function expectGolden(file: string, text: string, rules: readonly ScrubRule[] = []): void {
  const scrubbed = scrub(text, rules);
  if (process.env.UPDATE_GOLDEN === '1') {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, scrubbed);
    return;
  }
  if (!existsSync(file)) expect.fail(`${file} is missing: write it with npm run golden, read it, and check it in`);
  expect(scrubbed).toBe(readFileSync(file, 'utf8'));
}

/** The text with every rule applied in order, ending in one line feed. */
export function scrub(text: string, rules: readonly ScrubRule[]): string {
  const replaced = rules.reduce((current, [pattern, replacement]) => current.replace(pattern, replacement), text);
  return replaced.endsWith('\n') ? replaced : `${replaced}\n`;
}
