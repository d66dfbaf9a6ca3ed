import { spawnSync } from 'node:child_process';
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ours, temporaryFolder } from './runCli.js';

const folder = temporaryFolder();
const program = join(folder, 'hostileNames');
expect(spawnSync('gcc', ['-w', '-g', '-o', program, join(import.meta.dirname, '../programs/cli/hostileNames.c')]).status).toBe(0);

/** Everything that a terminal would obey, hide or turn round. */
const unsafe = /[^\P{Cc}\n]|[\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u;
const hostile = '\u001b[31m\u009b\n\u202e';

describe('T14: names that a terminal would obey', () => {
  it.each([
    [[]],
    [['-f', '-y', '-Y']],
    [['-f', '-kk', '-yy', '--decode-pids=comm,pidns,cgroup']],
    [['-f', '--tree', '-v', '-N', '-Y']],
    [['-f', '-x', '-e', 'read=all', '-e', 'write=all']],
    [['-f', '--json', '-yy', '-Y']],
    [['-f', '-e', 'raw=all']],
    [['-f', '-C', '--histogram']],
    [['-f', '-P', join(folder, hostile)]],
  ])('%j', (options) => {
    const { stdout, stderr, status } = ours(['trace', ...options, program, folder]);
    expect(status).toBe(0);
    for (const line of `${stdout}${stderr}`.split('\n')) expect(unsafe.test(line) ? line : '').toBe('');
  });

  it('in messages', () => {
    const target = join(folder, 'target\u001b[2J');
    mkdirSync(target);
    symlinkSync(target, join(folder, 'link'));
    for (const args of [
      [hostile],
      ['-P', join(folder, 'link'), 'true'],
      ['-o', `/no/${hostile}`, 'true'],
      ['-e', hostile, 'true'],
      ['-u', hostile, 'true'],
      ['-s', hostile],
    ]) {
      const { stderr } = ours(['trace', ...args]);
      expect(stderr).toMatch(/\\x1b/);
      for (const line of stderr.split('\n')) expect(unsafe.test(line) ? line : '').toBe('');
    }
  });
});
