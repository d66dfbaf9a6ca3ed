// Runs the native tests against the addon built with AddressSanitizer and UndefinedBehaviorSanitizer, and before them tests of the crash
// monitor against its helper built so.
// Arguments are vitest's: `node test/native/sanitized.mjs -t 'part of a name'`.
import { buildSanitized, ownTemporaryFolder, run, sanitizedEnvironment, sanitizedHelper } from './sanitizedAddon.mjs';

buildSanitized();
const crashTests = ['facts', 'crowd', 'filters'].map((name) => `test/crash/${name}.test.ts`);
run('npx', ['vitest', 'run', '--project', 'crash', ...crashTests], { ...sanitizedHelper(), ...ownTemporaryFolder() });
// The sanitizers make the addon several times slower.
run('npx', ['vitest', 'run', '--project', 'native', '--testTimeout', '180000', ...process.argv.slice(2)], {
  ...sanitizedEnvironment(),
  ...ownTemporaryFolder(),
});
