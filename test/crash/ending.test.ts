import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { helperPath } from '../../adapter/capture/crashMonitor.js';
import { program, temporaryFolder } from './crashPrograms.js';
import { helpersOf, loadedPrograms, programsHeldBy, whenUnloaded } from './helperProcess.js';
import { Watch, whyNot } from './watch.js';

const reason = (await whyNot()) ?? (process.getuid?.() === 0 ? undefined : 'only root can list the programs that are loaded');

/** A client in a process of its own, which starts the monitor, prints a line and waits. */
async function startClient() {
  const file = path.join(temporaryFolder(), 'client.cjs');
  await build({ entryPoints: [path.join(import.meta.dirname, 'client.ts')], outfile: file, bundle: true, platform: 'node', format: 'cjs', target: 'node20' });
  const child = spawn(process.execPath, [file], { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, SYSCALL_TRACE_BPF: helperPath() } });
  await once(child.stdout, 'data');
  return child;
}

const isThere = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

describe.skipIf(reason !== undefined)(`C14: nothing is left of the monitor${reason === undefined ? '' : ` (skipped: ${reason})`}`, () => {
  it('when it is stopped', async () => {
    const watch = await Watch.start();
    const [helper = 0] = helpersOf(process.pid);
    const programs = programsHeldBy(helper);
    expect(programs.length).toBeGreaterThan(0);
    expect(loadedPrograms()).toEqual(expect.arrayContaining(programs));
    const last = await watch.stop();
    expect(last.detected).toBe(last.filtered + last.captured + last.dropped);
    expect(helpersOf(process.pid)).toEqual([]);
    await whenUnloaded(programs);
  });

  it('when the helper is killed: the client hears of it', async () => {
    const watch = await Watch.start();
    const [helper = 0] = helpersOf(process.pid);
    const programs = programsHeldBy(helper);
    process.kill(helper, 'SIGKILL');
    const { error } = await watch.ended;
    expect(error?.message).toContain('was ended by SIGKILL');
    await whenUnloaded(programs);
  });

  it('when the helper is ended by SIGTERM: in order, with the last counters', async () => {
    const watch = await Watch.start();
    const [helper = 0] = helpersOf(process.pid);
    process.kill(helper, 'SIGTERM');
    expect((await watch.ended).error).toBeUndefined();
  });

  it.each(['SIGKILL', 'SIGSTOP'] as const)('when the client gets %s', async (signal) => {
    const client = await startClient();
    const [helper = 0] = helpersOf(client.pid ?? 0);
    const programs = programsHeldBy(helper);
    expect(programs.length).toBeGreaterThan(0);
    if (signal === 'SIGSTOP') {
      // A client that hangs costs nobody anything: what it does not take is dropped and counted, and the helper goes with it.
      client.kill('SIGSTOP');
      const crowd = spawn(program('crowd'), ['storm', '0.5'], { stdio: ['ignore', 'pipe', 'inherit'] });
      await once(crowd, 'close');
    }
    client.kill('SIGKILL');
    await once(client, 'close');
    await whenUnloaded(programs);
    while (isThere(helper)) await new Promise((resolve) => setImmediate(resolve));
  });
});
