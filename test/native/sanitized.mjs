// Builds the addon with AddressSanitizer and UndefinedBehaviorSanitizer, and runs the tests of this folder against that build.
// Arguments are vitest's: `node test/native/sanitized.mjs -t 'part of a name'`.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const build = path.join(root, 'build/native-sanitized');

run('npx', ['cmake-js', 'build', '--directory', 'native', '--out', build, '--config', 'RelWithDebInfo', '--CDSANITIZE=ON', '--log-level', 'warning']);

// Node itself is not built with ASan, so that its runtime has to be there before Node is.
const runtime = spawnSync('g++', ['-print-file-name=libasan.so'], { encoding: 'utf8' }).stdout.trim();
// The sanitizers make the addon several times slower.
run('npx', ['vitest', 'run', '--project', 'native', '--testTimeout', '180000', ...process.argv.slice(2)], {
  SYSCALL_TRACE_ADDON: path.join(build, 'RelWithDebInfo/syscall_trace.node'),
  LD_PRELOAD: runtime,
  // For tests that start a second Node which loads the addon.
  SYSCALL_TRACE_PRELOAD: runtime,
  // Node frees little at its end; and LeakSanitizer needs ptrace, which a traced process has no second one of.
  ASAN_OPTIONS: 'detect_leaks=0:abort_on_error=1',
  UBSAN_OPTIONS: 'print_stacktrace=1:halt_on_error=1',
});

/**
 * @param {string} file
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} [env]
 */
function run(file, args, env = {}) {
  const { status } = spawnSync(file, args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } });
  if (status !== 0) process.exit(status ?? 1);
}
