import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { LAYOUT_VERSION, MAGIC } from '../../adapter/record/layout.js';
import { offsets } from '../../adapter/record/offsets.js';
import { RecordingStore } from './recordingStore.js';

let directory: string;
let store: RecordingStore;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'recordings-'));
  store = new RecordingStore(directory);
});
afterEach(() => rmSync(directory, { recursive: true }));

/** Makes a recording of 8 KB that `tracerPid` writes, or has closed. */
async function record(name: string, second: number, { tracerPid = 0, closed = true } = {}): Promise<string> {
  const path = await store.newPath(name, new Date(Date.UTC(2026, 0, 2, 3, 4, second)));
  const header = Buffer.alloc(8192);
  const at = offsets.FileHeader;
  header.write(MAGIC, at.magic, 'latin1');
  header.writeUInt32LE(LAYOUT_VERSION, at.version);
  header.writeUInt32LE(4096, at.headerSize);
  header.writeBigUInt64LE(4096n, at.committed);
  header.writeUInt32LE(closed ? 1 : 0, at.state);
  header.writeInt32LE(tracerPid, at.tracerPid);
  writeFileSync(path, header);
  return path;
}

it('lists recordings by their session’s name, newest first', async () => {
  await record('Trace ls', 1);
  await record('../../x', 2);
  writeFileSync(join(directory, 'notes.txt'), '');
  const list = await store.list();
  expect(list.map(({ name }) => name)).toEqual(['.._.._x', 'Trace_ls']);
  expect(list[0]?.startedAt).toEqual(new Date(Date.UTC(2026, 0, 2, 3, 4, 2)));
});

it('deletes the oldest beyond a number', async () => {
  const paths = [await record('a', 1), await record('b', 2), await record('c', 3)];
  expect(await store.prune({ recordings: 2, bytes: 1 << 30 })).toEqual([paths[0]]);
  expect(paths.map((path) => existsSync(path))).toEqual([false, true, true]);
});

it('deletes the oldest beyond a size, never the newest', async () => {
  const paths = [await record('a', 1), await record('b', 2)];
  await store.prune({ recordings: 9, bytes: 8192 });
  expect(paths.map((path) => existsSync(path))).toEqual([false, true]);
  await store.prune({ recordings: 9, bytes: 1 });
  expect(existsSync(paths[1] ?? '')).toBe(true);
});

it('keeps what a living tracer writes', async () => {
  const living = await record('a', 1, { tracerPid: process.pid, closed: false });
  const closed = await record('b', 2, { tracerPid: process.pid, closed: true });
  await record('c', 3);
  expect(await store.prune({ recordings: 1, bytes: 1 << 30 })).toEqual([closed]);
  expect(existsSync(living)).toBe(true);
});

it('deletes nothing outside of its folder', async () => {
  const elsewhere = join(directory, 'deeper', 'x.sctrace');
  expect(store.owns(elsewhere)).toBe(false);
  await expect(new RecordingStore(join(directory, 'none')).list()).resolves.toEqual([]);
});
