import { expect, test } from 'vitest';
import { newSymbolizer } from './snapshots.js';

/** Lines as fs/proc/task_mmu.c prints them, names and all. */
const maps = [
  '00400000-00401000 r--p 00000000 fe:01 131 /opt/my program',
  '00401000-00402000 r-xp 00001000 fe:01 131 /opt/my program',
  '7f0000000000-7f0000001000 r-xp 00002000 fe:01 132                       /opt/new\\012line.so',
  '7f0000001000-7f0000002000 r-xp 00000000 fe:01 133                       /opt/gone.so (deleted)',
  '7f0000002000-7f0000003000 r-xs 00000000 00:01 2057                      /memfd:code (with) spaces (deleted)',
  '7f0000003000-7f0000004000 rwxp 00000000 00:00 0 ',
  '7f0000004000-7f0000005000 rw-s 00000000 00:0e 9                         anon_inode:[perf_event]',
  '7f0000005000-7f0000006000 r-xp 00000000 fe:01 134                       /opt/back\\slash',
  'garbage',
  '7ffc00000000-7ffc00021000 rw-p 00000000 00:00 0                          [stack]',
  'ffffffffff600000-ffffffffff601000 --xp 00000000 00:00 0                  [vsyscall]',
  '',
].join('\n');

test.each([
  [0x401234n, { module: '/opt/my program', moduleOffset: 0x401234n, fileOffset: 0x1234n }],
  [0x7f0000000010n, { module: '/opt/new\nline.so', fileOffset: 0x2010n }],
  [0x7f0000001010n, { module: '/opt/gone.so', moduleDeleted: true, moduleOffset: 0x10n, fileOffset: 0x10n }],
  [0x7f0000002010n, { module: '/memfd:code (with) spaces', moduleDeleted: true }],
  [0x7f0000003010n, {}],
  [0x7f0000004010n, { module: 'anon_inode:[perf_event]' }],
  [0x7f0000005fffn, { module: '/opt/back\\slash' }],
  [0x7f0000006000n, {}],
  [0x7ffc00000000n, { module: '[stack]' }],
  [0xffffffffff600400n, { module: '[vsyscall]' }],
  [0n, {}],
  [0xffffffffffffffffn, {}],
])('S1: 0x%s lies in its mapping', async (address, expected) => {
  const [[frame] = []] = await newSymbolizer().addresses(new TextEncoder().encode(maps), [address]);
  expect(frame).toMatchObject({ address, quality: 'module' in expected ? 'module' : 'address', ...expected });
  expect(frame?.module).toBe('module' in expected ? expected.module : undefined);
});
