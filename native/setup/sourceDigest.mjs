import { createHash } from 'node:crypto';
import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';

/**
 * A digest that changes when a file below `paths` is added, removed or written (by size and modification time, so that it takes
 * a few milliseconds and not the reading of every file). Tests do not count: nothing is built from them.
 *
 * @param {string} root
 * @param {readonly string[]} paths files and folders, relative to the root; those that are not there count as empty
 * @returns {string}
 */
export function sourceDigest(root, paths) {
  const hash = createHash('sha256');
  for (const each of paths) addPath(root, each, hash);
  return hash.digest('hex');
}

/**
 * @param {string} root
 * @param {string} relative
 * @param {import('node:crypto').Hash} hash
 */
function addPath(root, relative, hash) {
  const absolute = path.join(root, relative);
  const stats = statSync(absolute, { throwIfNoEntry: false });
  if (stats === undefined) return;
  if (stats.isFile()) {
    if (!relative.endsWith('.test.ts')) hash.update(`${relative} ${stats.size} ${stats.mtimeMs}\n`);
    return;
  }
  for (const name of readdirSync(absolute).sort()) {
    if (name !== 'node_modules') addPath(root, path.join(relative, name), hash);
  }
}
