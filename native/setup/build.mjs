// Brings dist/ up to date with the sources, installing what that needs. Fast and silent when there is nothing to do.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { installPackages } from './aptPackages.mjs';
import { SetupError } from './setupError.mjs';
import { sourceDigest } from './sourceDigest.mjs';

/** The project's folder, without a slash at its end. */
export const root = path.resolve(fileURLToPath(new URL('../..', import.meta.url)));

/** What is built, from what, by which npm script. A step runs again when its sources or its product changed. */
const steps = [
  {
    what: 'the native addon',
    script: 'build:native',
    product: 'dist/native/syscall_trace.node',
    sources: ['native', 'bpf', 'package-lock.json'],
  },
  {
    what: 'the bundles',
    script: 'build:bundles',
    product: 'dist/cli.js',
    sources: ['adapter', 'extension', 'media', 'test/e2e', 'test/integration', 'esbuild.mjs', 'package.json', 'package-lock.json'],
  },
];

/**
 * @throws {SetupError} when a package cannot be installed or the build fails
 */
export function buildIfNeeded() {
  const stale = steps.map((step) => ({ ...step, digest: sourceDigest(root, step.sources) })).filter((step) => stamp(step) !== step.digest);
  if (stale.length === 0) return;
  if (stale.some(({ script }) => script === 'build:native')) installPackages(['build']);
  installNodeModules();
  for (const { what, script, digest } of stale) {
    console.error(`syscall-trace: building ${what}`);
    const { status, stdout, stderr } = spawnSync('npm', ['run', '--silent', script], { cwd: root, encoding: 'utf8', maxBuffer: 1 << 26 });
    if (status !== 0) throw new SetupError(`building ${what} failed (npm run ${script}):\n${stdout}${stderr}`);
    mkdirSync(path.join(root, 'build'), { recursive: true });
    writeFileSync(stampFile(script), digest);
  }
}

/** Installs the npm packages of the lock file unless they are there. */
export function installNodeModules() {
  const lock = statSync(path.join(root, 'package-lock.json'));
  const installed = statSync(path.join(root, 'node_modules/.package-lock.json'), { throwIfNoEntry: false });
  if (installed !== undefined && installed.mtimeMs >= lock.mtimeMs) return;
  const { devDependencies } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  console.error(`syscall-trace: installing npm packages: ${Object.keys(devDependencies).join(' ')}`);
  const { status, stdout, stderr } = spawnSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: root, encoding: 'utf8' });
  if (status !== 0) throw new SetupError(`npm ci failed:\n${stdout}${stderr}`);
}

/** @param {{ script: string, product: string }} step */
function stamp({ script, product }) {
  if (!existsSync(path.join(root, product)) || !existsSync(stampFile(script))) return undefined;
  return readFileSync(stampFile(script), 'utf8');
}

/** @param {string} script */
function stampFile(script) {
  return path.join(root, 'build', `${script.replace(':', '-')}.digest`);
}
