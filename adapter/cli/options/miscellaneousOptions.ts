import { parseTip } from '../tips.js';
import type { Spec } from './optionSpec.js';

/** The rest. */
export const miscellaneousOptions: readonly Spec[] = [
  {
    long: ['tips'],
    longArgument: 'optional',
    argumentName: '[id:]ID,[format:]FORMAT',
    group: 'Miscellaneous',
    help: 'show a tip at the end: its number or random; none, compact or full',
    apply: (settings, value, spelling) => {
      settings.tip = parseTip(value, spelling);
    },
  },
  {
    short: 'h',
    long: ['help'],
    group: 'Miscellaneous',
    help: 'print this help',
    apply: (settings) => {
      settings.action = 'help';
    },
  },
  {
    short: 'V',
    long: ['version'],
    group: 'Miscellaneous',
    help: 'print the version',
    apply: (settings) => {
      settings.action = 'version';
    },
  },
];
