import { expect, test } from 'vitest';
import { familyTables } from './families.js';
import { syscallNumbers } from './generated/numbers.gen.js';
import { abiNames, syscallOf, syscallTable } from './registry.js';

test('a syscall stands in one family only', () => {
  const names = familyTables.flatMap((table) => Object.keys(table));
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
});

test('T6: a family describes only calls that some ABI has', () => {
  const known = new Set(Object.values(syscallNumbers).flatMap((numbers) => Object.values(numbers)));
  expect(familyTables.flatMap((table) => Object.keys(table)).filter((name) => !known.has(name))).toEqual([]);
});

test('T6, T13: every number of every ABI has a descriptor, and its arguments fit six registers', () => {
  for (const abi of abiNames) {
    for (const entry of syscallTable(abi)) {
      if (entry === undefined) continue;
      for (const { register, type } of entry.descriptor.args) {
        expect([entry.name, register + (type.registers?.(abi) ?? 1) <= 6]).toEqual([entry.name, true]);
      }
    }
  }
});

test('T6: unknown numbers show their registers', () => {
  expect(syscallOf('x86_64', 9999).name).toBe('syscall_0x270f');
  expect(syscallOf('x86_64', 0xffff_ffff).name).toBe('syscall_0xffffffffffffffff');
  expect(syscallOf('i386', 0xffff_ffff).name).toBe('syscall_0xffffffff');
});
