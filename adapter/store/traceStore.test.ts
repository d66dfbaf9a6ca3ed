import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TraceBuilder } from '../../test/replay/traceBuilder.js';
import { TraceFile } from '../record/traceFile.js';
import { Ingest } from './ingest.js';
import { LiveIngest } from './liveIngest.js';
import { TraceStore } from './traceStore.js';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'sctrace-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

function load(builder: TraceBuilder): { store: TraceStore; ingest: Ingest } {
  const path = join(directory, 'x.sctrace');
  builder.writeTo(path);
  const file = TraceFile.open(path);
  const store = new TraceStore(file);
  const ingest = new Ingest(file, [store]);
  ingest.all();
  return { store, ingest };
}

describe('T4: rows', () => {
  it('stand where the entry stands, and learn their exit', () => {
    const builder = new TraceBuilder();
    builder.record('taskStart', { how: 0 }, [{ kind: 'comm', data: 'main' }]);
    const slow = builder.record('syscallEntry', { pid: 100, tid: 100, nr: 0 });
    builder.record('taskStart', { pid: 100, tid: 101, how: 4, parentTid: 100 });
    builder.call(39, [], 100, { pid: 100, tid: 101, durationNs: 777 });
    builder.exit(slow, 0, -11);
    builder.record('signal', { signo: 10 });
    builder.record('signal', { signo: 19, flags: 16 });
    builder.record('groupStop', { signo: 19 });
    builder.record('note', { code: 1 });
    const { store, ingest } = load(builder);

    const rows: unknown[] = [];
    store.visit(0, 99, ({ kind, task, record, exit, durationNs, failed }) =>
      rows.push([kind, task.tid, kind === 'syscall' ? record.nr : 0, exit?.ret, durationNs, failed]),
    );
    expect(rows).toEqual([
      ['start', 100, 0, undefined, undefined, false],
      ['syscall', 100, 0, -11, 4777 - 1000, true],
      ['start', 101, 0, undefined, undefined, false],
      ['syscall', 101, 39, 100, 777, false],
      ['signal', 100, 0, undefined, undefined, false],
      ['groupStop', 100, 0, undefined, undefined, false],
      ['note', 100, 0, undefined, undefined, false],
    ]);
    expect([store.calls, store.errors]).toEqual([2, 1]);
    expect(ingest.tasks.all.map(({ tid, name, parentTid, alive }) => [tid, name, parentTid, alive])).toEqual([
      [100, 'main', 0, true],
      [101, 'main', 100, true],
    ]);
  });

  it('tell a call that runs from one that never returns', () => {
    const builder = new TraceBuilder();
    builder.record('syscallEntry', { tid: 100, nr: 0 });
    builder.record('syscallEntry', { tid: 101, nr: 231 });
    builder.record('taskExit', { tid: 101, status: 0x100 });
    const { store, ingest } = load(builder);
    expect([store.row(0).never, store.row(0).exit]).toEqual([false, undefined]);
    expect([store.row(1).never, store.row(1).exit]).toEqual([true, undefined]);
    expect(ingest.tasks.get(101)).toMatchObject({ alive: false, status: 0x100 });
  });

  it('begin with the exit when an attach came in mid-call', () => {
    const builder = new TraceBuilder();
    builder.exit(0, 7, -4);
    const { store } = load(builder);
    const row = store.row(0);
    expect([row.kind, row.record.nr, row.exit?.ret, row.durationNs, row.failed, store.calls]).toEqual(['syscall', 7, -4, undefined, true, 1]);
  });
});

describe('T5: tasks', () => {
  it('moves the execve of another thread to the leader', () => {
    const builder = new TraceBuilder();
    builder.record('syscallEntry', { pid: 100, tid: 100, nr: 34 });
    const exec = builder.record('syscallEntry', { pid: 100, tid: 102, nr: 59 });
    builder.record('taskExec', { pid: 100, tid: 100, formerTid: 102 }, [{ kind: 'comm', data: 'new' }]);
    builder.exit(exec, 59, 0);
    const { store, ingest } = load(builder);
    expect(store.row(0).never).toBe(true);
    expect([store.row(1).exit?.ret, store.row(1).never]).toEqual([0, false]);
    expect(ingest.tasks.get(102)?.alive).toBe(false);
    expect(ingest.tasks.get(100)).toMatchObject({ alive: true, name: 'new', openOffset: 0 });
    expect(ingest.tasks.alive).toBe(1);
  });

  it('makes a new task when the kernel uses a tid again', () => {
    const builder = new TraceBuilder();
    builder.record('taskStart', { pid: 100, tid: 101 }, [{ kind: 'comm', data: 'first' }]);
    builder.record('taskExit', { pid: 100, tid: 101 });
    builder.record('taskStart', { pid: 101, tid: 101 }, [{ kind: 'comm', data: 'second' }]);
    const { store, ingest } = load(builder);
    expect(ingest.tasks.all.map(({ pid, name, alive }) => [pid, name, alive])).toEqual([
      [100, 'first', false],
      [101, 'second', true],
    ]);
    expect(store.row(2).task.name).toBe('second');
  });
});

describe('T18: large recordings', () => {
  it('indexes more rows than a chunk holds, and finds rows by offset', () => {
    const builder = new TraceBuilder();
    const offsets: number[] = [];
    for (let i = 0; i < 40_000; i++) offsets.push(builder.call(i % 300, [i], i));
    const { store } = load(builder);
    expect(store.count).toBe(40_000);
    for (const row of [0, 16_383, 16_384, 39_999]) {
      const { record, exit } = store.row(row);
      expect([record.arg(0), exit?.ret, store.index.rowAt(offsets[row]!)]).toEqual([row, row, row]);
    }
    expect(store.index.rowAt(100)).toBe(-1);
    expect(() => store.row(40_000)).toThrow(RangeError);
  });

  it('finds the stack of a row behind its mappings', () => {
    const builder = new TraceBuilder();
    builder.call(1, [], 0);
    builder.record('maps');
    const stack = builder.record('stack', {}, [{ kind: 'regs', data: 'r' }]);
    builder.call(2, [], 0);
    const { store } = load(builder);
    expect([store.stackOffset(0), store.stackOffset(1)]).toEqual([stack, 0]);
  });

  it('is taken in slices while the event loop runs', async () => {
    const builder = new TraceBuilder();
    for (let i = 0; i < 5000; i++) builder.call(1, [], 0);
    const path = join(directory, 'x.sctrace');
    builder.writeTo(path);
    const store = new TraceStore(TraceFile.open(path));
    let slices = 0;
    const live = new LiveIngest(new Ingest(store.file, [store]), {
      sliceMs: 0,
      onSlice: () => slices++,
      onError: (error) => {
        throw error;
      },
    });
    await live.finish();
    expect(store.calls).toBe(5000);
    expect(slices).toBeGreaterThan(10);
  });
});
