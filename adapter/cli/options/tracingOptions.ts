import { usageError } from '../cliError.js';
import { ADOPT_OPTION } from '../daemonize.js';
import { natural, oneOf } from '../numbers.js';
import type { Spec } from './optionSpec.js';

/** How processes are followed. */
export const tracingOptions: readonly Spec[] = [
  {
    short: 'f',
    long: ['follow-forks'],
    group: 'Tracing',
    help: 'trace children and threads too; -ff: with a file for each process (-o FILE)',
    apply: (settings) => {
      settings.follow = true;
      settings.count.follow++;
      if (settings.count.follow > 1) settings.separate = true;
    },
  },
  {
    short: 'F',
    group: 'Tracing',
    help: 'as -f; deprecated',
    apply: (settings) => {
      settings.count.deprecatedFollow++;
    },
  },
  {
    long: ['output-separately'],
    group: 'Tracing',
    help: 'write the trace of each process to FILE.PID',
    apply: (settings) => {
      settings.separate = true;
      settings.separatelyAsked = true;
    },
  },
  {
    short: 'b',
    long: ['detach-on'],
    shortArgument: 'required',
    longArgument: 'required',
    argumentName: 'SYSCALL',
    group: 'Tracing',
    help: 'let a process go when it makes this call: execve only',
    apply: (settings, value) => {
      if (value !== 'execve') throw usageError(`Syscall '${value}' for -b isn't supported`);
      settings.detachOnExec = true;
    },
  },
  {
    short: 'D',
    long: ['daemonize', 'daemonise', 'daemonized', 'daemonised'],
    longArgument: 'optional',
    argumentName: 'grandchild|pgroup|session',
    group: 'Tracing',
    help: 'trace from beside the program, which stays the child of who started it; -DD in another process group, -DDD session',
    apply: (settings, value, spelling) => {
      const kinds = ['grandchild', 'pgroup', 'session'] as const;
      if (value !== undefined) settings.daemonize = value === 'pgrp' ? 'pgroup' : oneOf(value, kinds, spelling);
      else {
        const kind = kinds[settings.count.daemonize++];
        if (kind === undefined) throw usageError(`Too many -D's (${settings.count.daemonize}), maximum supported -D count is ${kinds.length}`);
        settings.daemonize = kind;
      }
    },
  },
  {
    long: [ADOPT_OPTION],
    longArgument: 'required',
    group: 'Tracing',
    hidden: true,
    help: 'made by -D for the tracer: the process that becomes the program',
    apply: (settings, value, spelling) => {
      settings.adopt = natural(value, spelling);
    },
  },
  {
    short: 'I',
    long: ['interruptible'],
    shortArgument: 'required',
    longArgument: 'required',
    argumentName: 'WHEN',
    group: 'Tracing',
    help: '1 anywhere, 2 waiting: fatal signals end tracing; 3 never; 4 never_tstp: nor does Ctrl-Z stop it',
    apply: (settings, value, spelling) => {
      const words = ['anywhere', 'waiting', 'never', 'never_tstp'];
      const number = /^[1-4]$/.test(value ?? '') ? Number(value) : words.indexOf(value ?? '') + 1;
      if (number === 0) throw usageError(`invalid ${spelling} argument: '${value}'`);
      settings.interruptible = number as 1 | 2 | 3 | 4;
    },
  },
  {
    long: ['seccomp-bpf'],
    group: 'Tracing',
    help: 'with -f: calls that are not traced run at full speed, and the program ends with the tracer; done by itself',
    apply: (settings) => {
      settings.seccompAsked = true;
    },
  },
  {
    long: ['no-seccomp-bpf'],
    ownName: true,
    group: 'Tracing',
    help: 'stop at every call, so that the program outlives a tracer that is killed',
    apply: (settings) => {
      settings.seccomp = false;
    },
  },
  {
    long: ['syscall-limit'],
    longArgument: 'required',
    argumentName: 'LIMIT',
    group: 'Tracing',
    help: 'let all processes go when LIMIT calls have been printed',
    apply: (settings, value, spelling) => {
      settings.callLimit = natural(value, spelling);
      if (settings.callLimit === 0) throw usageError(`invalid ${spelling} argument: '${value}'`);
    },
  },
  {
    short: 'd',
    long: ['debug'],
    group: 'Tracing',
    help: 'log wait statuses and ptrace requests to stderr',
    apply: (settings) => {
      settings.debug = true;
    },
  },
];
