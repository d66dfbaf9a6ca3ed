import { stackCondition } from '../../filter/stackCondition.js';
import { usageError } from '../cliError.js';
import { debuginfodOption } from '../debuginfodOption.js';
import { natural, oneOf } from '../numbers.js';
import { applyQualifier } from '../qualifiers.js';
import type { Spec } from './optionSpec.js';

/** Where the trace goes, and what stands beside each call. */
export const outputOptions: readonly Spec[] = [
  {
    short: 'o',
    long: ['output'],
    shortArgument: 'required',
    longArgument: 'required',
    argumentName: 'FILE',
    group: 'Output',
    help: "write to FILE instead of stderr; '|COMMAND' pipes to a command",
    apply: (settings, value) => {
      settings.output = value;
    },
  },
  {
    short: 'A',
    long: ['output-append-mode'],
    group: 'Output',
    help: 'append to the file of -o',
    apply: (settings) => {
      settings.append = true;
    },
  },
  {
    long: ['json'],
    ownName: true,
    group: 'Output',
    help: 'JSON Lines: an object for each event, arguments typed and nested',
    apply: (settings) => {
      settings.json = true;
    },
  },
  {
    long: ['crash-report'],
    ownName: true,
    group: 'Output',
    help: 'behind the trace explain each crash: cause, registers, stack, the last 50 system calls',
    apply: (settings) => {
      settings.crashReport = true;
    },
  },
  {
    long: ['tree'],
    ownName: true,
    group: 'Output',
    help: 'large structures over several lines below the call, buffers in hex (-s: how much of them, -v: structures whole)',
    apply: (settings) => {
      settings.tree = true;
    },
  },
  {
    long: ['record'],
    ownName: true,
    longArgument: 'required',
    argumentName: 'FILE.sctrace',
    group: 'Output',
    help: 'keep the recording; print it again with: syscall-trace print FILE.sctrace',
    apply: (settings, value) => {
      settings.record = value;
    },
  },
  {
    long: ['record-only'],
    ownName: true,
    longArgument: 'required',
    argumentName: 'FILE.sctrace',
    group: 'Output',
    help: 'keep the recording and print nothing but where it is',
    apply: (settings, value) => {
      settings.record = value;
      settings.recordOnly = true;
    },
  },
  {
    short: 'a',
    long: ['columns'],
    shortArgument: 'required',
    longArgument: 'required',
    argumentName: 'COLUMN',
    group: 'Output',
    help: 'column of the results (40)',
    apply: (settings, value, spelling) => {
      settings.column = natural(value, spelling);
    },
  },
  {
    short: 'k',
    long: ['stack-traces', 'stack-trace'],
    longArgument: 'optional',
    argumentName: 'KIND',
    group: 'Output',
    help: 'print the stack behind each call; -kk: with source lines',
    apply: (settings, value, spelling) => {
      settings.count.stacks++;
      if (value !== undefined) settings.stacks = oneOf(value, ['symbol', 'source'], spelling) === 'source' ? 'source' : 'symbols';
      else settings.stacks = settings.count.stacks > 1 ? 'source' : 'symbols';
    },
  },
  {
    long: ['stack'],
    longArgument: 'required',
    argumentName: 'WHEN',
    group: 'Output',
    help: 'the same for some calls: errors, slow>1ms, or both in a list; all',
    apply: (settings, value = '', spelling) => {
      try {
        settings.stackCondition = stackCondition(value);
      } catch (error) {
        throw usageError(`invalid ${spelling} argument: ${error instanceof Error ? error.message : String(error)}`);
      }
      if (settings.stacks === 'none') settings.stacks = 'symbols';
    },
  },
  debuginfodOption('Output'),
  {
    long: ['stack-trace-frame-limit'],
    longArgument: 'required',
    argumentName: 'FRAMES',
    group: 'Output',
    help: 'most frames of a stack (256)',
    apply: (settings, value, spelling) => {
      settings.frameLimit = natural(value, spelling);
    },
  },
  {
    short: 'i',
    long: ['instruction-pointer'],
    group: 'Output',
    help: 'print the instruction pointer',
    apply: (settings) => {
      settings.showIp = true;
    },
  },
  {
    short: 'n',
    long: ['syscall-number'],
    group: 'Output',
    help: 'print the syscall number',
    apply: (settings) => {
      settings.showNumber = true;
    },
  },
  {
    long: ['always-show-pid'],
    group: 'Output',
    help: 'print the pid though there is only one process',
    apply: (settings) => {
      settings.alwaysPid = true;
    },
  },
  {
    short: 'q',
    long: ['quiet', 'silent', 'silence'],
    longArgument: 'optional',
    argumentName: 'SET',
    group: 'Output',
    help: '-q attach and personality, -qq exit too, -qqq all: attach, exit, path-resolution, personality, thread-execve',
    apply: (settings, value, spelling) => {
      if (spelling !== '-q') {
        applyQualifier(settings, 'quiet', value ?? 'attach,personality');
        return;
      }
      const sets = ['attach,personality', 'attach,personality,exit', 'all'];
      applyQualifier(settings, 'quiet', sets[Math.min(settings.count.quiet++, sets.length - 1)] ?? 'all');
    },
  },
];
