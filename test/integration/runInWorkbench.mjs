import { chromium } from 'playwright-core';
import { chromiumFlags, chromiumPath } from '../e2e/chromium.mjs';
import { startServer } from '../e2e/vscode-server/server.mjs';

/** From the page's opening to the end of the last test. */
const timeoutMs = 300_000;

/**
 * @typedef {object} IntegrationRun
 * @property {string} root the extension's folder
 * @property {string} tests absolute path of the bundled index.ts
 * @property {string} folder the workspace
 * @property {string} resultsFile written by the tests
 */

/**
 * Runs the tests in the extension host behind the web workbench.
 *
 * @param {IntegrationRun} run
 */
export async function runInWorkbench({ root, tests, folder, resultsFile }) {
  const server = await startServer({ smokeTestDriver: true, env: { SYSCALL_TRACE_INTEGRATION_RESULTS: resultsFile } });
  try {
    const browser = await chromium.launch({ executablePath: chromiumPath, args: chromiumFlags });
    try {
      const page = await browser.newPage();
      /** @type {string[]} */
      const log = [];
      await page.exposeFunction('codeAutomationLog', (/** @type {string} */ type, /** @type {unknown[]} */ args) => log.push(`${type}: ${args.join(' ')}`));
      const ended = new Promise((resolve, reject) => {
        const late = setTimeout(() => reject(new Error(`the tests did not end within ${timeoutMs} ms\n${log.join('\n')}\n${server.output()}`)), timeoutMs);
        void page.exposeFunction('codeAutomationExit', (/** @type {number} */ code) => {
          clearTimeout(late);
          if (code === 0) resolve(undefined);
          else reject(new Error(`the extension host ended the tests with ${code}\n${log.join('\n')}`));
        });
      });
      await page.goto(server.urlOf(folder, { extensionDevelopmentPath: root, extensionTestsPath: tests }), { timeout: timeoutMs });
      await ended;
    } finally {
      await browser.close();
    }
  } finally {
    await server.stop();
  }
}
