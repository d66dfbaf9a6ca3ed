import { expect, test } from 'vitest';
import { memoryReference, parseMemoryReference } from './memoryReference.js';

test('U7: a memory reference names the process, and is read back', () => {
  const address = 0xffffffffff600000n;
  expect(parseMemoryReference(memoryReference(42, address), 7)).toEqual({ pid: 42, address });
  expect(parseMemoryReference('0x10', 7)).toEqual({ pid: 7, address: 16n });
  expect(parseMemoryReference('16', 7)).toEqual({ pid: 7, address: 16n });
  for (const bad of ['', '0x', 'rip', '0x11112222333344445', '-1']) expect(parseMemoryReference(bad, 7), bad).toBeUndefined();
});
