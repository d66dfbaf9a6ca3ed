// Runs the native tests against the addon built with AddressSanitizer and UndefinedBehaviorSanitizer.
// Arguments are vitest's: `node test/native/sanitized.mjs -t 'part of a name'`.
import { buildSanitized, ownTemporaryFolder, run, sanitizedEnvironment } from './sanitizedAddon.mjs';

buildSanitized();
// The sanitizers make the addon several times slower.
run('npx', ['vitest', 'run', '--project', 'native', '--testTimeout', '180000', ...process.argv.slice(2)], {
  ...sanitizedEnvironment(),
  ...ownTemporaryFolder(),
});
