// `npm run trace -- PROGRAM ARGS…`: builds what is missing, traces the program, and keeps the recording.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { buildIfNeeded, root } from './build.mjs';
import { runCommand, SetupError } from './setupError.mjs';

await runCommand(async () => {
  const command = process.argv.slice(2);
  const [program] = command;
  if (program === undefined) throw new SetupError('which program? For example: npm run trace -- ls -l', 2);
  buildIfNeeded();

  const recordings = path.join(root, 'build/recordings');
  mkdirSync(recordings, { recursive: true });
  const recording = path.join(recordings, `${path.basename(program)}.sctrace`);
  rmSync(recording, { force: true });
  const { code, signal } = await runTracer(['trace', '-f', '--record', recording, '--', ...command]);
  if (existsSync(recording)) {
    const shown = path.relative(process.env.INIT_CWD ?? process.cwd(), recording);
    console.error(`\nThe recording is ${shown}. In VS Code (npm start opens one), "Syscall Trace: Open a Recording…" shows it.`);
  }
  if (signal !== null) process.kill(process.pid, signal);
  process.exitCode = code ?? 1;
});

/**
 * Runs the command line where the user stood when he called npm. Ctrl-C goes to the whole foreground group, so the tracer ends
 * its tracee and itself; we only wait for that.
 *
 * @param {readonly string[]} args
 * @returns {Promise<{ code: number | null, signal: NodeJS.Signals | null }>}
 */
function runTracer(args) {
  const ignore = () => {};
  process.on('SIGINT', ignore).on('SIGTERM', ignore);
  return new Promise((resolve, reject) => {
    const tracer = spawn(process.execPath, [path.join(root, 'dist/cli.js'), ...args], { stdio: 'inherit', cwd: process.env.INIT_CWD ?? process.cwd() });
    tracer.on('error', reject);
    tracer.on('close', (code, signal) => {
      process.off('SIGINT', ignore).off('SIGTERM', ignore);
      resolve({ code, signal });
    });
  });
}
