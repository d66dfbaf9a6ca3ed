// The notices of what the .vsix carries of others: bundled npm packages, and libraries that are linked statically.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { SetupError } from './setupError.mjs';

/** npm packages that esbuild puts into the bundles of dist/. */
const bundled = ['@vscode/debugadapter', '@vscode/debugprotocol', 'commander'];
/** Debian packages whose libraries are parts of the addon or of the crash monitor's helper. */
const linked = ['libcapstone-dev', 'libbpf-dev', 'libelf-dev', 'zlib1g-dev'];

/**
 * @param {string} root of the project
 * @returns {string} the text of ThirdPartyNotices.txt
 */
export function thirdPartyNotices(root) {
  const npm = bundled.map((name) => ({ name, text: npmLicence(root, name) }));
  const debian = linked.map((name) => ({ name, text: debianCopyright(name) }));
  const parts = [...npm, ...debian].map(({ name, text }) => `${'='.repeat(100)}\n${name}\n${'='.repeat(100)}\n\n${text.trim()}\n`);
  return `Syscall Trace contains the following works of others.\n\n${parts.join('\n')}`;
}

/**
 * @param {string} root
 * @param {string} name
 */
function npmLicence(root, name) {
  const folder = path.join(root, 'node_modules', name);
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  if (file === undefined) throw new SetupError(`${folder} has no licence: what is bundled must be named with it`);
  return readFileSync(path.join(folder, file), 'utf8');
}

/** @param {string} name */
function debianCopyright(name) {
  const file = `/usr/share/doc/${name}/copyright`;
  if (!existsSync(file)) throw new SetupError(`${file} is not there: what is linked must be named with its licence`);
  return readFileSync(file, 'utf8');
}
