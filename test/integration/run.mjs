// Runs the tests of this folder in the extension host of a real VS Code: `node test/integration/run.mjs [--results FILE]`.
// Where a VS Code can be downloaded, `--desktop` takes that (@vscode/test-electron); else the web workbench in Chromium.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { runInDesktop } from './runInDesktop.mjs';
import { runInWorkbench } from './runInWorkbench.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const root = path.join(here, '../..');
const bundled = path.join(root, 'build/integration');

const { values } = parseArgs({ options: { results: { type: 'string' }, desktop: { type: 'boolean', default: false } } });
const temporary = mkdtempSync(path.join(os.tmpdir(), 'syscall-trace-integration-'));
const resultsFile = values.results ?? path.join(temporary, 'results.json');
try {
  rmSync(resultsFile, { force: true });
  await bundleTests();
  const runTests = values.desktop ? runInDesktop : runInWorkbench;
  await runTests({ root, tests: path.join(bundled, 'index.js'), folder: path.join(root, 'test/programs/sample'), resultsFile });
  process.exitCode = report();
} finally {
  rmSync(temporary, { recursive: true, force: true });
}

async function bundleTests() {
  const entries = readdirSync(here).filter((name) => name === 'index.ts' || name.endsWith('.test.ts'));
  rmSync(bundled, { recursive: true, force: true });
  await build({
    entryPoints: entries.map((name) => path.join(here, name)),
    outdir: bundled,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    sourcemap: 'inline',
    external: ['vscode', 'mocha'],
    logLevel: 'warning',
  });
}

/** @returns {number} the exit status */
function report() {
  /** @type {import('./index.js').IntegrationResult[]} */
  const results = JSON.parse(readFileSync(resultsFile, 'utf8'));
  const marks = { passed: '✓', failed: '✗', skipped: '-' };
  for (const { title, state, duration, error } of results) {
    console.log(`${marks[state]} ${title} (${duration} ms)`);
    if (error !== undefined) console.log(error);
  }
  return results.length === 0 || results.some(({ state }) => state === 'failed') ? 1 : 0;
}
