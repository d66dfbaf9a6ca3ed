import { expect, test } from 'vitest';
import { Mappings, mappingAt } from './mappings.js';

const maps = `00400000-00401000 r--p 00000000 fe:01 1234                              /home/a b/prog (deleted)
00401000-00402000 r-xp 00001000 fe:01 1234                              /home/a b/prog (deleted)
7ffc0000-7ffe0000 rw-p 00000000 00:00 0                                  [stack]
7fff0000-7fff1000 rw-p 00000000 00:00 0
ffffffffff600000-ffffffffff601000 --xp 00000000 00:00 0                  [vsyscall]
`;

test('C5: the mapping of an address is found, with its permissions and name', () => {
  expect(mappingAt(maps, 0x401fffn)).toEqual({
    start: 0x401000n,
    end: 0x402000n,
    permissions: 'r-xp',
    offset: 0x1000n,
    device: 'fe:01',
    inode: 1234n,
    name: '/home/a b/prog (deleted)',
  });
  expect(mappingAt(maps, 0x7fff0000n)).toMatchObject({ name: '' });
  expect(mappingAt(maps, 0xffffffffff600000n)).toMatchObject({ name: '[vsyscall]' });
  for (const hole of [0n, 0x402000n, 0x7ffe0000n]) expect(mappingAt(maps, hole)).toBeUndefined();
});

test('C5: the neighbours of an address, inside and outside of mappings', () => {
  const mappings = Mappings.parse(`${maps}nonsense\n`);
  expect(mappings.all).toHaveLength(5);
  expect(mappings.below(0n)).toBeUndefined();
  expect(mappings.above(0n)?.start).toBe(0x400000n);
  expect([mappings.below(0x401000n)?.start, mappings.above(0x401000n)?.start]).toEqual([0x400000n, 0x7ffc0000n]);
  expect([mappings.below(0x402000n)?.start, mappings.above(0x402000n)?.start]).toEqual([0x401000n, 0x7ffc0000n]);
  expect(mappings.above(0xffffffffff700000n)).toBeUndefined();
  expect(mappings.below(0xffffffffff700000n)?.name).toBe('[vsyscall]');
});
