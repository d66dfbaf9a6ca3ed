import { usageError } from './cliError.js';
import { debuginfodOption } from './debuginfodOption.js';
import type { OptionSpec } from './getopt.js';
import { natural } from './numbers.js';

export interface StackSettings {
  action: 'run' | 'help';
  core: string | undefined;
  exe: string | undefined;
  json: boolean;
  debuginfod: boolean;
  frameLimit: number;
}

export function defaultStackSettings(): StackSettings {
  return { action: 'run', core: undefined, exe: undefined, json: false, debuginfod: false, frameLimit: 4096 };
}

const input = 'What the stacks are of';
const output = 'Output';

export const stackOptions: readonly OptionSpec<StackSettings>[] = [
  {
    group: input,
    long: ['core'],
    longArgument: 'required',
    argumentName: 'FILE',
    help: 'a core file, instead of processes',
    apply: (settings, value) => {
      settings.core = value;
    },
  },
  {
    group: input,
    long: ['exe'],
    longArgument: 'required',
    argumentName: 'FILE',
    help: 'with --core: the program, if it is not where it was',
    apply: (settings, value) => {
      settings.exe = value;
    },
  },
  debuginfodOption(input),
  {
    group: output,
    long: ['json'],
    help: 'one JSON object a process, on a line',
    apply: (settings) => {
      settings.json = true;
    },
  },
  {
    group: output,
    long: ['frames'],
    longArgument: 'required',
    argumentName: 'COUNT',
    help: 'most frames of a stack (4096)',
    apply: (settings, value, spelling) => {
      const limit = natural(value, spelling);
      if (limit === 0) throw usageError(`invalid ${spelling} argument: '0'`);
      settings.frameLimit = limit;
    },
  },
  {
    group: output,
    short: 'h',
    long: ['help'],
    help: 'show this',
    apply: (settings) => {
      settings.action = 'help';
    },
  },
];
