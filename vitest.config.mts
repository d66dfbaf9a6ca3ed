import { defineConfig } from 'vitest/config';

/** Tests that start real programs, tracers or debug adapters. */
const realPrograms = { testTimeout: 60_000, hookTimeout: 60_000 };

/** One line a kind of test. `npx vitest run PATH` runs any of them; test/stages.mjs says what `npm test` runs and in which order. */
export default defineConfig({
  test: {
    // The machines that run this have two cores, and most tests start programs of their own.
    maxWorkers: 2,
    projects: [
      { test: { name: 'unit', include: ['{adapter,extension,media,native/setup,test/golden}/**/*.test.ts', 'test/*.test.ts'], testTimeout: 20_000 } },
      {
        test: {
          name: 'native',
          include: ['native/!(setup)/**/*.test.ts', 'test/native/**/*.test.ts'],
          setupFiles: 'test/native/dropPreload.ts',
          ...realPrograms,
        },
      },
      // One at a time: each watches the whole machine, and makes storms in it.
      { test: { name: 'crash', include: ['test/crash/**/*.test.ts'], fileParallelism: false, ...realPrograms } },
      { test: { name: 'parity', include: ['test/parity/**/*.test.ts'], ...realPrograms } },
      { test: { name: 'cli', include: ['test/cli/**/*.test.ts'], ...realPrograms } },
      { test: { name: 'fuzz', include: ['test/fuzz/**/*.test.ts'], ...realPrograms } },
      { test: { name: 'dap', include: ['test/dap/**/*.test.ts'], ...realPrograms } },
      // One workbench at a time: each is a server and a browser.
      {
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          fileParallelism: false,
          expect: { poll: { timeout: 20_000 } },
        },
      },
    ],
  },
});
