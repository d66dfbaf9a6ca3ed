import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { launch, planOf, trace } from '../captureRun.js';
import { outputFile } from '../output.js';
import { program } from '../programs.js';
import type { Recorded } from '../records.js';
import { abis, selection, taskOrigins } from './vocabulary.js';

const SYS_GETUID = 102;
const starts = (records: readonly Recorded[]) => records.filter(({ type }) => type === 'taskStart');
const exits = (records: readonly Recorded[]) => records.filter(({ type }) => type === 'taskExit');
const entries = (records: readonly Recorded[], nr: number) => records.filter((record) => record.type === 'syscallEntry' && record.nr === nr);

/** Each task starts before anything else of it is told, and ends once. */
function expectWholeLives(records: readonly Recorded[]): void {
  const live = new Set<number>();
  for (const record of records) {
    if (record.type === 'note') continue;
    if (record.type === 'taskStart') {
      expect(live.has(record.tid)).toBe(false);
      live.add(record.tid);
    } else {
      expect(live.has(record.tid), `${record.type} of ${record.tid}`).toBe(true);
    }
    if (record.type === 'taskExec' && record.formerTid !== record.tid) live.delete(record.formerTid);
    if (record.type === 'taskExit') live.delete(record.tid);
  }
  expect(live.size).toBe(0);
}

it('T5: fork, vfork and clone name their maker, and each task its end', async () => {
  const { status, records, run } = await trace([program('tree')]);
  expect(status).toBe(7 << 8);
  expect(starts(records).map(({ how, parentTid }) => [how, parentTid])).toEqual([
    [taskOrigins.launch, 0],
    [taskOrigins.fork, run.pid],
    [taskOrigins.vfork, run.pid],
    [taskOrigins.clone, run.pid],
  ]);
  const thread = starts(records)[3];
  expect(thread?.pid).toBe(run.pid);
  expect(entries(records, SYS_GETUID).map(({ tid, pid }) => [tid, pid])).toEqual([[thread?.tid, run.pid]]);
  expect(exits(records).map(({ status: code }) => code)).toEqual(expect.arrayContaining([3 << 8, 0, 7 << 8]));
  expectWholeLives(records);
});

it('T5: without follow, children and threads run free', async () => {
  const { status, records, run } = await trace([program('tree')], { follow: false });
  expect(status).toBe(7 << 8);
  expect(new Set(records.map(({ tid }) => tid))).toEqual(new Set([run.pid]));
});

it('T5: children whose first stop comes before the event of their maker', async () => {
  const { status, records } = await trace([program('spawner'), '120']);
  expect(status).toBe(0);
  expect(starts(records)).toHaveLength(121);
  expect(entries(records, SYS_GETUID)).toHaveLength(120);
  expectWholeLives(records);
});

it('T5: exec from a thread that is not the leader', async () => {
  const stdout = outputFile();
  const { status, records, run } = await trace([program('execThread')], { launch: { stdio: [stdout.fd, stdout.fd, stdout.fd] } });
  expect(status).toBe(0);
  expect(stdout.text()).toBe('from thread\n');
  const exec = records.filter(({ type }) => type === 'taskExec')[1];
  expect(exec?.tid).toBe(run.pid);
  expect(exec?.formerTid).not.toBe(run.pid);
  const entry = entries(records, 59)[1];
  expect(entry?.tid).toBe(exec?.formerTid);
  const exit = records.find(({ type, entryOffset }) => type === 'syscallExit' && entryOffset === entry?.offset);
  expect(exit).toMatchObject({ tid: run.pid, ret: 0n });
  expectWholeLives(records);
});

it('T5: the leader ends before its threads', async () => {
  const { status, records } = await trace([program('leaderExits')]);
  expect(status).toBe(5 << 8);
  expectWholeLives(records);
});

it('T5: a thousand live tasks', async () => {
  const { status, records } = await trace([program('manyTasks'), '1000'], { plan: planOf([{ nr: SYS_GETUID, selection: selection.trace }], 0) });
  expect(status).toBe(0);
  expect(starts(records)).toHaveLength(1001);
  expect(entries(records, SYS_GETUID)).toHaveLength(1000);
  expectWholeLives(records);
});

it('T3: signals reach the program with their siginfo', async () => {
  const stdout = outputFile();
  const { records } = await trace([program('signals')], { launch: { stdio: [stdout.fd, stdout.fd, stdout.fd] } });
  expect(stdout.text()).toBe('1234\n');
  const signal = records.find(({ type }) => type === 'signal');
  expect(signal?.signo).toBe(10);
  const siginfo = signal?.blobs.find(({ kind }) => kind === 'siginfo')?.data;
  expect(siginfo).toHaveLength(128);
  expect(siginfo?.readInt32LE(0)).toBe(10);
  expect(siginfo?.readInt32LE(24)).toBe(1234);
});

it('T3: job control works: SIGSTOP stops, SIGCONT wakes', async () => {
  const run = launch([program('loop'), '100000', 'alone']);
  await run.record(({ type, nr }) => type === 'syscallEntry' && nr === SYS_GETUID);
  process.kill(run.pid, 'SIGSTOP');
  const stopped = await run.record(({ type }) => type === 'groupStop');
  expect(stopped.signo).toBe(19);
  expect(readFileSync(`/proc/${run.pid}/stat`, 'utf8').split(') ')[1]?.[0]).toMatch(/[tT]/);
  process.kill(run.pid, 'SIGCONT');
  await run.record(({ type, nr, offset }) => type === 'syscallEntry' && nr === SYS_GETUID && offset > stopped.offset);
  expect(run.records().filter(({ type }) => type === 'groupStop')).toHaveLength(1);
  run.session.kill();
  expect(await run.end()).toBe(9);
});

it('T13: calls of three ABIs in one process are told apart', async () => {
  const { records } = await trace([program('abis')]);
  const calls = records.filter(({ type, nr, abi }) => type === 'syscallEntry' && (nr === 39 || (nr === 20 && abi === abis.i386)));
  expect(calls.map(({ abi, nr }) => [abi, nr])).toEqual([
    [abis.x86_64, 39],
    [abis.i386, 20],
    [abis.x32, 39],
  ]);
});

it('T13: a 32-bit program', async () => {
  const { status, records } = await trace([program('tree', ['-m32'])]);
  expect(status).toBe(7 << 8);
  expect(records.find(({ type }) => type === 'taskExec')).toBeDefined();
  expect(records.filter(({ type, abi }) => type === 'syscallEntry' && abi === abis.i386).length).toBeGreaterThan(10);
  expectWholeLives(records);
});
