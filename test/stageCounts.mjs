import { existsSync, readFileSync } from 'node:fs';

/**
 * @typedef {object} Counts
 * @property {number} passed
 * @property {number} failed
 * @property {number} skipped
 * @property {string[]} skippedNames
 */

/**
 * The tests of a stage, from the file that it wrote. A stage that failed without a failed test counts as one: it broke itself.
 *
 * @param {Pick<import('./stages.mjs').Stage, 'counts'>} stage
 * @param {string} results
 * @param {number | null} status the stage's exit status; null when a signal ended it
 * @returns {Counts}
 */
export function readCounts({ counts: kind }, results, status) {
  if (kind === 'check') return { passed: status === 0 ? 1 : 0, failed: status === 0 ? 0 : 1, skipped: 0, skippedNames: [] };
  const tests = existsSync(results) ? readTests(kind, results) : [];
  const having = (/** @type {Test['state']} */ state) => tests.filter((test) => test.state === state);
  const failed = having('failed').length;
  const broken = failed === 0 && (status !== 0 || tests.length === 0);
  const skipped = having('skipped');
  return { passed: having('passed').length, failed: broken ? 1 : failed, skipped: skipped.length, skippedNames: skipped.map(({ title }) => title) };
}

/** @typedef {{ title: string, state: 'passed' | 'failed' | 'skipped' }} Test */

/**
 * @param {'vitest' | 'integration'} kind
 * @param {string} results
 * @returns {Test[]}
 */
function readTests(kind, results) {
  const parsed = JSON.parse(readFileSync(results, 'utf8'));
  if (kind === 'integration') return /** @type {import('./integration/index.js').IntegrationResult[]} */ (parsed).map(({ title, state }) => ({ title, state }));
  return /** @type {VitestReport} */ (parsed).testResults.flatMap(({ name, status, assertionResults }) => {
    // A file that could not be loaded has no tests to count.
    if (status === 'failed' && assertionResults.length === 0) return [{ title: name, state: /** @type {const} */ ('failed') }];
    return assertionResults.map((test) => ({ title: test.fullName, state: test.status === 'passed' || test.status === 'failed' ? test.status : 'skipped' }));
  });
}

/**
 * What we use of vitest's JSON report.
 * @typedef {{ testResults: { name: string, status: string, assertionResults: { fullName: string, status: string }[] }[] }} VitestReport
 */
