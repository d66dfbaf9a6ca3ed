import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { CrashFile } from './crashOutput.js';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'crash-output-'));
  vi.useFakeTimers({ toFake: ['Date'] });
});
afterEach(() => {
  vi.useRealTimers();
  rmSync(folder, { recursive: true, force: true });
});
const read = (name: string): string => readFileSync(join(folder, name), 'utf8');

test('C10: a file is set aside at its age, counted from when it was opened', () => {
  const file = new CrashFile(join(folder, 'log'), false, { bytes: undefined, ageSeconds: 60, keep: 2 });
  for (const text of ['one\n', 'two\n', 'three\n', 'four\n']) {
    file.write(text);
    vi.setSystemTime(Date.now() + 61_000);
  }
  file.close();
  expect([read('log'), read('log.1'), read('log.2')]).toEqual(['four\n', 'three\n', 'two\n']);
  expect(existsSync(join(folder, 'log.3'))).toBe(false);
});

test('C10: a crash that is larger than the limit has a file of its own, and an empty file is not set aside', () => {
  const file = new CrashFile(join(folder, 'log'), false, { bytes: 10, ageSeconds: undefined, keep: 9 });
  for (const text of ['0123456789abcdef\n', 'x\n', 'y\n', '0123456789\n']) file.write(text);
  file.close();
  expect([read('log'), read('log.1'), read('log.2')]).toEqual(['0123456789\n', 'x\ny\n', '0123456789abcdef\n']);
});

test('C10: what was in the file counts when it is added to', () => {
  const path = join(folder, 'log');
  for (const text of ['first\n', 'second\n']) {
    const file = new CrashFile(path, true, { bytes: 8, ageSeconds: undefined, keep: 1 });
    file.write(text);
    file.close();
  }
  expect([read('log'), read('log.1')]).toEqual(['second\n', 'first\n']);
});

test('C10: opened anew by its name, when something else has moved it', () => {
  const path = join(folder, 'log');
  const file = new CrashFile(path, false, undefined);
  file.write('before\n');
  renameSync(path, `${path}.moved`);
  file.write('still there\n');
  file.reopen();
  file.write('after\n');
  file.close();
  expect([read('log.moved'), read('log')]).toEqual(['before\nstill there\n', 'after\n']);
});

test('C10: the first error ends it with the name of the file', () => {
  expect(() => new CrashFile(join(folder, 'no/log'), false, undefined)).toThrow(
    `Can't open '${join(folder, 'no/log')}' for writing: No such file or directory`,
  );
  symlinkSync('/dev/full', join(folder, 'full'));
  const full = new CrashFile(join(folder, 'full'), true, undefined);
  expect(() => full.write('x\n')).toThrow(/^Can't write to '.*full': No space left on device/);
  full.close();
});
