import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { expect, it } from 'vitest';
import { guarded } from './guardedDevices.js';

const sh = (script: string) => {
  const [file, ...args] = guarded(['/bin/sh', '-c', script], tmpdir());
  return spawnSync(file ?? '', args, { encoding: 'utf8' });
};

it.runIf(process.getuid?.() === 0)('test programs that root runs cannot change devices (needs root, who could)', () => {
  const before = statSync('/dev/null').mode;
  expect(sh(`chmod ${(before & 0o777).toString(8)} /dev/null`).stderr).toContain('Read-only file system');
  expect(sh('rm /dev/full').stderr).toContain('Read-only file system');
  expect(statSync('/dev/null').mode).toBe(before);
});

it('devices work as ever', () => {
  expect(sh('echo lost > /dev/null && head -c 3 /dev/zero | wc -c && test -c /dev/ptmx && pwd').stdout).toBe(`3\n${tmpdir()}\n`);
});
