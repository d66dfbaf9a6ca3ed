import { expect, it } from 'vitest';
import { execve, launch, planOf, trace, type Wanted } from '../captureRun.js';
import { outputFile } from '../output.js';
import { program } from '../programs.js';
import type { Recorded } from '../records.js';

const arg = (index: number) => ({ from: 'arg', index }) as const;
const openat: Wanted = { nr: 257, entry: [{ op: 'cstr', at: arg(1), cap: 4096 }] };
const chosen = [execve, openat, { nr: 102 }, { nr: 231 }, { nr: 61 }, { nr: 24, abi: 'i386' }, { nr: 199, abi: 'i386' }] as const satisfies Wanted[];

/** What was traced, without what differs from run to run. */
function essence(records: readonly Recorded[]): string[] {
  const names = new Map<number, number>();
  const name = (tid: number) => names.get(tid) ?? names.set(tid, names.size).size - 1;
  return records
    .filter(({ type }) => type !== 'taskExit' && type !== 'taskStart' && type !== 'signal')
    .map((record) => {
      const text = record.type === 'syscallEntry' ? record.blobs.map((blob) => blob.text).filter((blob) => /^[\x20-\x7e]*$/.test(blob)) : [];
      return [name(record.tid), record.type, record.abi, record.nr, record.flags.filter((flag) => flag !== 'seccomp'), text].join(' ');
    });
}

const run = process.getuid?.() === 0 ? it : it.skip;

run('T8: under a seccomp filter the same calls are recorded as without', async () => {
  for (const argv of [['/bin/ls', '/usr'], ['/bin/sh', '-c', '/bin/true; exit 3'], [program('tree')], [program('tree', ['-m32'])]]) {
    const plain = await trace(argv, { plan: planOf(chosen, 0) });
    const filtered = await trace(argv, { plan: planOf(chosen, 0), seccomp: 'auto' });
    expect(filtered.status).toBe(plain.status);
    const entries = filtered.records.filter(({ type }) => type === 'syscallEntry');
    expect(entries.length).toBeGreaterThan(2);
    expect(entries.every(({ flags }) => flags.includes('seccomp'))).toBe(true);
    expect(plain.records.some(({ flags }) => flags.includes('seccomp'))).toBe(false);
    // Tasks run side by side: compared as sets of lines.
    expect(essence(filtered.records).sort()).toEqual(essence(plain.records).sort());
  }
});

run('T8: signals, forks and exits are seen under a filter that lets all calls run', async () => {
  const { status, records } = await trace([program('signals')], { plan: planOf([], 0), seccomp: 'auto' });
  expect(status).toBe(0);
  expect(records.filter(({ type }) => type === 'signal')).toHaveLength(1);
  expect(records.filter(({ type }) => type === 'taskExec')).toHaveLength(1);
  const tree = await trace([program('tree')], { plan: planOf([{ nr: 102 }], 0), seccomp: 'auto' });
  expect(tree.records.filter(({ type }) => type === 'taskStart')).toHaveLength(4);
});

run('T8: no filter where it could harm: without follow, or when the program may outlive its tracer', async () => {
  for (const options of [{ follow: false }, { launch: { exitKill: false } }]) {
    const { records, status } = await trace(['/bin/true'], { plan: planOf([openat], 0), seccomp: 'auto', ...options });
    expect(status).toBe(0);
    expect(records.some(({ type }) => type === 'syscallEntry')).toBe(true);
    expect(records.some(({ flags }) => flags.includes('seccomp'))).toBe(false);
  }
});

run('T8: a wider plan than the filter takes effect', async () => {
  const session = launch([program('loop'), '100000', 'alone'], { plan: planOf([openat], 0), seccomp: 'auto' });
  session.session.setPlan(planOf([{ nr: 102 }], 0));
  await session.record(({ type, nr }) => type === 'syscallExit' && nr === 102);
  session.session.kill();
  await session.end();
});

run('T8: after a detach the filtered program runs on as if untraced, and nothing more is recorded', async () => {
  const stdout = outputFile();
  const session = launch([program('loop'), '50', 'alone'], {
    plan: planOf([{ nr: 102 }], 0),
    seccomp: 'auto',
    launch: { stdio: [stdout.fd, stdout.fd, stdout.fd] },
  });
  await session.record(({ nr }) => nr === 102);
  session.session.detach();
  expect(await session.end()).toBe(9 << 8);
  expect(stdout.text()).toContain('done');
  expect(session.records().at(-1)?.type).not.toBe('taskExit');
});
