// `npm test [-- STAGE…]`: installs what the tests need, builds, runs the stages one after the other, and ends with one line of
// sums. Exit status 1 when a test failed, when something was left behind, or when nothing ran.
import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { installPackages } from '../native/setup/aptPackages.mjs';
import { buildIfNeeded, installNodeModules, root } from '../native/setup/build.mjs';
import { runCommand, SetupError } from '../native/setup/setupError.mjs';
import { prepareVsCodeServer } from './e2e/vscode-server/prepare.mjs';
import { processesLeftBy, stageVariable } from './leftProcesses.mjs';
import { readCounts } from './stageCounts.mjs';
import { stages } from './stages.mjs';

/** @typedef {import('./stageCounts.mjs').Counts} Counts */

const logs = path.join(root, 'test-results/logs');

/** The output of a stage is kept back, so that it cannot see a terminal itself. */
const colours = process.stdout.isTTY ? { FORCE_COLOR: '1' } : { NO_COLOR: '1' };

await runCommand(async () => {
  const chosen = chooseStages(process.argv.slice(2));
  const sum = { passed: 0, failed: 0, skipped: 0 };
  // What does not depend on a failed step can still be tested.
  add(
    sum,
    prepare('packages', () => installPackages(['build', 'test'])),
  );
  add(sum, prepare('npm packages', installNodeModules));
  add(sum, prepare('build', buildIfNeeded));
  if (chosen.some(({ name }) => name === 'integration' || name === 'e2e')) add(sum, prepare('a VS Code for tests', prepareVsCodeServer));

  rmSync(logs, { recursive: true, force: true });
  mkdirSync(logs, { recursive: true });
  const before = workTreeStatus();
  for (const stage of chosen) add(sum, await runStage(stage));
  add(sum, checkWorkTree(before));

  const skipped = sum.skipped === 0 ? '' : `, ${sum.skipped} skipped`;
  console.log(`${sum.passed} passed, ${sum.failed} failed${skipped}`);
  process.exitCode = sum.failed > 0 || sum.passed === 0 ? 1 : 0;
});

/**
 * @param {readonly string[]} names
 * @throws {SetupError} for a name that no stage has
 */
function chooseStages(names) {
  const unknown = names.find((name) => !stages.some((stage) => stage.name === name));
  if (unknown !== undefined) throw new SetupError(`there is no stage '${unknown}'; choose from: ${stages.map(({ name }) => name).join(' ')}`, 2);
  return names.length === 0 ? stages : stages.filter(({ name }) => names.includes(name));
}

/**
 * Does a step that the stages build on. It is no test, but one that fails counts as one.
 *
 * @param {string} what
 * @param {() => void} step
 * @returns {Counts}
 */
function prepare(what, step) {
  try {
    step();
    return { passed: 0, failed: 0, skipped: 0, skippedNames: [] };
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    console.log(`✗ ${what}\n${indent(error.message)}`);
    return { passed: 0, failed: 1, skipped: 0, skippedNames: [] };
  }
}

/**
 * Runs a stage in a session and a temporary folder of its own, prints its result, and looks for what it left in either.
 *
 * @param {import('./stages.mjs').Stage} stage
 * @returns {Promise<Counts>}
 */
async function runStage(stage) {
  const start = Date.now();
  const temporary = mkdtempSync(path.join(os.tmpdir(), 'st-'));
  // Tests may run programs as other users.
  chmodSync(temporary, 0o1777);
  const results = path.join(logs, `${stage.name}.json`);
  const outcome = await runInSession(stage, results, { ...process.env, ...colours, TMPDIR: temporary, [stageVariable]: temporary });

  const counts = readCounts(stage, results, outcome.status);
  const left = await leavings(outcome.session, temporary);
  if (left.length > 0) counts.failed++;
  const problems = [...(outcome.timedOut ? [`ended after ${stage.timeoutMs / 1000} s`] : []), ...left];

  const mark = counts.failed > 0 ? '✗' : '✓';
  const skipped = counts.skipped === 0 ? '' : `, ${counts.skipped} skipped`;
  console.log(`${mark} ${stage.name}: ${counts.passed} passed, ${counts.failed} failed${skipped} (${((Date.now() - start) / 1000).toFixed(1)} s)`);
  const log = path.join(logs, `${stage.name}.log`);
  writeFileSync(log, outcome.output);
  if (counts.failed > 0) console.log(indent(outcome.output));
  for (const problem of problems) console.log(indent(problem));
  for (const name of counts.skippedNames) console.log(indent(`skipped: ${name}`));
  rmSync(temporary, { recursive: true, force: true });
  return counts;
}

/**
 * @param {import('./stages.mjs').Stage} stage
 * @param {string} results the file that the stage writes its counts to
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<{ session: number, status: number | null, output: string, timedOut: boolean }>}
 */
function runInSession(stage, results, env) {
  const [file = '', ...args] = stage.command;
  if (stage.counts === 'vitest') args.push('--reporter=default', '--reporter=json', `--outputFile.json=${results}`);
  if (stage.counts === 'integration') args.push('--results', results);
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { cwd: root, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
    const session = child.pid ?? 0;
    let output = '';
    let timedOut = false;
    const keep = (/** @type {Buffer} */ chunk) => {
      output += chunk;
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    const end = () => process.kill(-session, 'SIGKILL');
    const interrupt = async () => {
      end();
      for (const { pid } of await processesLeftBy(session, env[stageVariable] ?? '', 0)) process.kill(pid, 'SIGKILL');
      process.exit(130);
    };
    const late = setTimeout(() => {
      timedOut = true;
      end();
    }, stage.timeoutMs);
    process.once('SIGINT', interrupt).once('SIGTERM', interrupt);
    child.once('error', reject);
    child.once('exit', (status) => {
      clearTimeout(late);
      process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
      // What is still running may hold the pipes; it is looked for next.
      setImmediate(() => resolve({ session, status, output, timedOut }));
    });
  });
}

/**
 * What a stage left behind, in words; the processes are ended.
 *
 * @param {number} session
 * @param {string} temporary
 * @returns {Promise<string[]>}
 */
async function leavings(session, temporary) {
  const processes = await processesLeftBy(session, temporary);
  for (const { pid } of processes) process.kill(pid, 'SIGKILL');
  const files = readdirSync(temporary);
  return [
    ...processes.map(({ pid, state, command }) => `left a process behind: ${pid} (${state}) ${command}`),
    ...files.map((file) => `left a temporary file behind: ${file}`),
  ];
}

/** @returns {string[] | undefined} the lines of git status; undefined when this is no work tree */
function workTreeStatus() {
  const { status, stdout } = spawnSync('git', ['status', '--porcelain'], { cwd: root, encoding: 'utf8' });
  return status === 0 ? stdout.split('\n') : undefined;
}

/**
 * @param {string[] | undefined} before
 * @returns {Counts}
 */
function checkWorkTree(before) {
  const after = workTreeStatus();
  if (before === undefined || after === undefined) {
    return { passed: 0, failed: 0, skipped: 1, skippedNames: ['stray files: this is no git work tree'] };
  }
  const stray = after.filter((line) => !before.includes(line));
  console.log(`${stray.length > 0 ? '✗' : '✓'} no stray files in the work tree`);
  for (const line of stray) console.log(indent(line));
  return { passed: stray.length > 0 ? 0 : 1, failed: stray.length > 0 ? 1 : 0, skipped: 0, skippedNames: [] };
}

/**
 * @param {{ passed: number, failed: number, skipped: number }} sum
 * @param {Counts} counts
 */
function add(sum, { passed, failed, skipped }) {
  sum.passed += passed;
  sum.failed += failed;
  sum.skipped += skipped;
}

/** @param {string} text */
function indent(text) {
  return text.trimEnd().replace(/^/gm, '    ');
}
