import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findProgram } from './findProgram.js';
import { findUser } from './findUser.js';
import { programEnvironment } from './programEnvironment.js';

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'find-'));
  mkdirSync(join(directory, 'first/tool'), { recursive: true });
  mkdirSync(join(directory, 'second'));
  writeFileSync(join(directory, 'first/plain'), '');
  for (const name of ['plain', 'tool']) {
    writeFileSync(join(directory, 'second', name), '');
    chmodSync(join(directory, 'second', name), 0o755);
  }
});
afterAll(() => rmSync(directory, { recursive: true }));

describe('T1: the program', () => {
  it('is searched as execvp does: directories and files without x are passed over', () => {
    const path = `${directory}/first:${directory}/second`;
    expect(findProgram('tool', path)).toBe(`${directory}/second/tool`);
    expect(findProgram('plain', path)).toBe(`${directory}/second/plain`);
    expect(findProgram('sh', undefined)).toMatch(/^(\/usr)?\/bin\/sh$/);
    expect(findProgram(`${directory}/first/plain`, path)).toBe(`${directory}/first/plain`);
  });

  it('that is not there is said in one line', () => {
    for (const name of ['no-such-program', './no-such-program', '']) {
      expect(() => findProgram(name, directory)).toThrow(`Can't stat '${name}': No such file or directory`);
    }
    expect(() => findProgram(`${directory}/first/plain/x`, '')).toThrow(/Not a directory/);
  });

  it('gets the environment with the changes, in their order', () => {
    const changes = [
      { name: 'A', value: '1' },
      { name: 'B', value: undefined },
      { name: 'A', value: '2=3' },
    ];
    expect(programEnvironment({ B: 'b', C: 'c' }, changes)).toEqual(['C=c', 'A=2=3']);
  });

  it('may run as another user, with the groups of that user', () => {
    const { username, uid, gid } = userInfo();
    expect(findUser(username)).toMatchObject({ uid, gid, groups: expect.arrayContaining([gid]) });
    expect(() => findUser('no-such-user')).toThrow("Cannot find user 'no-such-user'");
  });
});
