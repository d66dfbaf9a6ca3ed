import { expect, test } from 'vitest';
import { AddressLines, parseAddress } from './addressLines.js';

test.each([
  ['0x1f', 0x1fn],
  ['1F', 0x1fn],
  ['0XffffffffffffffFF', 0xffffffffffffffffn],
  ['0', 0n],
  ['0x', undefined],
  ['10000000000000000', undefined],
  ['-1', undefined],
  ['0x1g', undefined],
  ['main', undefined],
])('the address %s', (text, expected) => {
  expect(parseAddress(text)).toBe(expected);
});

test('lines are cut as they come, numbered from 1; the last one needs no newline', () => {
  const lines = new AddressLines();
  expect(lines.push('0x1')).toEqual([]);
  expect(lines.push('0\n\n foo \r\n20')).toEqual([
    { text: '0x10', number: 1, address: 0x10n },
    { text: 'foo', number: 3, address: undefined },
  ]);
  expect(lines.end()).toEqual([{ text: '20', number: 4, address: 0x20n }]);
  expect(lines.end()).toEqual([]);
});

test('a line without end is kept only in part', () => {
  const lines = new AddressLines();
  for (let i = 0; i < 100; i++) expect(lines.push('1'.repeat(10_000))).toEqual([]);
  const [line] = lines.push('\n');
  expect(line?.address).toBeUndefined();
  expect(line?.text.length).toBeLessThan(20_000);
});
