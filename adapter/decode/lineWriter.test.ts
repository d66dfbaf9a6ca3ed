import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { TraceBuilder } from '../../test/replay/traceBuilder.js';
import { TraceFile } from '../record/traceFile.js';
import { Ingest, type RecordSink } from '../store/ingest.js';
import { abiNames, syscallOf } from '../syscalls/registry.js';
import { LineBuffer } from './lineBuffer.js';
import { defaultLineOptions, type LineOptions, type LineVocabulary } from './lineOptions.js';
import { LineWriter } from './lineWriter.js';

const vocabulary: LineVocabulary = {
  syscall: (abi, nr) => syscallOf(abiNames[abi] ?? 'x86_64', nr),
  signal: (signo) => ({ 9: 'SIGKILL', 10: 'SIGUSR1', 11: 'SIGSEGV', 19: 'SIGSTOP' })[signo] ?? `SIG_${signo}`,
  siginfo: (signo) => `${vocabulary.signal(signo)} {si_signo=${vocabulary.signal(signo)}}`,
};

/** The text of a whole trace, as it would be written at its end. */
function linesOf(builder: TraceBuilder, options: Partial<LineOptions> = {}, stackLines?: () => Promise<string>): { buffer: LineBuffer } {
  const directory = mkdtempSync(join(tmpdir(), 'sctrace-'));
  try {
    builder.writeTo(join(directory, 'x.sctrace'));
    const file = TraceFile.open(join(directory, 'x.sctrace'));
    const sinks: RecordSink[] = [];
    const ingest = new Ingest(file, sinks);
    const buffer = new LineBuffer();
    const outputs = { bufferOf: () => buffer, stackLines };
    sinks.push(new LineWriter({ ...defaultLineOptions, ...options }, vocabulary, outputs, ingest.tasks, file.startRealtimeNs));
    ingest.all();
    file.close();
    return { buffer };
  } finally {
    rmSync(directory, { recursive: true });
  }
}
const text = (builder: TraceBuilder, options: Partial<LineOptions> = {}): string => linesOf(builder, options).buffer.take(true);

const GETPID = 39;
const GETPPID = 110;
const PAUSE = 34;
const READ = 0;
const EXIT_GROUP = 231;
const EXECVE = 59;

/** Two tasks: 101 blocks in read while 100 makes calls and kills it. */
function twoTasks(): TraceBuilder {
  const builder = new TraceBuilder();
  builder.record('taskStart', { how: 0 });
  builder.call(GETPID, [], 100);
  builder.record('taskStart', { pid: 101, tid: 101, how: 2, parentTid: 100 });
  const read = builder.record('syscallEntry', { pid: 101, tid: 101, nr: READ, args: [3, 0x1000, 4] });
  builder.call(GETPPID, [], 1);
  builder.exit(read, READ, 4, { pid: 101, blobs: [{ kind: 'memory', addr: 0x1000, data: 'ab\n\0' }] });
  builder.record('syscallEntry', { pid: 101, tid: 101, nr: PAUSE });
  builder.call(GETPPID, [], 1);
  builder.record('syscallEntry', { pid: 100, tid: 100, nr: PAUSE });
  builder.record('taskExit', { pid: 101, tid: 101, status: 9 });
  builder.record('signal', { signo: 10, ip: 0x1234 }, [{ kind: 'siginfo', data: new Uint8Array(128) }]);
  builder.record('taskExit', { status: 0x300 });
  return builder;
}

describe('T12: lines as strace prints them', () => {
  it('aligns results, and shows a call that another task cuts off as unfinished and resumed', () => {
    expect(text(twoTasks())).toBe(`getpid()                                = 100
[pid   101] read(3,  <unfinished ...>
[pid   100] getppid()                   = 1
[pid   101] <... read resumed>"ab\\n\\0", 4) = 4
[pid   101] pause( <unfinished ...>
[pid   100] getppid()                   = 1
[pid   100] pause( <unfinished ...>
[pid   101] <... pause resumed>)        = ?
[pid   101] +++ killed by SIGKILL +++
--- SIGUSR1 {si_signo=SIGUSR1} ---
<... pause resumed>)                    = ?
+++ exited with 3 +++
`);
  });

  it('has pids in a column with -f -o FILE, none with -ff', () => {
    const lines = text(twoTasks(), { pidPrefix: 'column', column: 20 }).split('\n');
    expect(lines.slice(0, 3)).toEqual(['100   getpid()      = 100', '101   read(3,  <unfinished ...>', '100   getppid()     = 1']);
    expect(text(twoTasks(), { pidPrefix: 'none' })).not.toContain('pid ');
  });

  it('ends a call that never returns with = ?, at once when it cannot return', () => {
    const builder = new TraceBuilder();
    builder.record('syscallEntry', { nr: READ, args: [0, 0x1000, 1], tid: 100 });
    builder.record('taskExit', { status: 0x8b });
    expect(text(builder)).toBe('read(0,  <unfinished ...>)              = ?\n+++ killed by SIGSEGV (core dumped) +++\n');
    const exit = new TraceBuilder();
    exit.record('syscallEntry', { nr: EXIT_GROUP, args: [7] });
    expect(text(exit)).toBe('exit_group(7)                           = ?\n');
    exit.record('taskExit', { status: 0x700 });
    expect(text(exit, { quiet: new Set(['exit']) })).toBe('exit_group(7)                           = ?\n');
  });

  it('T5: continues the execve of another thread under the leader', () => {
    const builder = new TraceBuilder();
    builder.record('taskStart', { how: 0 });
    builder.record('taskStart', { pid: 100, tid: 102, how: 4 });
    builder.record('syscallEntry', { nr: PAUSE });
    const exec = builder.record('syscallEntry', { tid: 102, nr: EXECVE, args: [0, 0, 0] });
    builder.record('taskExec', { formerTid: 102 });
    builder.exit(exec, EXECVE, 0);
    builder.call(GETPID, [], 100);
    expect(text(builder)).toBe(`[pid   100] pause( <unfinished ...>
[pid   102] execve(NULL, NULL, NULL <unfinished ...>
[pid   100] <... pause resumed>)        = ?
+++ superseded by execve in pid 102 +++
<... execve resumed>)                   = 0
getpid()                                = 100
`);
  });

  it('shows errors, group-stops and calls whose entry was not seen', () => {
    const builder = new TraceBuilder();
    builder.exit(0, READ, -4);
    builder.record('groupStop', { signo: 19 });
    builder.call(3, [99], -9);
    expect(text(builder)).toBe(`<... read resumed>)                     = -1 EINTR (Interrupted system call)
--- stopped by SIGSTOP ---
close(99)                               = -1 EBADF (Bad file descriptor)
`);
  });

  it('T13: names the mode when the ABI changes', () => {
    const builder = new TraceBuilder();
    builder.record('taskStart', { how: 0 });
    const entry = builder.record('syscallEntry', { nr: 20, abi: 1 });
    builder.record('syscallExit', { nr: 20, abi: 1, entryOffset: entry, ret: 100 });
    expect(text(builder)).toBe('[ Process PID=100 runs in 32 bit mode. ]\ngetpid()                                = 100\n');
    expect(text(builder, { quiet: new Set(['personality']) })).toBe('getpid()                                = 100\n');
  });

  it('marks a call that was let go', () => {
    const builder = new TraceBuilder();
    builder.record('syscallEntry', { nr: PAUSE });
    builder.record('taskExit', { flags: 4 });
    expect(text(builder)).toBe('pause( <detached ...>\n');
  });
});

describe('T10: times', () => {
  const sample = (): TraceBuilder => {
    const builder = new TraceBuilder();
    builder.at(1_234_567_890).call(GETPID, [], 100, { durationNs: 1_999_999 });
    builder.call(GETPPID, [], 1, { durationNs: 1_500_000_001 });
    return builder;
  };
  const first = (options: Partial<LineOptions>): string => text(sample(), options).split('\n')[0] ?? '';

  it('shows wall clock, relative time and duration, cut and not rounded', () => {
    expect(first({ clock: { format: 'unix', precision: 6 } })).toBe('1700000001.234567 getpid()              = 100');
    expect(first({ clock: { format: 'unix', precision: 9 } })).toBe('1700000001.234567890 getpid()           = 100');
    expect(first({ clock: { format: 'time', precision: 0 } })).toMatch(/^\d\d:\d\d:\d\d getpid\(\) {23}= 100$/);
    expect(first({ clock: { format: 'time', precision: 3 } })).toMatch(/^\d\d:\d\d:\d\d\.234 getpid/);
    expect(text(sample(), { relative: 6, duration: 6 })).toBe(`     0.000000 getpid()                  = 100 <0.001999>
     0.002000 getppid()                 = 1 <1.500000>
`);
    expect(first({ clock: { format: 'unix', precision: 0 }, relative: 0 })).toBe('1700000001 (+     0) getpid()           = 100');
  });

  it('shows syscall numbers and instruction pointers', () => {
    const builder = new TraceBuilder();
    const entry = builder.record('syscallEntry', { nr: GETPID, ip: 0x7f00_1234_5678 });
    builder.exit(entry, GETPID, 100);
    builder.record('signal', { signo: 10, ip: 0x42 });
    builder.record('taskExit', { status: 10 });
    expect(text(builder, { showNumber: true, showIp: true })).toBe(`[  39] [00007f0012345678] getpid()      = 100
[  39] [0000000000000042] --- SIGUSR1 {si_signo=SIGUSR1} ---
[  39] [????????????????] +++ killed by SIGUSR1 +++
`);
  });
});

describe('T8: what is left out', () => {
  it('by syscall: unwanted calls cut nobody off', () => {
    const lines = text(twoTasks(), { wanted: (_abi, nr) => nr === READ, wantedSignal: () => false });
    expect(lines).toBe(`[pid   101] read(3, "ab\\n\\0", 4)        = 4
+++ exited with 3 +++
`);
  });

  it('by status: whole lines when the call has ended', () => {
    const builder = twoTasks();
    builder.call(3, [99], -9, { pid: 102 });
    expect(
      text(builder, { statuses: new Set(['failed']), quiet: new Set(['exit']), wantedSignal: () => false }),
    ).toBe(`close(99)                               = -1 EBADF (Bad file descriptor)
`);
    expect(text(builder, { statuses: new Set(['unfinished']), wantedSignal: () => false })).toContain('[pid   101] pause()                     = ?\n');
    expect(text(builder, { statuses: new Set(['successful']), wantedSignal: () => false })).toContain('[pid   101] read(3, "ab\\n\\0", 4)        = 4\n');
  });
});

describe('T12: writing', () => {
  it('gives out whole lines, and the begun one only on demand', () => {
    const builder = new TraceBuilder();
    builder.call(GETPID, [], 100);
    builder.record('syscallEntry', { nr: PAUSE });
    const { buffer } = linesOf(builder);
    expect(buffer.take(false)).toBe('getpid()                                = 100\n');
    expect(buffer.take(false)).toBe('');
    expect(buffer.take(true)).toBe('pause(');
    expect(buffer.column).toBe(6);
  });

  it('keeps the place of stacks that are known later', async () => {
    const builder = new TraceBuilder();
    builder.call(GETPID, [], 100);
    builder.record('stack');
    builder.call(GETPPID, [], 1);
    let resolve: (text: string) => void = () => undefined;
    const { buffer } = linesOf(builder, {}, () => new Promise((done) => (resolve = done)));
    expect(buffer.take(true)).toBe('');
    expect(buffer.waits).toBe(true);
    resolve(' > main\n');
    await buffer.settle();
    expect(buffer.take(false)).toBe(`getpid()                                = 100
 > main
getppid()                               = 1
`);
  });
});
