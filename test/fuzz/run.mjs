// Hostile programs and hostile records for as long as one likes, against the addon built with sanitizers:
//   npm run fuzz -- --seconds 600 --seed 7
// --plain takes the built addon as it is: more calls a second, fewer ways to notice.
import { parseArgs } from 'node:util';
import { buildSanitized, ownTemporaryFolder, run, sanitizedEnvironment } from '../native/sanitizedAddon.mjs';

const { values } = parseArgs({
  options: { seconds: { type: 'string', default: '60' }, seed: { type: 'string', default: String(Date.now() % 1_000_000) }, plain: { type: 'boolean' } },
});
for (const name of /** @type {const} */ (['seconds', 'seed'])) {
  if (/^\d+$/.test(values[name])) continue;
  console.error(`--${name} takes a number, not '${values[name]}'`);
  process.exit(2);
}
if (!values.plain) buildSanitized();
console.log(`Fuzzing for ${values.seconds} s from seed ${values.seed} on`);
run('npx', ['vitest', 'run', '--project', 'fuzz'], {
  FUZZ_SECONDS: values.seconds,
  FUZZ_SEED: values.seed,
  ...ownTemporaryFolder(),
  ...(values.plain ? {} : sanitizedEnvironment()),
});
