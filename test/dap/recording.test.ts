import type { DebugProtocol } from '@vscode/debugprotocol';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Row, RowsGetResponse } from '../../adapter/protocol/requests.js';
import { RecordingReader } from '../../extension/traces/recordingReader.js';
import { adapterPath, begin, startAdapter } from './adapterProcess.js';
import { TestPrograms } from './testPrograms.js';

const programs = new TestPrograms();
let steps = '';
let reader: RecordingReader | undefined;

beforeAll(() => {
  steps = programs.compile('steps');
});
afterEach(() => reader?.dispose());
afterAll(() => programs.dispose());

function read(file: string, events: DebugProtocol.Event[] = []): RecordingReader {
  reader = new RecordingReader({ command: process.execPath, args: [adapterPath, '--recording', file], env: {} }, (event) => events.push(event));
  return reader;
}

/** Sources may come later than the rows. */
function withoutSource({ source: _, ...row }: Row): Omit<Row, 'source'> {
  return row;
}

test('U10: the rows of a session are in its recording, read by a process of its own', async () => {
  const record = programs.file('kept.sctrace');
  const { client, close } = startAdapter();
  await begin(client, 'launch', { program: steps, print: 'none', record });
  await client.event('terminated');
  const live = await client.request<RowsGetResponse>('syscallTrace/rows.get', { start: 0, count: 1000 });
  await close();

  const events: DebugProtocol.Event[] = [];
  const recorded = read(record, events);
  const { rows } = await recorded.rows({ start: 0, count: 1000 });
  expect(rows.map(withoutSource)).toEqual(live.rows.map(withoutSource));
  expect(withoutSource((await recorded.details({ index: 3 })).row)).toEqual(withoutSource(live.rows[3]!));
  expect((await recorded.statistics()).rows.length).toBeGreaterThan(3);
  expect(events.at(-1)).toMatchObject({ event: 'syscallTrace/counters', body: { rows: live.total, state: 'ended' } });
  await expect(recorded.details({ index: live.total })).rejects.toThrow(`There is no row ${live.total}`);
  recorded.dispose();
  // Asked again, another process reads it.
  expect((await recorded.rows({ start: 0, count: 1 })).total).toBe(live.total);
});

test('U10: a file that is no recording says so', async () => {
  await expect(read(steps).rows({ start: 0, count: 1 })).rejects.toThrow(/reader of the recording ended .*not a/s);
});
