import { expect, test } from 'vitest';
import { chooseSignals, defaultHaltSignals, exceptionFilters } from './exceptionFilters.js';

test('U4: what means that a program is broken stops it by default', () => {
  expect(exceptionFilters.filter(({ default: on }) => on).map(({ filter }) => filter)).toEqual(['SIGSEGV', 'SIGBUS', 'SIGFPE', 'SIGILL', 'SIGABRT']);
  expect(defaultHaltSignals).toEqual([11, 7, 8, 4, 6]);
});

test('U4: other signals are chosen all at once, or by name in the condition', () => {
  expect(chooseSignals(['SIGSEGV', 'SIGUSR1'])).toEqual({ signals: [11, 10], answers: [{ verified: true }, { verified: true }] });
  expect(chooseSignals([], [{ filterId: 'others', condition: 'sigpipe, USR2' }]).signals).toEqual([13, 12]);
  const all = chooseSignals(['others']).signals;
  expect(all).toContain(17);
  expect(all).not.toContain(11);
  expect(all).not.toContain(9);
});

test('U4: a signal that does not exist is said to be none', () => {
  expect(chooseSignals(['SIGNOPE'], [{ filterId: 'others', condition: 'SIGTERM X' }])).toEqual({
    signals: [15],
    answers: [
      { verified: false, message: 'No such signal: SIGNOPE' },
      { verified: false, message: 'No such signal: SIGX' },
    ],
  });
});
