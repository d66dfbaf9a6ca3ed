import { type SourceMapRule, sourceMapRule } from '../symbols/sourceMap.js';
import { usageError } from './cliError.js';
import { debuginfodOption } from './debuginfodOption.js';
import type { OptionSpec } from './getopt.js';
import { natural } from './numbers.js';

export interface SymbolizeSettings {
  action: 'run' | 'help';
  pid: number | undefined;
  exe: string | undefined;
  json: boolean;
  debuginfod: boolean;
  sourceMap: SourceMapRule[];
  sourcePath: string[];
}

export function defaultSymbolizeSettings(): SymbolizeSettings {
  return { action: 'run', pid: undefined, exe: undefined, json: false, debuginfod: false, sourceMap: [], sourcePath: [] };
}

const input = 'What the addresses are of';
const output = 'Output';

export const symbolizeOptions: readonly OptionSpec<SymbolizeSettings>[] = [
  {
    group: input,
    short: 'p',
    long: ['pid'],
    shortArgument: 'required',
    longArgument: 'required',
    argumentName: 'PID',
    help: 'a running process: addresses in its memory',
    apply: (settings, value, spelling) => {
      const pid = natural(value, spelling);
      if (pid === 0) throw usageError(`invalid ${spelling} argument: '0'`);
      settings.pid = pid;
    },
  },
  {
    group: input,
    short: 'e',
    long: ['exe'],
    shortArgument: 'required',
    longArgument: 'required',
    argumentName: 'FILE',
    help: 'an ELF file: link-time addresses, as nm and objdump show them',
    apply: (settings, value) => {
      settings.exe = value;
    },
  },
  debuginfodOption(input),
  {
    group: output,
    long: ['json'],
    help: 'one JSON object a line, as adapter/export/symbolize.schema.json says',
    apply: (settings) => {
      settings.json = true;
    },
  },
  {
    group: output,
    long: ['source-map'],
    longArgument: 'required',
    argumentName: 'FROM=TO',
    help: 'sources below FROM lie below TO; may be given again',
    apply: (settings, value = '', spelling) => {
      const rule = sourceMapRule(value);
      if (rule === undefined) throw usageError(`invalid ${spelling} argument: '${value}' is not FROM=TO`);
      settings.sourceMap.push(rule);
    },
  },
  {
    group: output,
    long: ['source-path'],
    longArgument: 'required',
    argumentName: 'DIR',
    help: 'search below DIR for sources that are not where they were compiled; may be given again',
    apply: (settings, value = '') => {
      settings.sourcePath.push(value);
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
