import { describe, expect, it } from 'vitest';
import { aptPackages, missingPackages } from './aptPackages.mjs';

/** A dpkg that has only these. */
const dpkgWith = (...names: string[]) => {
  return (asked: readonly string[]) => new Set(asked.filter((name) => names.includes(name)));
};
const names = (packages: readonly { name: string }[]) => packages.map(({ name }) => name);

describe('the table of Debian packages', () => {
  it('names what a bare machine lacks for a build, and nothing else', () => {
    const missing = names(missingPackages(['build'], dpkgWith('make', 'git')));
    expect(missing).toContain('g++');
    expect(missing).toContain('libdw-dev');
    expect(missing).not.toContain('make');
    expect(missing).not.toContain('strace');
  });

  it('names a package that two purposes share once', () => {
    const missing = names(missingPackages(['test', 'ui'], dpkgWith()));
    expect(missing.filter((name) => name === 'python3')).toHaveLength(1);
    expect(names(missingPackages(['ui'], dpkgWith()))).toContain('python3');
  });

  it('is empty when everything is installed', () => {
    expect(missingPackages(['build', 'test', 'ui'], dpkgWith(...names(aptPackages)))).toEqual([]);
  });
});
