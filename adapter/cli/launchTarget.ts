import type { LaunchTarget } from '../capture/backend.js';
import { findProgram } from './findProgram.js';
import { findUser } from './findUser.js';
import { programEnvironment } from './programEnvironment.js';
import type { TraceSettings } from './settings.js';

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
    exitKill: settings.killOnExit,
    ...(settings.user === undefined ? {} : { user: findUser(settings.user) }),
  };
}
