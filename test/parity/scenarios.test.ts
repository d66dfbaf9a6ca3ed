/** T24, T4–T7: the reference scenarios and everyday programs, traced by strace and by ours in one run, line by line. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { NormaliseOptions } from './normalise.js';
import { type Both, compileScenario, runBoth } from './runBoth.js';

let directory = '';
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'parity-programs-'));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** A child may end before or after its parent begins to wait for it. */
const childEnds = /SIGCHLD/;

/** What every run makes anew. */
const everyRun: NonNullable<NormaliseOptions['scrub']> = [
  [/getrandom\("[^"]*"/g, 'getrandom("RANDOM"'],
  [/parity-\w{6}/g, 'DIRECTORY'],
  [/((?:uptime|loads|\w+ram|procs|tv_sec|tv_usec)=)(?:\d+|\[[^\]]*\])/g, '$1N'],
];

function expectEqual(both: Both): void {
  expect(both.oursLines).toEqual(both.peerLines);
  expect(both.peerLines.length).toBeGreaterThan(5);
  expect({ status: both.ours.status, signal: both.ours.signal, stdout: both.ours.stdout }).toEqual({
    status: both.peer.status,
    signal: both.peer.signal,
    stdout: both.peer.stdout,
  });
}

describe('T24: reference scenarios', () => {
  for (const name of ['basic', 'strings', 'forkExec', 'signal', 'statistics', 'badPointer']) {
    test(`T24: ${name} with -f`, () => {
      expectEqual(runBoth(['-f'], [compileScenario(name, directory)], { scrub: everyRun, float: childEnds }));
    });
  }

  for (const name of ['basic', 'strings', 'forkExec']) {
    test(`T24: ${name} without -f`, () => {
      expectEqual(runBoth([], [compileScenario(name, directory)], { scrub: everyRun, float: childEnds }));
    });
  }

  test('T24: statistics, filtered', () => {
    const both = runBoth(['-e', 'trace=openat,close'], [compileScenario('statistics', directory)]);
    expectEqual(both);
    expect(both.oursLines.filter((line) => line.includes('/dev/null'))).toHaveLength(100);
  });

  test('T24: a shell that kills itself with SIGSEGV: status and signal are the program’s', () => {
    const both = runBoth(['-f'], ['sh', '-c', 'ulimit -c 0; kill -SEGV $$'], { scrub: everyRun });
    expectEqual(both);
    expect(both.ours.signal).toBe('SIGSEGV');
  });

  test('T24: a pipeline with a background child', () => {
    expectEqual(
      runBoth(['-f'], ['sh', '-c', 'sleep 0.05 & echo one two | tr a-z A-Z | cat; wait'], {
        scrub: everyRun,
        // Whether a child ends before or after its parent waits, and what a pipe's reader finds in it, is chance.
        drop: /SIGCHLD|^wait4|^read\(0|rt_sigreturn/,
      }),
    );
  });

  test('T5: 50 threads', () => {
    const both = runBoth(['-f'], [compileScenario('threads', directory)], {
      scrub: everyRun,
      // Who sleeps on the barrier or finds it open is chance; so is whose stack the C library frees.
      drop: /^futex|^madvise|^munmap/,
    });
    // Threads are numbered by creation; each does the same.
    expectEqual(both);
    expect(both.oursLines.filter((line) => line.includes('getppid'))).toHaveLength(250);
  });
});

describe('T6: everyday programs', () => {
  test('T6: ls -l', () => {
    expectEqual(runBoth(['-f'], ['ls', '-l', '/usr/share/zoneinfo/Europe'], { scrub: everyRun }));
  });

  test('T6: python3 -c', () => {
    expectEqual(runBoth(['-f'], ['/usr/bin/python3', '-c', 'import json; print(json.dumps({"answer": 42}))'], { scrub: everyRun }));
  });

  test('T6: gcc compiles a file', () => {
    const source = join(directory, 'compiled.c');
    writeFileSync(source, '#include <stdio.h>\nint main(void) { puts("hello"); return 0; }\n');
    expectEqual(
      runBoth(['-f'], ['gcc', '-O1', '-c', source, '-o', 'compiled.o'], {
        scrub: [...everyRun, [/\/tmp\/cc\w{6}/g, '/tmp/ccXXXXXX']],
        float: childEnds,
        // A new name for each attempt at a temporary file.
        drop: /^getrandom/,
      }),
    );
  });

  test('T6: git log', () => {
    const repository = join(directory, 'repository');
    mkdirSync(repository);
    const git = (...args: string[]) => {
      const run = spawnSync('git', ['-c', 'user.name=A', '-c', 'user.email=a@example.org', ...args], { cwd: repository, encoding: 'utf8' });
      if (run.status !== 0) throw new Error(run.stderr);
    };
    git('init', '-q');
    for (const message of ['one', 'two', 'three']) {
      writeFileSync(join(repository, 'file'), message);
      git('add', 'file');
      git('commit', '-q', '-m', message);
    }
    // The folder of temporary files changes while others use it, and in a tmpfs its size tells so.
    const folders: [RegExp, string] = [/(st_mode=S_IFDIR\S*, st_size=)\d+/, '$1N'];
    expectEqual(runBoth(['-f'], ['git', '-C', repository, 'log', '--stat'], { scrub: [...everyRun, folders] }));
  });
});
