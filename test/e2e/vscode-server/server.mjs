// Starts and ends a VS Code server with its web workbench, with data folders of its own.
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { prepareVsCodeServer } from './prepare.mjs';

/** A workbench that shows only what is asked of it. */
const quietSettings = {
  'security.workspace.trust.startupPrompt': 'never',
  'workbench.startupEditor': 'none',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.enableExperiments': false,
  'workbench.tips.enabled': false,
  'chat.disableAIFeatures': true,
  'extensions.ignoreRecommendations': true,
  'extensions.autoUpdate': false,
  'git.openRepositoryInParentFolders': 'never',
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'window.commandCenter': false,
};

const startTimeoutMs = 60_000;
/** After SIGTERM, how long the server may take before it is killed. */
const stopTimeoutMs = 5_000;

/**
 * @typedef {object} ServerOptions
 * @property {(extensionsFolder: string) => void} [installExtensions] puts unpacked extensions into the folder before the server reads it
 * @property {Record<string, unknown>} [settings] user settings beside the quiet ones
 * @property {boolean} [smokeTestDriver] for tests in the extension host; it suppresses toasts and dialogs, so not for UI tests
 * @property {boolean} [trusted] whether every folder is trusted, as is the default here; else they open in Restricted Mode
 * @property {NodeJS.ProcessEnv} [env] what the extension host sees beside the environment of this process
 */

/**
 * @typedef {object} RunningServer
 * @property {number} port on 127.0.0.1
 * @property {string} dataFolder user data, extensions and logs; removed by stop
 * @property {(folder: string, payload?: Readonly<Record<string, string>>) => string} urlOf the address of the workbench on a folder
 * @property {() => string} output what the server has printed so far, for messages about failures
 * @property {() => void} kill ends the server alone, by SIGKILL; what it started is left to itself
 * @property {() => Promise<void>} stop ends the server and everything that it started, and removes its data
 */

/**
 * @param {ServerOptions} [options]
 * @returns {Promise<RunningServer>} when it listens
 */
export async function startServer({ installExtensions, settings = {}, smokeTestDriver = false, trusted = true, env = {} } = {}) {
  const { node, main } = prepareVsCodeServer();
  const dataFolder = mkdtempSync(path.join(os.tmpdir(), 'vscode-'));
  const extensions = path.join(dataFolder, 'extensions');
  mkdirSync(extensions);
  installExtensions?.(extensions);
  mkdirSync(path.join(dataFolder, 'data/User'), { recursive: true });
  writeFileSync(path.join(dataFolder, 'data/User/settings.json'), JSON.stringify({ ...quietSettings, ...settings }, null, 2));

  const args = ['--host', '127.0.0.1', '--port', '0', '--without-connection-token', '--accept-server-license-terms', '--telemetry-level', 'off'];
  args.push('--server-data-dir', dataFolder, '--user-data-dir', path.join(dataFolder, 'data'), '--extensions-dir', extensions);
  args.push('--reconnection-grace-time', '5');
  if (trusted) args.push('--disable-workspace-trust');
  if (smokeTestDriver) args.push('--enable-smoke-test-driver');

  // A process group of its own, so that its extension hosts can be ended with it.
  // Its sockets and those of its extensions go where they are removed.
  const server = spawn(node, [main, ...args], { env: { ...process.env, TMPDIR: dataFolder, ...env }, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  const exited = new Promise((resolve) => server.once('close', resolve));
  let output = '';
  server.stderr.on('data', (chunk) => {
    output += chunk;
  });

  const stop = async () => {
    const { pid } = server;
    if (pid !== undefined && server.exitCode === null) {
      server.kill('SIGTERM');
      const late = setTimeout(() => endGroup(pid), stopTimeoutMs);
      await exited;
      clearTimeout(late);
      endGroup(pid);
    }
    rmSync(dataFolder, { recursive: true, force: true, maxRetries: 5 });
  };

  /** @type {Promise<number>} */
  const listening = new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`the VS Code server did not listen within ${startTimeoutMs} ms:\n${output}`)), startTimeoutMs);
    server.once('error', reject);
    void exited.then(() => reject(new Error(`the VS Code server ended at its start:\n${output}`)));
    createInterface({ input: server.stdout }).on('line', (line) => {
      output += `${line}\n`;
      const port = /Extension host agent listening on (\d+)/.exec(line)?.[1];
      if (port === undefined) return;
      clearTimeout(late);
      resolve(Number(port));
    });
  });

  try {
    const port = await listening;
    return {
      port,
      dataFolder,
      urlOf: (folder, payload) => workbenchUrl(port, folder, payload),
      output: () => output,
      kill: () => void server.kill('SIGKILL'),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/**
 * @param {number} port
 * @param {string} folder absolute path
 * @param {Readonly<Record<string, string>>} payload e.g. extensionDevelopmentPath → an absolute path, which becomes a remote URI
 */
function workbenchUrl(port, folder, payload = {}) {
  const entries = Object.entries(payload).map(([key, file]) => [key, `vscode-remote://127.0.0.1:${port}${file}`]);
  const query = new URLSearchParams({ folder });
  if (entries.length > 0) query.set('payload', JSON.stringify(entries));
  return `http://127.0.0.1:${port}/?${query}`;
}

/** @param {number} leader pid of the process that leads the group */
function endGroup(leader) {
  try {
    process.kill(-leader, 'SIGKILL');
  } catch {
    // ESRCH: nothing of the group is left, which is what we want.
  }
}
