/** T2: a user without privileges traces what is their own, and is told why not the rest. */
import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cli, temporaryFolder, until } from './runCli.js';

const NOBODY = 65534;
const folder = temporaryFolder();
chmodSync(folder, 0o777);

const isRoot = process.getuid?.() === 0;
/** Root plays nobody; a user is one already. */
const as = isRoot ? { uid: NOBODY, gid: NOBODY } : {};
const ours = (args: readonly string[]) => spawnSync(process.execPath, [cli, ...args], { ...as, cwd: '/', encoding: 'utf8', timeout: 30_000 });
const mayReadUs = ours(['--version']).status === 0;
// Where all tests are skipped, nothing is tidied up behind them.
if (!mayReadUs) rmSync(folder, { recursive: true });
const scope = existsSync('/proc/sys/kernel/yama/ptrace_scope') ? Number(readFileSync('/proc/sys/kernel/yama/ptrace_scope', 'utf8')) : 0;

describe.runIf(mayReadUs)('T2: without privileges (needs a checkout that everybody may read)', () => {
  it('T2: launches, follows and returns the exit status', () => {
    const log = join(folder, 'launched');
    const run = ours(['trace', '-f', '-o', log, '/bin/sh', '-c', '/bin/true; exit 7']);
    expect([run.status, run.stderr]).toEqual([7, '']);
    expect(readFileSync(log, 'utf8')).toMatch(/execve\("\/bin\/true"[\s\S]*\+\+\+ exited with 0 \+\+\+[\s\S]*\+\+\+ exited with 7 \+\+\+\n$/);
  });

  it.runIf(scope === 0)('T2: attaches to a process of its own (where Yama does not forbid it), which runs on', async () => {
    const running = spawn('/bin/cat', [], { ...as, stdio: ['pipe', 'pipe', 'ignore'] });
    const tracer = spawn(process.execPath, [cli, 'trace', '-p', String(running.pid)], { ...as, cwd: '/', stdio: ['ignore', 'ignore', 'pipe'] });
    const ended = new Promise((done) => tracer.once('exit', done));
    await until(tracer.stderr, /attached/);
    running.stdin.write('hello');
    await until(running.stdout, /hello/);
    running.stdin.end();
    expect(await ended).toBe(0);
  });

  it('T2: says whose a process is that it may not trace', () => {
    // Init, or what stands for it in a container, is root's.
    const run = ours(['trace', '-p', '1']);
    expect(run.status).toBe(1);
    expect(run.stderr).toMatch(/^syscall-trace: Can't attach to process 1: .*(another user|CAP_SYS_PTRACE)/);
  });
});
