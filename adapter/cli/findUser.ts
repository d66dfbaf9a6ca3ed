import { spawnSync } from 'node:child_process';
import { failure } from './cliError.js';

export interface User {
  readonly uid: number;
  readonly gid: number;
  readonly groups: readonly number[];
}

/** A user with the groups that a login would have. Asks id(1), which knows every source of users. `UID:GID` is taken as it is, without further groups. @throws CliError */
export function findUser(name: string): User {
  const [, uidText, gidText] = /^(\d+):(\d+)$/.exec(name) ?? [];
  if (uidText !== undefined && gidText !== undefined) return { uid: Number(uidText), gid: Number(gidText), groups: [] };
  const ask = (what: string): number[] => {
    const { status, stdout } = spawnSync('id', [what, '--', name], { encoding: 'utf8' });
    if (status !== 0) throw failure(`Cannot find user '${name}'`);
    return stdout.trim().split(' ').map(Number);
  };
  const [uid = 0] = ask('-u');
  const [gid = 0] = ask('-g');
  return { uid, gid, groups: ask('-G') };
}
