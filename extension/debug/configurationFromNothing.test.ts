import { describe, expect, it } from 'vitest';
import { type FileProbe, findProgram } from './configurationFromNothing.js';

/** A file system of programs (value `true`) and texts. */
function files(entries: Record<string, string | true>): FileProbe {
  return {
    isProgram: async (path) => entries[path] === true,
    list: async (directory) =>
      Object.keys(entries)
        .filter((path) => path.slice(0, path.lastIndexOf('/')) === directory)
        .map((path) => path.slice(path.lastIndexOf('/') + 1)),
    readText: async (path) => {
      const entry = entries[path];
      return typeof entry === 'string' ? entry : undefined;
    },
  };
}

async function programFor(file: { path: string; languageId?: string } | undefined, entries: Record<string, string | true>) {
  const search = await findProgram(file, '/w', files(entries));
  return search.kind === 'found' ? search.program.program : search.kind;
}

describe('U1: configuration from nothing', () => {
  it('takes the program beside a C source', async () => {
    expect(await programFor({ path: '/w/src/hello.c', languageId: 'c' }, { '/w/src/hello': true, '/w/src/other': true })).toBe('/w/src/hello');
  });
  it('looks into the build folder of a parent', async () => {
    expect(await programFor({ path: '/w/src/hello.cpp', languageId: 'cpp' }, { '/w/build/hello': true })).toBe('/w/build/hello');
  });
  it('takes the crate’s name for Rust', async () => {
    const crate = { '/w/c/Cargo.toml': '[package]\nname = "my-tool"\n', '/w/c/target/debug/my-tool': true, '/w/c/target/debug/helper': true } as const;
    expect(await programFor({ path: '/w/c/src/main.rs', languageId: 'rust' }, crate)).toBe('/w/c/target/debug/my-tool');
  });
  it('takes the folder’s name for Go', async () => {
    expect(await programFor({ path: '/w/serve/main.go', languageId: 'go' }, { '/w/serve/serve': true })).toBe('/w/serve/serve');
  });
  it('takes a.out, then the only program that was built', async () => {
    expect(await programFor({ path: '/w/x.c', languageId: 'c' }, { '/w/a.out': true, '/w/z': true })).toBe('/w/a.out');
    expect(await programFor({ path: '/w/x.c', languageId: 'c' }, { '/w/build/z': true })).toBe('/w/build/z');
  });
  it('does not guess between two programs', async () => {
    expect(await programFor({ path: '/w/x.c', languageId: 'c' }, { '/w/build/y': true, '/w/build/z': true })).toBe('notBuilt');
  });
  it('prefers a name of its own over a.out nearer by', async () => {
    expect(await programFor({ path: '/w/src/x.c', languageId: 'c' }, { '/w/src/a.out': true, '/w/build/x': true })).toBe('/w/build/x');
  });
  it('runs a Python script with the virtual environment, else python3', async () => {
    expect(await programFor({ path: '/w/s.py', languageId: 'python' }, { '/w/.venv/bin/python': true })).toBe('/w/.venv/bin/python');
    const search = await findProgram({ path: '/w/s.py', languageId: 'python' }, '/w', files({}));
    expect(search).toEqual({ kind: 'found', program: { program: 'python3', args: ['/w/s.py'], name: 's.py' } });
  });
  it('takes a binary that is open', async () => {
    expect(await programFor({ path: '/bin/ls' }, { '/bin/ls': true })).toBe('/bin/ls');
  });
  it('says that a source was not built, and that a text stands for nothing', async () => {
    expect(await programFor({ path: '/w/x.c', languageId: 'c' }, {})).toBe('notBuilt');
    expect(await programFor({ path: '/w/README.md', languageId: 'markdown' }, {})).toBe('unknown');
    expect(await programFor(undefined, { '/w/build/z': true })).toBe('/w/build/z');
  });
  it('stays beside a source outside of the workspace', async () => {
    expect(await programFor({ path: '/else/x.c', languageId: 'c' }, { '/x': true, '/w/x': true })).toBe('notBuilt');
  });
});
