import { cpSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/**
 * Puts the built extension into an extensions folder, unpacked: what package.json's `files` names, as the .vsix has it.
 *
 * @param {string} extensionsFolder
 */
export function installExtension(extensionsFolder) {
  const { publisher, name, version, files } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  const target = path.join(extensionsFolder, `${publisher}.${name}-${version}`);
  mkdirSync(target);
  for (const file of ['package.json', ...files]) cpSync(path.join(root, file), path.join(target, file), { recursive: true });
}
