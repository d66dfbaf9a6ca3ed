import { expect, test } from 'vitest';
import type { Frame } from './frame.js';
import { straceStackLines } from './straceStack.js';

const write: Frame = {
  quality: 'source',
  address: 0x7f3a326030e4n,
  symbol: 'write',
  rawSymbol: 'write',
  symbolOffset: 0x14n,
  module: '/usr/lib/x86_64-linux-gnu/libc.so.6',
  moduleOffset: 0xfa0e4n,
  fileOffset: 0xfa0e4n,
  inlined: false,
};

test('S4: frames as strace -k prints them', () => {
  const stripped: Frame = { quality: 'module', address: 0x40116fn, module: '/tmp/program', moduleOffset: 0x40116fn, fileOffset: 0x116fn, inlined: false };
  expect(straceStackLines([write, stripped])).toEqual([' > /usr/lib/x86_64-linux-gnu/libc.so.6(write+0x14) [0xfa0e4]', ' > /tmp/program() [0x116f]']);
});

test('S4: inlined frames have no line, a deleted file says so', () => {
  const inlined: Frame = { ...write, inlined: true, symbol: 'inner' };
  expect(straceStackLines([inlined, { ...write, module: '/tmp/gone', moduleDeleted: true }])).toEqual([' > /tmp/gone (deleted)(write+0x14) [0xfa0e4]']);
});

test('S4: an address outside of every file is the last line', () => {
  expect(straceStackLines([{ quality: 'address', address: 0x7f33d6ab100bn, inlined: false }, write])).toEqual([
    ' > unexpected_backtracing_error [0x7f33d6ab100b]',
  ]);
});
