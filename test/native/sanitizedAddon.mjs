// The addon built with AddressSanitizer and UndefinedBehaviorSanitizer, and what a Node needs to load it.
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const build = path.join(root, 'build/native-sanitized');

/** Builds it, if something has changed. Ends this process when that fails. */
export function buildSanitized() {
  run('npx', ['cmake-js', 'build', '--directory', 'native', '--out', build, '--config', 'RelWithDebInfo', '--CDSANITIZE=ON', '--log-level', 'warning']);
}

/**
 * For programs that load the addon through {@link import('../../adapter/capture/loadAddon.js')}.
 * @returns {NodeJS.ProcessEnv}
 */
export function sanitizedEnvironment() {
  // Node itself is not built with ASan, so that its runtime has to be there before Node is.
  const runtime = spawnSync('g++', ['-print-file-name=libasan.so'], { encoding: 'utf8' }).stdout.trim();
  return {
    SYSCALL_TRACE_ADDON: path.join(build, 'RelWithDebInfo/syscall_trace.node'),
    LD_PRELOAD: runtime,
    // For tests that start a second Node which loads the addon.
    SYSCALL_TRACE_PRELOAD: runtime,
    // Leaks are looked for by a test of its own (capture/leaks.test.ts): Vitest's workers do not end in order.
    ASAN_OPTIONS: 'detect_leaks=0:abort_on_error=1',
    UBSAN_OPTIONS: 'print_stacktrace=1:halt_on_error=1',
  };
}

/**
 * For programs that start the crash monitor's helper: the sanitized one, from an ordinary Node.
 * @returns {NodeJS.ProcessEnv}
 */
export function sanitizedHelper() {
  return {
    SYSCALL_TRACE_BPF: path.join(build, 'RelWithDebInfo/syscall-trace-bpf'),
    // It has given up the system calls that a search for leaks makes.
    ASAN_OPTIONS: 'detect_leaks=0:abort_on_error=1',
    UBSAN_OPTIONS: 'print_stacktrace=1:halt_on_error=1',
  };
}

/**
 * A temporary folder for everything that the commands of this process leave behind (tests that time out or abort cannot tidy up),
 * removed when it ends.
 * @returns {NodeJS.ProcessEnv}
 */
export function ownTemporaryFolder() {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'sanitized-'));
  // The fuzzed program and tests of other users look into it.
  chmodSync(folder, 0o711);
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  return { TMPDIR: folder };
}

/**
 * Runs a command in the project's folder; ends this process with its status when it fails.
 * @param {string} file
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} [env] added to this process's
 */
export function run(file, args, env = {}) {
  const { status } = spawnSync(file, args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } });
  if (status !== 0) process.exit(status ?? 1);
}
