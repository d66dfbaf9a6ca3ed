import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sourceDigest } from './sourceDigest.mjs';

describe('the digest of the sources', () => {
  let root: string;
  const digest = () => sourceDigest(root, ['adapter', 'esbuild.mjs', 'not there']);

  beforeEach(() => {
    root = mkdtempSync(path.join(os.tmpdir(), 'digest-'));
    mkdirSync(path.join(root, 'adapter/cli'), { recursive: true });
    writeFileSync(path.join(root, 'adapter/cli/main.ts'), 'one');
    writeFileSync(path.join(root, 'esbuild.mjs'), 'bundle');
  });
  afterEach(() => rmSync(root, { recursive: true }));

  it('stays while nothing changes', () => {
    expect(digest()).toBe(digest());
  });

  it('changes with a file that is written, touched, added or removed', () => {
    const seen = [digest()];
    const file = path.join(root, 'adapter/cli/main.ts');
    writeFileSync(file, 'three');
    seen.push(digest());
    utimesSync(file, 1, 1);
    seen.push(digest());
    writeFileSync(path.join(root, 'adapter/new.ts'), '');
    seen.push(digest());
    rmSync(file);
    seen.push(digest());
    expect(new Set(seen).size).toBe(seen.length);
  });

  it('leaves out tests and what is not named', () => {
    const before = digest();
    writeFileSync(path.join(root, 'adapter/cli/main.test.ts'), '');
    writeFileSync(path.join(root, 'README.md'), '');
    expect(digest()).toBe(before);
  });
});
