// Runs in the extension host of a real VS Code, as extensionTestsPath: the tests beside it, by Mocha.
import { readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import Mocha from 'mocha';

/** What run.mjs reads from the file that it named in the environment. */
export interface IntegrationResult {
  readonly title: string;
  readonly state: 'passed' | 'failed' | 'skipped';
  /** In milliseconds. */
  readonly duration: number;
  readonly error?: string;
}

/** Called by VS Code; resolves when all tests have run, whatever became of them. */
export async function run(): Promise<void> {
  const resultsFile = process.env.SYSCALL_TRACE_INTEGRATION_RESULTS;
  if (resultsFile === undefined) throw new Error('SYSCALL_TRACE_INTEGRATION_RESULTS does not name a file');
  const mocha = new Mocha({ ui: 'bdd', timeout: 30_000, color: false });
  for (const name of readdirSync(__dirname).sort()) {
    if (name.endsWith('.test.js')) mocha.addFile(path.join(__dirname, name));
  }
  const results: IntegrationResult[] = [];
  await new Promise<void>((resolve) => {
    const runner = mocha.run(() => resolve());
    const add = (test: Mocha.Runnable, state: IntegrationResult['state'], error?: Error) => {
      const result: IntegrationResult = { title: test.fullTitle(), state, duration: test.duration ?? 0 };
      results.push(error === undefined ? result : { ...result, error: error.stack ?? error.message });
    };
    runner.on('pass', (test) => add(test, 'passed'));
    runner.on('pending', (test) => add(test, 'skipped'));
    runner.on('fail', (test, error: Error) => add(test, 'failed', error));
  });
  writeFileSync(resultsFile, JSON.stringify(results));
}
