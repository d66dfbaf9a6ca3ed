import type { Precision } from '../decode/lineOptions.js';
import { usageError } from './cliError.js';
import { isPrecision, precision } from './numbers.js';

type Clock = { format: 'none' | 'time' | 'unix'; precision: Precision };

/** -t, -tt, -ttt; more is as three. */
export const clockByCount: readonly Clock[] = [
  { format: 'none', precision: 0 },
  { format: 'time', precision: 0 },
  { format: 'time', precision: 6 },
  { format: 'unix', precision: 6 },
];

/** `[[format:]FORMAT][,[precision:]PRECISION]` of --absolute-timestamps. */
export function parseClock(value: string | undefined, spelling: string): Clock {
  const clock: Clock = { format: 'time', precision: 0 };
  for (const part of value === undefined ? [] : value.split(',')) {
    const [, key, word = ''] = /^(?:(format|precision):)?(.*)$/.exec(part) ?? [];
    if (key !== 'precision' && (word === 'none' || word === 'time' || word === 'unix')) clock.format = word;
    else if (key === 'format') throw usageError(`invalid ${spelling} argument: '${value}'`);
    else if (word !== '' && !isPrecision(word)) throw usageError(`invalid ${spelling} argument: '${value}'`);
    else if (word !== '') clock.precision = precision(word, spelling);
  }
  return clock;
}
