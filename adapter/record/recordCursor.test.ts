import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TraceBuilder } from '../../test/replay/traceBuilder.js';
import { blobKinds, recordTypes } from './layout.js';
import { RecordCursor } from './recordCursor.js';
import { TraceFile } from './traceFile.js';
import { TraceFileError } from './traceFileError.js';

let directory: string;
let path: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'sctrace-'));
  path = join(directory, 'x.sctrace');
});
afterEach(() => rmSync(directory, { recursive: true }));

function codeOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof TraceFileError) return error.code;
    throw error;
  }
  return 'none';
}

describe('T18: reading a trace file', () => {
  it('steps through records and reads their fields exactly', () => {
    const builder = new TraceBuilder();
    builder.record('taskStart', { pid: 7, tid: 8, how: 4, parentTid: 7 }, [{ kind: 'comm', data: 'worker' }]);
    const entry = builder.at(2_000_000_123).record('syscallEntry', { nr: 257, abi: 1, args: [0xffff_ff9c, 0xffff_ffff_ffff_ff9cn, 2 ** 52] });
    builder.exit(entry, 257, -2);
    builder.exit(entry, 9, 0x7fff_1234_5000);
    builder.exit(entry, 9, -(2n ** 62n));
    builder.writeTo(path);
    const cursor = new RecordCursor(TraceFile.open(path));

    expect(cursor.next()).toBe(true);
    expect([cursor.type, cursor.pid, cursor.tid, cursor.how, cursor.parentTid, cursor.text('comm')]).toEqual([recordTypes.taskStart, 7, 8, 4, 7, 'worker']);
    expect(cursor.next()).toBe(true);
    expect([cursor.offset, cursor.nr, cursor.abi, cursor.timeNs]).toEqual([entry, 257, 1, 2_000_000_123]);
    expect([cursor.arg(0), cursor.arg(1), cursor.arg(2)]).toEqual([0xffff_ff9c, 0xffff_ffff_ffff_ff9cn, 2 ** 52]);
    expect(cursor.next()).toBe(true);
    expect([cursor.ret, cursor.flags, cursor.entryOffset]).toEqual([-2, 1, entry]);
    expect(cursor.next()).toBe(true);
    expect(cursor.ret).toBe(0x7fff_1234_5000);
    expect(cursor.next()).toBe(true);
    expect(cursor.ret).toBe(-(2n ** 62n));
    expect(cursor.next()).toBe(false);
  });

  it('shows the exit that is the next record, and no other', () => {
    const builder = new TraceBuilder();
    const first = builder.record('syscallEntry', { pid: 7, tid: 7, nr: 1 });
    const second = builder.record('syscallEntry', { pid: 7, tid: 8, nr: 2 });
    builder.at(77).exit(second, 2, 5);
    builder.exit(first, 1, 6);
    builder.writeTo(path);
    const cursor = new RecordCursor(TraceFile.open(path));
    cursor.moveTo(first);
    expect(cursor.exitBehind()).toBeUndefined();
    cursor.moveTo(second);
    const exit = cursor.exitBehind();
    cursor.next();
    expect(exit).toEqual({ bytes: cursor.bytes, view: cursor.view, base: cursor.base, size: cursor.size, timeNs: cursor.timeNs });
    cursor.next();
    expect(cursor.exitBehind()).toBeUndefined();
  });

  it('finds blobs by kind behind blobs of odd length', () => {
    const builder = new TraceBuilder();
    builder.record('taskExec', { formerTid: 9 }, [
      { kind: 'exe', data: '/bin/x' },
      { kind: 'comm', data: 'x' },
    ]);
    builder.writeTo(path);
    const cursor = new RecordCursor(TraceFile.open(path));
    cursor.next();
    expect([cursor.text('exe'), cursor.text('comm'), cursor.blob(blobKinds.maps)]).toEqual(['/bin/x', 'x', undefined]);
  });

  it('reads records that lie across blocks and that are larger than a block', () => {
    const builder = new TraceBuilder();
    const offsets: number[] = [];
    for (let i = 0; i < 200; i++) offsets.push(builder.record('note', { code: 1, count: i }, [{ kind: 'text', data: 'x'.repeat(i * 37) }]));
    builder.writeTo(path);
    const cursor = new RecordCursor(TraceFile.open(path), 1024);
    for (let i = 0; i < 200; i++) {
      expect(cursor.next()).toBe(true);
      expect([cursor.offset, cursor.noteCount, cursor.text('text').length]).toEqual([offsets[i], i, i * 37]);
    }
    expect(cursor.next()).toBe(false);
    expect(cursor.moveTo(offsets[3]!)).toBe(true);
    expect(cursor.noteCount).toBe(3);
    expect(cursor.next()).toBe(true);
    expect(cursor.noteCount).toBe(4);
  });

  it('follows a file that grows', () => {
    const builder = new TraceBuilder();
    builder.state = 0;
    builder.record('note', { count: 1 });
    builder.writeTo(path);
    const file = TraceFile.open(path);
    const cursor = new RecordCursor(file);
    expect(cursor.next()).toBe(true);
    expect(cursor.next()).toBe(false);
    builder.record('note', { count: 2 });
    builder.state = 1;
    builder.writeTo(path);
    expect(file.closed).toBe(false);
    expect(cursor.next()).toBe(false);
    file.refresh();
    expect(file.closed).toBe(true);
    expect(cursor.next()).toBe(true);
    expect(cursor.noteCount).toBe(2);
    expect(cursor.next()).toBe(false);
    file.close();
  });
});

describe('T18: what is no good trace file', () => {
  it('is told apart: absent, foreign, too short, of another version', () => {
    expect(codeOf(() => TraceFile.open(join(directory, 'absent')))).toBe('io');
    expect(codeOf(() => TraceFile.open(directory))).toBe('io');
    writeFileSync(path, '');
    expect(codeOf(() => TraceFile.open(path))).toBe('notATrace');
    writeFileSync(path, 'x'.repeat(10_000));
    expect(codeOf(() => TraceFile.open(path))).toBe('notATrace');
    const builder = new TraceBuilder();
    builder.version = 99;
    builder.writeTo(path);
    expect(() => TraceFile.open(path)).toThrow(/version 99, this program reads version 1: update syscall-trace/);
  });

  it('loses only the cut record', () => {
    const builder = new TraceBuilder();
    builder.record('note', { count: 1 });
    builder.record('note', { count: 2 });
    builder.writeTo(path);
    truncateSync(path, builder.bytes().length - 8);
    const cursor = new RecordCursor(TraceFile.open(path));
    expect(cursor.next()).toBe(true);
    expect(cursor.noteCount).toBe(1);
    expect(codeOf(() => cursor.next())).toBe('cut');
  });

  it('stops at a damaged record, whatever its size says', () => {
    for (const size of [0, 7, 16, 24, 0xffff_fff8]) {
      const builder = new TraceBuilder();
      builder.record('note', { count: 1 });
      const second = builder.record('note', { count: 2 });
      const bytes = builder.bytes();
      bytes.writeUInt32LE(size, second);
      writeFileSync(path, bytes);
      const cursor = new RecordCursor(TraceFile.open(path));
      expect(cursor.next()).toBe(true);
      expect(codeOf(() => cursor.next())).toBe('corrupt');
    }
  });

  it('refuses a blob that claims more than its record', () => {
    const builder = new TraceBuilder();
    const offset = builder.record('note', {}, [{ kind: 'text', data: 'abc' }]);
    const bytes = builder.bytes();
    bytes.writeUInt32LE(1000, offset + 32 + 8);
    writeFileSync(path, bytes);
    const cursor = new RecordCursor(TraceFile.open(path));
    cursor.next();
    expect(codeOf(() => cursor.text('text'))).toBe('corrupt');
  });

  it('skips over records of a type that it does not know', () => {
    const builder = new TraceBuilder();
    const unknown = builder.record('note');
    builder.record('note', { count: 5 });
    const bytes = builder.bytes();
    bytes.writeUInt16LE(4711, unknown + 4);
    writeFileSync(path, bytes);
    const cursor = new RecordCursor(TraceFile.open(path));
    cursor.next();
    expect(cursor.type).toBe(4711);
    cursor.next();
    expect(cursor.noteCount).toBe(5);
  });
});
