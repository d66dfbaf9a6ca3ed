import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['adapter/**/*.test.ts', 'extension/**/*.test.ts', 'media/**/*.test.ts', 'native/**/*.test.ts', 'test/golden/**/*.test.ts'],
    // The machines that run this have two cores, and the tests of the tracer start programs of their own.
    maxWorkers: 2,
    testTimeout: 20_000,
  },
});
