import { clockByCount, parseClock } from '../clockOption.js';
import { precision } from '../numbers.js';
import type { Spec } from './optionSpec.js';

/** Times in front of lines and behind them. */
export const timeOptions: readonly Spec[] = [
  {
    short: 't',
    long: ['absolute-timestamps', 'timestamps'],
    longArgument: 'optional',
    argumentName: 'FORMAT,PRECISION',
    group: 'Output',
    help: 'wall clock: -t seconds, -tt microseconds, -ttt since the epoch',
    apply: (settings, value, spelling) => {
      if (spelling !== '-t') {
        settings.clock = parseClock(value, spelling);
        return;
      }
      settings.count.clock++;
      settings.clock = clockByCount[Math.min(settings.count.clock, clockByCount.length - 1)] ?? settings.clock;
    },
  },
  {
    short: 'r',
    long: ['relative-timestamps'],
    longArgument: 'optional',
    argumentName: 's|ms|us|ns',
    group: 'Output',
    help: 'time since the line before',
    apply: (settings, value, spelling) => {
      settings.relative = precision(value, spelling);
    },
  },
  {
    short: 'T',
    long: ['syscall-times'],
    longArgument: 'optional',
    argumentName: 's|ms|us|ns',
    group: 'Output',
    help: 'time spent in each call',
    apply: (settings, value, spelling) => {
      settings.duration = precision(value, spelling);
    },
  },
];
