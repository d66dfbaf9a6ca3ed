import { expect, test } from 'vitest';
import type { Value } from '../decode/emitter.js';
import { valueText } from './valueText.js';
import { ValueVariables } from './valueVariables.js';
import { VariableReferences } from './variableReferences.js';

const int = (value: number): Value => ({ type: 'int', value, base: 10 });
const path = (text: string): Value => ({ type: 'string', text, bytes: Buffer.from(text), cut: false, kind: 'path' });
const stat: Value = {
  type: 'struct',
  fields: [
    ['st_mode', { type: 'flags', value: 0o100644, names: ['S_IFREG'], rest: 0o644 }],
    ['st_size', int(7)],
    ['names', { type: 'array', items: [path('a'), path('b')], more: true }],
  ],
  more: true,
};

test('U5: a value is one line in strace’s notation', () => {
  expect(valueText(stat)).toBe('{st_mode=S_IFREG|0644, st_size=7, names=["a", "b", ...], ...}');
  expect(valueText({ type: 'address', value: 0 })).toBe('NULL');
  expect(valueText({ type: 'address', value: 0xffff_ffff_ff60_0000n })).toBe('0xffffffffff600000');
  expect(valueText({ type: 'int', value: 0o755, base: 8 })).toBe('0755');
  expect(valueText({ type: 'flags', value: 0, names: [], rest: 0 })).toBe('0');
  expect(valueText({ type: 'fd', value: -100, name: 'AT_FDCWD' })).toBe('AT_FDCWD');
  expect(valueText({ type: 'fd', value: 3, target: '/etc' })).toBe('3</etc>');
  expect(valueText({ type: 'call', name: 'makedev', args: [int(8), int(1)] })).toBe('makedev(8, 1)');
  expect(valueText({ type: 'change', before: int(1), after: int(2) })).toBe('1 => 2');
});

test('U5: text ends at a budget, however much a program makes of it', () => {
  const many: Value = { type: 'array', items: Array.from({ length: 100_000 }, (_, i) => int(i)), more: false };
  expect(valueText({ type: 'array', items: [many, many, many], more: false }).length).toBeLessThan(1000);
});

test('U5: structures and arrays are expanded by pages, pointers can be looked at', () => {
  const references = new VariableReferences();
  const values = new ValueVariables(references, 42);
  const variable = values.variable({ name: 'statbuf', value: stat, typeName: 'struct stat' });
  expect(variable).toMatchObject({ name: 'statbuf', type: 'struct stat' });
  const fields = references.list({ variablesReference: variable.variablesReference });
  expect(fields.map(({ name, value }) => [name, value])).toEqual([
    ['st_mode', 'S_IFREG|0644'],
    ['st_size', '7'],
    ['names', '["a", "b", ...]'],
  ]);
  expect(fields[2]).toMatchObject({ indexedVariables: 2 });
  const page = references.list({ variablesReference: fields[2]?.variablesReference ?? 0, start: 1, count: 5 });
  expect(page.map(({ name, value }) => [name, value])).toEqual([['[1]', '"b"']]);
  expect(values.variable({ name: 'p', value: { type: 'address', value: 0x1000 } }).memoryReference).toBe('0x1000@42');

  references.clear();
  expect(() => references.list({ variablesReference: variable.variablesReference })).toThrow('not known');
});
