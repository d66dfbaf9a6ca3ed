import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SourceFinder } from './sourceFinder.js';

const folder = mkdtempSync(path.join(tmpdir(), 'sources-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

beforeAll(() => {
  for (const file of ['only.c', 'a/main.c', 'b/main.c', 'b/deep/io/write.c', 'x/one/same.c', 'y/one/same.c', '.git/hidden.c', 'node_modules/p/module.c']) {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), '');
  }
  symlinkSync('..', path.join(folder, 'a/around'));
});

async function find(file: string, finder = new SourceFinder([folder])): Promise<string> {
  await finder.prepare([file]);
  return finder.find(file);
}

test.each([
  ['/gone/src/only.c', 'only.c'],
  ['/gone/src/b/main.c', 'b/main.c'],
  ['/gone/src/a/./x/../main.c', 'a/main.c'],
  ['/usr/src/glibc/io/write.c', 'b/deep/io/write.c'],
  ['./deep/io/write.c', 'b/deep/io/write.c'],
])('S7: %s is found as %s', async (file, expected) => {
  expect(await find(file)).toBe(path.join(folder, expected));
});

test.each([
  ['two that fit equally well', '/gone/src/main.c'],
  ['two whose folders have one name', '/gone/one/same.c'],
  ['another name', '/gone/other.c'],
  ['a package’s source of which only the name fits', '/usr/src/debug/only.c'],
  ['a relative path of which only the name fits', './csu/only.c'],
  ['what a version control system keeps', '/gone/hidden.c'],
  ['an npm package', '/gone/module.c'],
])('S7: not found: %s', async (_, file) => {
  expect(await find(file)).toBe(file);
});

test('S7: a source that is where it was is not searched for', async () => {
  const there = path.join(folder, 'a/main.c');
  const finder = new SourceFinder([folder]);
  expect(await find(there, finder)).toBe(there);
  // The folders have not even been read.
  expect(finder.find('/gone/src/only.c')).toBe('/gone/src/only.c');
});

test('S7: the same folder twice is no contradiction, a missing one no failure, and the search is bounded', async () => {
  expect(await find('/gone/only.c', new SourceFinder([folder, `${folder}/`, '/no/such/folder']))).toBe(path.join(folder, 'only.c'));
  const few = new SourceFinder([folder], 1);
  const found = await Promise.all(['/gone/only.c', '/gone/b/main.c', '/gone/io/write.c', '/gone/x/one/same.c'].map((file) => find(file, few)));
  expect(found.filter((file) => file.startsWith(folder)).length).toBeLessThanOrEqual(1);
});
