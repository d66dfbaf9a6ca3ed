import { cpSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(fileURLToPath(new URL('../../..', import.meta.url)));

/**
 * Puts the built extension into an extensions folder, unpacked: what package.json's `files` names, as the .vsix has it.
 *
 * @param {string} extensionsFolder
 */
export function installExtension(extensionsFolder) {
  const { id, files } = manifest();
  const target = path.join(extensionsFolder, id);
  mkdirSync(target);
  for (const file of ['package.json', ...files]) cpSync(path.join(root, file), path.join(target, file), { recursive: true });
}

/**
 * Puts a link to the project into an extensions folder, so that a reload of the window shows what was built since.
 *
 * @param {string} extensionsFolder
 */
export function linkExtension(extensionsFolder) {
  symlinkSync(root, path.join(extensionsFolder, manifest().id));
}

function manifest() {
  const { publisher, name, version, files } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  return { id: `${publisher}.${name}-${version}`, files };
}
