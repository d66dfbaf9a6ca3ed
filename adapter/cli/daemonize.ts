import { spawnSync } from 'node:child_process';
import { becomeProgram } from '../capture/becomeProgram.js';
import { launchTarget } from './launchTarget.js';
import type { TraceSettings } from './settings.js';

/** Names to the tracer the process that it is to trace: the one that was started by the user. */
export const ADOPT_OPTION = 'adopt';

/**
 * Starts a tracer with the same arguments beside this process, which then becomes the program: its parent sees its own
 * child, not a tracer. @throws CliError when there is no such program
 */
export function daemonize(settings: TraceSettings, operands: readonly string[], args: readonly string[]): never {
  const target = launchTarget(settings, operands);
  return becomeProgram(target, (channel) => {
    const tracer = [process.execPath, process.argv[1] ?? '', 'trace', `--${ADOPT_OPTION}=${process.pid}`, ...args];
    // By way of a shell, which ends at once: the tracer must be no child of the program.
    spawnSync('/bin/sh', ['-c', '"$@" &', 'sh', ...tracer], { stdio: [0, 1, 2, channel] });
  });
}
