import { expect, it } from 'vitest';
import { trace } from '../captureRun.js';

it('T1: the first event is the execve, and every call has entry and exit', async () => {
  const { status, records, run } = await trace(['/bin/ls', '-l', '/']);
  expect(status).toBe(0);
  expect(records[0]).toMatchObject({ type: 'taskStart', how: 0, pid: run.pid, tid: run.pid });
  expect(records[1]).toMatchObject({ type: 'syscallEntry', nr: 59, flags: ['exec'] });
  expect(records[1]?.blobs.map(({ text }) => text)).toEqual(expect.arrayContaining(['/bin/ls', '-l', '/']));
  expect(records[2]).toMatchObject({ type: 'taskExec', formerTid: run.pid });
  expect(records[3]).toMatchObject({ type: 'syscallExit', nr: 59, ret: 0n, flags: ['exec'], entryOffset: records[1]?.offset });
  const entries = records.filter(({ type }) => type === 'syscallEntry');
  const exits = records.filter(({ type }) => type === 'syscallExit');
  // Only exit_group does not return.
  expect(entries.length).toBe(exits.length + 1);
  expect(entries.at(-1)?.nr).toBe(231);
  expect(records.at(-1)).toMatchObject({ type: 'taskExit', status: 0 });
  expect(run.events.some(({ kind }) => kind === 'progress')).toBe(true);
});
