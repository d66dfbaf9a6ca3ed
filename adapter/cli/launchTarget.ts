import { readFileSync } from 'node:fs';
import type { LaunchTarget } from '../capture/backend.js';
import { findProgram } from './findProgram.js';
import { findUser } from './findUser.js';
import { inheritedDescriptors, inheritedSignals } from './inheritance.js';
import { programEnvironment } from './programEnvironment.js';
import type { TraceSettings } from './settings.js';

/** The descriptor in a tracer that daemonize.ts started: the first behind the standard ones. */
const CHANNEL = 3;

/** The program to start, with this process’s standard descriptors, directory and (changed) environment. @throws CliError */
export function launchTarget(settings: TraceSettings, operands: readonly string[]): LaunchTarget {
  const [name = '', ...args] = operands;
  return {
    kind: 'launch',
    file: findProgram(name, process.env.PATH),
    argv: [settings.argv0 ?? name, ...args],
    env: programEnvironment(process.env, settings.environment),
    cwd: process.cwd(),
    stdio: [0, 1, 2],
    alsoAttach: settings.pids,
    ...(settings.adopt === undefined ? {} : { adopt: { pid: settings.adopt, channel: CHANNEL } }),
    exitKill: settings.killOnExit,
    ...openFilesOfParent(),
    descriptors: inheritedDescriptors(),
    ...inheritedSignals(),
    ...(settings.user === undefined ? {} : { user: findUser(settings.user) }),
  };
}

/** Node raises its soft limit of open files when it starts; what it was before is what its parent has. */
function openFilesOfParent(): { openFiles?: number } {
  try {
    const soft = /^Max open files +(\d+)/m.exec(readFileSync(`/proc/${process.ppid}/limits`, 'utf8'))?.[1];
    return soft === undefined ? {} : { openFiles: Number(soft) };
  } catch {
    // No /proc, or a parent that is gone: the limit stays as it is.
    return {};
  }
}
