import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { FileMemory } from './fileMemory.js';
import type { Mapping } from './mappings.js';
import { Mappings } from './mappings.js';

const maps = readFileSync('/proc/self/maps', 'utf8');
/** A read-only part of the C library of this process, which begins its file. */
const first = Mappings.parse(maps).all.find(({ name, offset, permissions }) => name.includes('libc.so') && offset === 0n && permissions === 'r--p')!;
const changed = (changes: Partial<Mapping>): Mapping => ({ ...first, ...changes });

test('C5: memory that is what a file holds', () => {
  const files = new FileMemory();
  const expected = readFileSync(first.name).subarray(16, 48);
  expect(Buffer.from(files.read(first, first.start + 16n, 32))).toEqual(expected);
  // No further than the mapping.
  expect(files.read(first, first.end - 8n, 32)).toHaveLength(8);
  files.close();
});

test('C5: what a file cannot say is not told', () => {
  const files = new FileMemory();
  const none = (mapping: Mapping): void => expect(files.read(mapping, mapping.start, 16)).toHaveLength(0);
  none(changed({ permissions: 'rw-p' }));
  none(changed({ name: '[heap]' }));
  none(changed({ name: `${first.name} (deleted)` }));
  none(changed({ inode: first.inode + 1n }));
  none(changed({ name: '/no/such/file' }));
  // Relocated data that was protected afterwards.
  const written = Mappings.parse(maps).all.find(
    ({ name, permissions, offset }) => name === first.name && permissions === 'r--p' && offset > 0n && isRelro(name, offset),
  );
  expect(written).toBeDefined();
  none(written!);
  files.close();
});

test('C5: a name that leads to a device or to something that is no program is not opened for reading', () => {
  const folder = mkdtempSync(join(tmpdir(), 'file-memory-'));
  const text = join(folder, 'text');
  writeFileSync(text, 'no program');
  const files = new FileMemory();
  for (const name of ['/dev/tty', '/dev/zero', folder, text])
    expect(files.read(changed({ name, inode: statSync(name, { bigint: true }).ino }), first.start, 16)).toHaveLength(0);
  files.close();
  rmSync(folder, { recursive: true });
});

/** The mapping before the writable one of the same file. */
function isRelro(name: string, offset: bigint): boolean {
  const own = Mappings.parse(maps).all.filter((mapping) => mapping.name === name);
  const at = own.findIndex((mapping) => mapping.offset === offset && mapping.permissions === 'r--p');
  return own[at + 1]?.permissions === 'rw-p';
}
