import { expect, test } from 'vitest';
import { stackCondition } from './stackCondition.js';

test.each([
  ['all', { onError: false, slowNs: 0 }],
  ['errors', { onError: true, slowNs: 0 }],
  ['slow>1ms', { onError: false, slowNs: 1e6 }],
  ['slow>0.5s', { onError: false, slowNs: 5e8 }],
  ['errors,slow>20us,slow>1us', { onError: true, slowNs: 1000 }],
])('S10: --stack %s', (value, expected) => {
  expect(stackCondition(value)).toEqual(expected);
});

test.each(['', 'error', 'slow', 'slow>', 'slow>0ms', 'slow>1', 'slow>1min', 'errors,', 'ret < 0 && path =~ "/etc"'])('S10: --stack %j is refused', (value) => {
  expect(() => stackCondition(value)).toThrow(/^'.*' is none of all, .* expressions are not understood$/);
});
