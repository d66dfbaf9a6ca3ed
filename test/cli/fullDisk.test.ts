/** T14: a disk that is full costs events, never the program; and it is told how many. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cli, temporaryFolder } from './runCli.js';

const folder = temporaryFolder();
const small = join(folder, 'small');
mkdirSync(small);
const program = join(folder, 'getppidLoop');
execFileSync('gcc', ['-O1', '-o', program, resolve(import.meta.dirname, '../programs/bench/getppidLoop.c')]);

/** Runs a shell line beside a file system of 1.5 MB that only it sees. `$OURS` is the command line. */
const onSmallDisk = (line: string) =>
  spawnSync('unshare', ['--mount', 'sh', '-c', `mount -t tmpfs -o size=1536k none ${small} && ${line}`], {
    encoding: 'utf8',
    timeout: 50_000,
    env: { ...process.env, OURS: `${process.execPath} ${cli}`, TMPDIR: folder },
  });

describe.runIf(process.getuid?.() === 0)('T14: a full disk (needs root, to make one)', () => {
  it('T14: a recording keeps what there was room for, says what it lacks, and can be printed', () => {
    const run = onSmallDisk(
      `$OURS trace --record=${small}/x.sctrace -o /dev/null ${program} 14000; echo "traced $?"; $OURS print -o ${folder}/printed ${small}/x.sctrace; echo "printed $?"`,
    );
    expect(run.stdout).toBe('traced 0\nprinted 0\n');
    const messages = run.stderr.trimEnd().split('\n');
    expect(messages).toHaveLength(2);
    // The tracer and the reader of its recording say the same.
    expect(messages[0]).toMatch(/^syscall-trace: \d+ events were lost: there was no room/);
    expect(messages[1]).toBe(messages[0]);
    const lines = readFileSync(join(folder, 'printed'), 'utf8').split('\n');
    expect(lines.filter((line) => line.startsWith('getppid()')).length).toBeGreaterThan(1000);
  });

  it('T14: so does a live trace whose queue has no room', () => {
    const run = onSmallDisk(`head -c 450k /dev/zero > ${small}/fill; TMPDIR=${small} $OURS trace -o /dev/null ${program} 40000; echo "traced $?"`);
    expect(run.stdout).toBe('traced 0\n');
    expect(run.stderr).toMatch(/^(syscall-trace: \d+ events? (was|were) lost: .*\n)?$/);
  });

  it('T14: an output file that cannot grow ends the output, not the program', () => {
    const run = onSmallDisk(`$OURS trace -o ${small}/log ${program} 60000; echo "traced $?"`);
    expect(run.stdout).toBe('traced 0\n');
    expect(run.stderr).toMatch(/^syscall-trace: .*No space left on device; the program goes on without its trace\n$/);
  });
});
