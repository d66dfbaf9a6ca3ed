import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, copyFileSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { type CrashMonitorLaunch, helperPath } from '../../adapter/capture/crashMonitor.js';
import { CrashMonitorError, type CrashMonitorOptions } from '../../adapter/crash/crashMonitor.js';
import { program, temporaryFolder } from './crashPrograms.js';
import { whyNoFileCapabilities } from './fileCapabilities.js';
import { helpersOf, statusOf } from './helperProcess.js';
import { functionsOf, mapsText, stackOf, Watch, whyNot } from './watch.js';

const reason = (await whyNot()) ?? whyNoFileCapabilities();
/** An ordinary user, who owns nothing else on the machine. */
const UID = 54322;

/** A copy of the helper with these capabilities, run by that user. */
function helperWith(capabilities: string): CrashMonitorLaunch {
  const folder = path.join(temporaryFolder(), `with-${capabilities.replaceAll(',', '-')}`);
  mkdirSync(folder, { recursive: true });
  const helper = path.join(folder, path.basename(helperPath()));
  copyFileSync(helperPath(), helper);
  chmodSync(helper, 0o755);
  if (capabilities !== '') execFileSync('setcap', [`${capabilities}+ep`, helper]);
  return { helper, launcher: ['setpriv', `--reuid=${UID}`, `--regid=${UID}`, '--clear-groups'] };
}

/** Crashes as that user; the pid. */
function crashAs(uid: number, file = program('faults')): number {
  return spawnSync('sh', ['-c', 'ulimit -c 0; exec "$0" nullPointer', file], { uid, gid: uid, stdio: 'ignore' }).pid;
}

async function refusalOf(launch: CrashMonitorLaunch, options: CrashMonitorOptions = {}): Promise<CrashMonitorError> {
  try {
    const watch = await Watch.start(options, launch);
    await watch.stop();
  } catch (error) {
    if (error instanceof CrashMonitorError) return error;
    throw error;
  }
  throw new Error('it was not refused');
}

describe.skipIf(reason !== undefined)(`C14: privilege${reason === undefined ? '' : ` (skipped: ${reason})`}`, () => {
  it('names the capabilities that are missing, and how to grant them', async () => {
    const { helper = '' } = helperWith('');
    const none = await refusalOf(helperWith(''));
    expect(none.refusal).toBe('noPrivilege');
    expect(none.message).toContain('CAP_BPF and CAP_PERFMON');
    expect(none.remedies[0]).toBe(`sudo setcap cap_bpf,cap_perfmon+ep ${helper}`);
    expect((await refusalOf(helperWith('cap_bpf'))).message).toContain('lacks CAP_PERFMON;');
    expect((await refusalOf(helperWith('cap_perfmon'))).message).toContain('lacks CAP_BPF;');
  });

  it('with both, a user sees the crashes of own processes, whole, and nothing of others', async () => {
    const watch = await Watch.start({ signals: [11] }, helperWith('cap_bpf,cap_perfmon'));
    expect(watch.session.features).toMatchObject({ scope: 'own', uid: UID, otherUsersFiles: false });
    const foreign = crashAs(0);
    const crash = await watch.crashOf(crashAs(UID));
    expect(crash.uid).toBe(UID);
    expect(mapsText(crash)).toContain('libc.so.6');
    const { frames, end } = await stackOf(crash);
    expect(end).toBe('start');
    expect(functionsOf(frames, program('faults'))).toEqual(['nullPointer', 'middle', 'outer', 'main', '_start']);
    const last = await watch.stop();
    expect(watch.crashes.map(({ pid }) => pid)).not.toContain(foreign);
    expect(last).toMatchObject({ detected: 1, captured: 1 });
  });

  it('does not show what the user could not trace: a program that may not be read', async () => {
    const unreadable = path.join(temporaryFolder(), 'unreadable');
    copyFileSync(program('faults'), unreadable);
    chmodSync(unreadable, 0o711);
    const watch = await Watch.start({}, helperWith('cap_bpf,cap_perfmon'));
    crashAs(UID, unreadable);
    const readable = await watch.crashOf(crashAs(UID));
    expect((await watch.stop()).detected).toBe(1);
    expect(watch.crashes).toEqual([readable]);
  });

  it.each<[string, CrashMonitorOptions]>([
    ['all processes', { scope: 'all' }],
    ['another user’s process', { pid: process.pid }],
    ['another user', { uid: 0 }],
  ])('refuses a user’s wish to see %s', async (_, options) => {
    const { refusal, message } = await refusalOf(helperWith('cap_bpf,cap_perfmon'), options);
    expect(refusal).toBe('notAuthorised');
    expect(message).toContain('only root');
  });

  it.each<[string, CrashMonitorOptions, string]>([
    ['a process that is not there', { pid: 0x7fff_fffe }, 'noProcess'],
    ['a signal that is no crash', { signals: [11, 15] }, 'badRequest'],
    ['a stack that is too large', { maxStackBytes: 1 << 24 }, 'badRequest'],
    ['a ring that is no power of two', { ringBytes: 3 << 20 }, 'badRequest'],
  ])('refuses %s', async (_, options, expected) => {
    expect((await refusalOf({}, options)).refusal).toBe(expected);
  });

  it('gives up what it does not need once it is attached', async () => {
    const watch = await Watch.start({}, helperWith('cap_bpf,cap_perfmon'));
    const [helper = 0, ...others] = helpersOf(process.pid).filter((pid) => statusOf(pid, 'Uid').startsWith(String(UID)));
    expect(others).toEqual([]);
    for (const set of ['CapInh', 'CapPrm', 'CapEff', 'CapAmb']) expect(statusOf(helper, set)).toBe('0000000000000000');
    expect(statusOf(helper, 'NoNewPrivs')).toBe('1');
    expect(statusOf(helper, 'Seccomp')).toBe('2');
    await watch.stop();

    const CAP_SYS_PTRACE = (1n << 19n).toString(16).padStart(16, '0');
    const asRoot = await Watch.start();
    const [rootHelper = 0] = helpersOf(process.pid);
    for (const set of ['CapPrm', 'CapEff', 'CapBnd']) expect(statusOf(rootHelper, set)).toBe(CAP_SYS_PTRACE);
    await asRoot.stop();
  });

  it('takes no arguments, and nothing but records', async () => {
    const { status, stderr } = spawnSync(helperPath(), ['--help'], { encoding: 'utf8' });
    expect(status).toBe(2);
    expect(stderr).toContain('takes no arguments');
    for (const input of ['not a record at all, but longer than the head of one', '', 'x'.repeat(100_000)]) {
      const child = spawn(helperPath(), { stdio: ['pipe', 'ignore', 'inherit'] });
      const ended = once(child, 'close');
      child.stdin.on('error', () => undefined);
      child.stdin.end(input);
      const [code] = await ended;
      expect([2, 3]).toContain(code);
    }
  });
});
