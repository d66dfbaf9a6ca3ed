// `npm start`: builds, then opens VS Code with the extension on the sample workspace (test/programs/sample).
// The `code` on PATH if there is one, else the VS Code server and web workbench on 127.0.0.1. Ctrl-C ends it.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants } from 'node:fs';
import path from 'node:path';
import { linkExtension } from '../../test/e2e/vscode-server/installExtension.mjs';
import { startServer } from '../../test/e2e/vscode-server/server.mjs';
import { installPackages } from './aptPackages.mjs';
import { buildIfNeeded, root } from './build.mjs';
import { runCommand, SetupError } from './setupError.mjs';

const sample = path.join(root, 'test/programs/sample');

await runCommand(async () => {
  buildIfNeeded();
  buildSample();
  const code = findOnPath('code');
  if (code === undefined) await openWebWorkbench();
  else await openDesktop(code);
});

/** Compiles the sample programs with debug information, if their sources are newer. */
function buildSample() {
  installPackages(['build']);
  const { status, stdout, stderr, error } = spawnSync('make', ['--silent'], { cwd: sample, encoding: 'utf8' });
  if (status !== 0) throw new SetupError(`building the sample programs failed (make in ${sample}):\n${error?.message ?? `${stdout}${stderr}`}`);
}

/** @param {string} code absolute path of VS Code's command */
async function openDesktop(code) {
  console.error(`syscall-trace: opening ${code} with the extension; choose Run > Start Debugging (F5) there`);
  // Chromium's sandbox refuses root, and VS Code then wants a data folder of its own.
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox', '--user-data-dir', path.join(root, 'build/vscode-user-data')] : [];
  const window = spawn(code, ['--new-window', '--wait', ...asRoot, `--extensionDevelopmentPath=${root}`, sample], { stdio: 'inherit' });
  await Promise.race([once(window, 'exit'), interrupted()]);
  window.kill();
}

async function openWebWorkbench() {
  const server = await startServer({ installExtensions: linkExtension });
  const url = server.urlOf(sample);
  console.log(`VS Code with the extension and a sample workspace: ${url}\nChoose Run > Start Debugging (F5) there; Ctrl-C here ends it.`);
  if (process.env.DISPLAY || process.env.WAYLAND_DISPLAY) openBrowser(url);
  await interrupted();
  await server.stop();
}

/** @param {string} url */
function openBrowser(url) {
  const browser = findOnPath('xdg-open');
  if (browser !== undefined) spawn(browser, [url], { stdio: 'ignore', detached: true }).unref();
}

/** Resolves at Ctrl-C, or when somebody ends us; a second one takes its usual course. */
function interrupted() {
  return Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM'), once(process, 'SIGHUP')]);
}

/**
 * @param {string} program
 * @returns {string | undefined} its absolute path
 */
function findOnPath(program) {
  for (const folder of (process.env.PATH ?? '').split(':')) {
    const file = path.join(folder, program);
    try {
      accessSync(file, constants.X_OK);
      return file;
    } catch {
      // Not in this folder.
    }
  }
  return undefined;
}
