/** T6, T7: netlink messages of each kind, with attributes of all types in different lengths, line by line as strace prints them. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { runBoth } from './runBoth.js';

test('T6, T7: netlink', () => {
  const directory = mkdtempSync(join(tmpdir(), 'parity-netlink-'));
  try {
    const program = join(directory, 'netlink');
    const compiled = spawnSync('gcc', ['-O1', '-o', program, resolve(import.meta.dirname, '../programs/families/netlink.c')], { encoding: 'utf8' });
    expect(compiled.stderr).toBe('');
    const both = runBoth(['-e', 'trace=sendto'], [program]);
    expect(both.oursLines).toEqual(both.peerLines);
    expect(both.peerLines.length).toBeGreaterThan(1500);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}, 60_000);
