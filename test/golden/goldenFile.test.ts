import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { expectGolden, scrub } from './goldenFile.js';

describe('golden files', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'golden-'));
    vi.stubEnv('UPDATE_GOLDEN', '');
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true });
  });

  it('compares after scrubbing', () => {
    const file = path.join(folder, 'a.txt');
    writeFileSync(file, 'pid PID at ADDR\n');
    expectGolden(file, 'pid 4711 at 0x7f00', [
      [/pid \d+/g, 'pid PID'],
      [/0x[0-9a-f]+/g, 'ADDR'],
    ]);
  });

  it('fails on a difference and on a missing file', () => {
    const file = path.join(folder, 'a.txt');
    expect(() => expectGolden(file, 'x')).toThrow(/npm run golden/);
    writeFileSync(file, 'y\n');
    expect(() => expectGolden(file, 'x')).toThrow();
  });

  it('rewrites the file when asked to', () => {
    vi.stubEnv('UPDATE_GOLDEN', '1');
    const file = path.join(folder, 'new', 'a.txt');
    expectGolden(file, 'x 1', [[/\d/, 'N']]);
    expect(readFileSync(file, 'utf8')).toBe('x N\n');
  });

  it('ends the text in one line feed', () => {
    expect(scrub('a', [])).toBe('a\n');
    expect(scrub('a\n', [])).toBe('a\n');
  });
});
