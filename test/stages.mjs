// What `npm test` runs, in this order. `npm test -- NAME…` runs only those.

/**
 * @typedef {object} Stage
 * @property {string} name
 * @property {readonly string[]} command
 * @property {number} timeoutMs
 * @property {'check' | 'vitest' | 'integration'} counts a check is one test that passes by exit status 0; the others write their results to
 *   the file that {@link resultsVariable} or an option names
 */

const minute = 60_000;

/**
 * @param {string} name the project of vitest.config.mts
 * @param {number} timeoutMs
 * @returns {Stage}
 */
const vitest = (name, timeoutMs) => ({ name, command: ['npx', 'vitest', 'run', '--project', name], timeoutMs, counts: 'vitest' });

/** @type {readonly Stage[]} */
export const stages = [
  { name: 'lint', command: ['npx', 'biome', 'check', '--error-on-warnings', '.'], timeoutMs: minute, counts: 'check' },
  { name: 'types', command: ['npm', 'run', '--silent', 'typecheck'], timeoutMs: 2 * minute, counts: 'check' },
  vitest('unit', 5 * minute),
  vitest('native', 5 * minute),
  vitest('crash', 5 * minute),
  vitest('parity', 10 * minute),
  vitest('cli', 5 * minute),
  vitest('fuzz', 3 * minute),
  vitest('dap', 10 * minute),
  { name: 'sanitized', command: ['node', 'test/native/sanitized.mjs'], timeoutMs: 10 * minute, counts: 'vitest' },
  { name: 'integration', command: ['node', 'test/integration/run.mjs'], timeoutMs: 6 * minute, counts: 'integration' },
  vitest('e2e', 10 * minute),
];
