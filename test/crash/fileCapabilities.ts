import { spawnSync } from 'node:child_process';
import os from 'node:os';

/** Why a file cannot be given capabilities here; undefined where it can. */
export function whyNoFileCapabilities(): string | undefined {
  if (process.getuid?.() !== 0) return 'only root can grant capabilities and become another user';
  const { stdout } = spawnSync('findmnt', ['-n', '-o', 'OPTIONS', '-T', os.tmpdir()], { encoding: 'utf8' });
  return stdout.split(',').includes('nosuid') ? `${os.tmpdir()} is mounted nosuid: capabilities of files do not count there` : undefined;
}
