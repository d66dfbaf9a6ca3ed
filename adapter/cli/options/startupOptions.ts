import { usageError } from '../cliError.js';
import type { Spec } from './optionSpec.js';

function environmentChange(text: string): { name: string; value: string | undefined } {
  const equals = text.indexOf('=');
  return equals < 0 ? { name: text, value: undefined } : { name: text.slice(0, equals), value: text.slice(equals + 1) };
}

/** What is started or attached to. */
export const startupOptions: readonly Spec[] = [
  {
    short: 'E',
    long: ['env'],
    shortArgument: 'required',
    longArgument: 'required',
    argumentName: 'VAR[=VALUE]',
    group: 'Startup',
    help: 'put VAR=VALUE into the environment of the program, or remove VAR from it',
    apply: (settings, value) => settings.environment.push(environmentChange(value ?? '')),
  },
  {
    short: 'p',
    long: ['attach'],
    shortArgument: 'required',
    longArgument: 'required',
    argumentName: 'PID[,PID]…',
    group: 'Startup',
    help: 'trace processes that run already',
    apply: (settings, value) => {
      for (const word of (value ?? '').split(/[,\s]+/).filter((part) => part !== '')) {
        const pid = /^\d+$/.test(word) ? Number(word) : 0;
        if (pid === 0) throw usageError(`Invalid process id: '${word}'`);
        settings.pids.push(pid);
      }
    },
  },
  {
    short: 'u',
    long: ['user'],
    shortArgument: 'required',
    longArgument: 'required',
    argumentName: 'USER|UID:GID',
    group: 'Startup',
    help: 'run the program as USER, with its groups (needs root)',
    apply: (settings, value) => {
      settings.user = value;
    },
  },
  {
    long: ['argv0'],
    longArgument: 'required',
    argumentName: 'NAME',
    group: 'Startup',
    help: 'let NAME be argv[0] of the program',
    apply: (settings, value) => {
      settings.argv0 = value;
    },
  },
  {
    long: ['kill-on-exit'],
    group: 'Startup',
    help: 'let the program die with the tracer',
    apply: (settings) => {
      settings.killOnExit = true;
    },
  },
];
