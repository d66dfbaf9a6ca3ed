import { runTests } from '@vscode/test-electron';

/**
 * Runs the tests in a desktop VS Code that @vscode/test-electron downloads into .vscode-test.
 *
 * @param {import('./runInWorkbench.mjs').IntegrationRun} run
 */
export async function runInDesktop({ root, tests, folder, resultsFile }) {
  await runTests({
    extensionDevelopmentPath: root,
    extensionTestsPath: tests,
    launchArgs: [folder, '--disable-extensions', '--disable-workspace-trust'],
    extensionTestsEnv: { SYSCALL_TRACE_INTEGRATION_RESULTS: resultsFile },
  });
}
