import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { program } from './crashPrograms.js';
import { Watch, whyNot } from './watch.js';

const reason = await whyNot();

const crash = (kind: string): number => spawnSync('sh', ['-c', 'ulimit -c 0; exec "$0" "$1"', program('faults'), kind], { stdio: 'ignore' }).pid;

describe.skipIf(reason !== undefined)(`C6: filters in the kernel${reason === undefined ? '' : ` (skipped: ${reason})`}`, () => {
  it('-p: one process, and what is not it is counted', async () => {
    // Waits for its standard input to end, then crashes.
    const child = spawn(program('crowd'), ['one'], { stdio: ['pipe', 'pipe', 'inherit'] });
    await once(child.stdout, 'data');
    const watch = await Watch.start({ pid: child.pid! });
    crash('nullPointer');
    crash('nullPointer');
    child.stdin.end();
    await watch.crashOf(child.pid);
    const last = await watch.stop();
    expect(watch.crashes.map(({ pid }) => pid)).toEqual([child.pid]);
    expect(last.filtered).toBeGreaterThanOrEqual(2);
    expect(last).toMatchObject({ captured: 1, dropped: 0, detected: last.filtered + 1 });
  });

  it('only the chosen signals are detected at all', async () => {
    const watch = await Watch.start({ signals: [8] });
    crash('nullPointer');
    const division = await watch.crashOf(crash('division'));
    await watch.stop();
    expect(division.signo).toBe(8);
    expect(watch.crashes.every(({ signo }) => signo === 8)).toBe(true);
  });

  it('a limit for the stack: it is copied up to that, and is said not to be whole', async () => {
    const watch = await Watch.start({ maxStackBytes: 16 << 10 });
    const deep = await watch.crashOf(crash('deep'));
    await watch.stop();
    expect(deep.stack).toHaveLength(16 << 10);
    expect(deep.stackComplete).toBe(false);
  });

  it('C12: a reader that pauses finds everything afterwards', async () => {
    const watch = await Watch.start({});
    watch.session.pause();
    const pids = Array.from({ length: 20 }, () => crash('nullPointer'));
    const before = watch.crashes.length;
    await watch.until(() => (watch.counters.at(-1)?.captured ?? 0) >= 20 && watch.counters.at(-1)!.ringUsed > 0);
    expect(watch.crashes.length).toBeLessThan(before + 20);
    watch.session.resume();
    for (const pid of pids) expect((await watch.crashOf(pid)).mapsOrigin).not.toBe('none');
    await watch.stop();
  });

  it('C15: does without what an older kernel lacks', async () => {
    const watch = await Watch.start({ without: ['exitMappings', 'faultPlace', 'mappingStream'] });
    expect(watch.session.features).toMatchObject({ exitMappings: false, faultPlace: false, mappingStream: false });
    const found = await watch.crashOf(crash('nullPointer'));
    await watch.stop();
    expect(found.faultPlace).toEqual({ kind: 'unknown' });
    // Only a process that is reaped late is there to be read.
    expect(['none', 'proc']).toContain(found.mapsOrigin);
    expect(found.registers).toHaveLength(216);
    expect(found.stack.length).toBeGreaterThan(0);
  });
});
