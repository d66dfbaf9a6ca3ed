import { expect, test } from 'vitest';
import { SourceMap, sourceMapRule } from './sourceMap.js';

const map = new SourceMap([
  { from: '/build/src', to: '/home/me/src' },
  { from: '/build/src/vendor/', to: '/opt/vendor' },
  { from: './io', to: '/usr/src/glibc/io' },
]);

test.each([
  ['/build/src/a.c', '/home/me/src/a.c'],
  ['/build/src', '/home/me/src'],
  ['/build/src2/a.c', '/build/src2/a.c'],
  ['/build/src/vendor/z.c', '/opt/vendor/z.c'],
  ['./io/write.c', '/usr/src/glibc/io/write.c'],
  ['/home/build/src/a.c', '/home/build/src/a.c'],
])('S7: %s is at %s', (file, expected) => {
  expect(map.apply(file)).toBe(expected);
  expect(map.apply(file)).toBe(expected);
});

test.each([
  ['/a=/b', { from: '/a', to: '/b' }],
  ['/a=/b=c', { from: '/a', to: '/b=c' }],
  ['/a', undefined],
  ['=/b', undefined],
  ['/a=', undefined],
])('S7: the rule %s', (text, expected) => {
  expect(sourceMapRule(text)).toEqual(expected);
});
