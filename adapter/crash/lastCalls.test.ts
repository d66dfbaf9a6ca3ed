import { closeSync, mkdtempSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { TraceBuilder } from '../../test/replay/traceBuilder.js';
import { lineVocabulary } from '../decode/lineVocabulary.js';
import { RecordCursor } from '../record/recordCursor.js';
import { TraceFile } from '../record/traceFile.js';
import { LAST_CALLS, LastCalls } from './lastCalls.js';
import { unmappedBy } from './unmapping.js';

const CLOSE = 3;
const WRITE = 1;

/** What is remembered behind these records. */
function remembered(builder: TraceBuilder): LastCalls {
  const folder = mkdtempSync(join(tmpdir(), 'last-calls-'));
  const path = join(folder, 'trace');
  builder.writeTo(path);
  const fd = openSync(path, 'r');
  try {
    const calls = new LastCalls(lineVocabulary);
    const cursor = new RecordCursor(new TraceFile(fd, path));
    while (cursor.next()) calls.record(cursor);
    return calls;
  } finally {
    closeSync(fd);
    rmSync(folder, { recursive: true });
  }
}

test('the last calls of each process, oldest first, with what they returned', () => {
  const builder = new TraceBuilder();
  for (let fd = 0; fd < LAST_CALLS + 10; fd++) builder.call(CLOSE, [fd], fd === 59 ? -9 : 0);
  builder.call(CLOSE, [7], 0, { pid: 200 });
  const calls = remembered(builder);
  const texts = calls.of(100).map(({ text }) => text);
  expect(texts).toHaveLength(LAST_CALLS);
  expect([texts[0], texts.at(-1)]).toEqual(['close(10) = 0', 'close(59) = -1 EBADF (Bad file descriptor)']);
  expect(calls.of(100).at(-1)).toMatchObject({ name: 'close', failed: true });
  expect(calls.of(200).map(({ text }) => text)).toEqual(['close(7) = 0']);
  expect(calls.of(300)).toEqual([]);
});

test('a call that runs is unfinished; threads are told apart; much memory is not kept', () => {
  const builder = new TraceBuilder();
  const data = Buffer.alloc(40_000, 'x');
  builder.call(WRITE, [1, 0x5000, data.length], data.length, { pid: 100, tid: 101, entryBlobs: [{ kind: 'memory', addr: 0x5000n, data }] });
  builder.record('syscallEntry', { nr: CLOSE, args: [5] });
  expect(
    remembered(builder)
      .of(100)
      .map(({ text }) => text),
  ).toEqual(['[101] write(1, 0x5000, 40000) = 40000', '[100] close(5 <unfinished ...>']);
});

test('C5: which call took memory away: the last one that succeeded', () => {
  const call = (name: string, start: bigint, length: bigint, failed = false) => ({ name, text: name, args: [start, length], failed });
  const calls = [call('munmap', 0x1000n, 0x2000n), call('munmap', 0x2000n, 0x1000n), call('munmap', 0x2000n, 0x1000n, true), call('mmap', 0x2000n, 0x1000n)];
  expect(unmappedBy(calls, 0x2fffn)).toBe(calls[1]);
  expect(unmappedBy(calls, 0x1000n)).toBe(calls[0]);
  expect(unmappedBy(calls, 0x3000n)).toBeUndefined();
});
