import { expect, test } from 'vitest';
import type { Symbolizer } from '../symbols/frame.js';
import type { CrashFacts } from './crashFacts.js';
import { CrashPipeline, type PipelineOptions } from './crashPipeline.js';
import type { CrashReport } from './crashReport.js';
import { CrashStatistics } from './crashStatistics.js';
import { FileMemory } from './fileMemory.js';
import { registersSize } from './registers.js';

const noCounters = { timeNs: 0n, filtered: 0, reduced: 0, ringBytes: 0, ringUsed: 0, helperMemory: 0, trackedProcesses: 0, mappingsLost: 0 };

function facts(changes: Partial<CrashFacts> = {}): CrashFacts {
  const registers = new Uint8Array(registersSize);
  new DataView(registers.buffer).setBigUint64(16 * 8, 0x401000n, true);
  return {
    timeNs: 0n,
    realtimeNs: 1_000_000n,
    pid: 7,
    tid: 7,
    parentPid: 1,
    parentComm: 'sh',
    uid: 0,
    gid: 0,
    comm: 'victim',
    signo: 11,
    code: 1,
    address: 0n,
    handled: false,
    registers,
    stackAddress: 0n,
    stack: new Uint8Array(1000),
    stackComplete: true,
    memory: [],
    faultPlace: { kind: 'unmapped' },
    maps: Buffer.from('00401000-00402000 r-xp 00001000 fe:01 1234                              /bin/victim\n'),
    mapsOrigin: 'exit',
    ...changes,
  };
}

/** Two frames of a stack that needs no unwinding. */
const symbolizer: Symbolizer = {
  stack: async () => ({
    frames: [
      { quality: 'symbol', address: 0x401000n, symbol: 'fault', inlined: false },
      { quality: 'symbol', address: 0x401100n, symbol: 'main', inlined: false },
    ],
    end: 'start',
  }),
  addresses: async () => [],
};

function pipeline(changes: Partial<PipelineOptions> = {}) {
  const reports: CrashReport[] = [];
  const events: string[] = [];
  const services = { symbolizer, disassembler: { disassemble: () => [] }, files: new FileMemory() };
  const statistics = new CrashStatistics(0n);
  const made = new CrashPipeline(services, statistics, {
    depth: 16,
    memoryLimit: 1e6,
    wanted: () => true,
    write: (report) => reports.push(report),
    note: (message) => events.push(message.split(':')[0]!),
    memoryUsed: () => 0,
    releaseSymbols: () => {
      events.push('released');
      return services;
    },
    pause: () => events.push('pause'),
    resume: () => events.push('resume'),
    onWriteError: (error) => events.push(String(error)),
    ...changes,
  });
  return { made, reports, events, statistics };
}

test('C11: what was detected is filtered, captured or dropped, to the last crash', async () => {
  const { made, statistics } = pipeline({ wanted: ({ comm }) => comm === 'victim' });
  for (const comm of ['victim', 'other', 'victim']) made.accept(facts({ comm }));
  await made.drained();
  statistics.update({ ...noCounters, filtered: 2, detected: 9, captured: 3, dropped: 4, delivered: 3 });
  const { seconds, ...numbers } = statistics.snapshot(2_000_000_000n);
  expect(seconds).toBe(2);
  expect(numbers).toMatchObject({ detected: 9, filtered: 3, captured: 2, dropped: 4, processed: 2, submitted: 2, eventsPerSecond: 4.5, dropRate: 4 / 9 });
});

test('C12: symbols go first, then detail, and come back when there is clearly room', async () => {
  let used = 0;
  const { made, reports, events, statistics } = pipeline({ memoryUsed: () => used });
  // The memory is looked at when a crash begins a run.
  for (const share of [0.1, 0.8, 0.7, 0.95, 0.85, 0.7, 0.5]) {
    used = share * 1e6;
    made.accept(facts());
    await made.drained();
  }
  expect(reports.map(({ detail }) => detail)).toEqual(['full', 'noSymbols', 'noSymbols', 'brief', 'brief', 'noSymbols', 'full']);
  expect(statistics.shed).toEqual({ noSymbols: 3, brief: 2 });
  expect(events).toEqual(['released', 'memory is short', 'memory is very short', 'memory is short', 'there is room again']);
});

test('C12: what waits counts too, and the source is held back before it is too much', async () => {
  const { made, reports, events } = pipeline();
  for (let count = 0; count < 60; count++) made.accept(facts({ stack: new Uint8Array(10_000) }));
  expect(events).toContain('pause');
  await made.drained();
  expect(reports).toHaveLength(60);
  expect(events).toContain('resume');
  expect(new Set(reports.map(({ detail }) => detail))).toEqual(new Set(['brief', 'noSymbols', 'full']));
});

test('C13: equal crashes are one group, those that were not looked at closely too', async () => {
  let used = 0;
  const { made } = pipeline({ memoryUsed: () => used });
  made.accept(facts({ realtimeNs: 5n }));
  await made.drained();
  used = 0.99e6;
  made.accept(facts({ realtimeNs: 9n }));
  made.accept(facts({ realtimeNs: 9n, comm: 'other' }));
  await made.drained();
  expect(made.groups.all()).toMatchObject([{ count: 2, firstNs: 5n, lastNs: 9n, title: 'SIGSEGV in fault ← main (victim)' }]);
});

test('C10: when a report cannot be written no other is, and they are counted as not submitted', async () => {
  const { made, events, statistics } = pipeline({
    write: () => {
      throw new Error('full');
    },
  });
  made.accept(facts());
  made.accept(facts());
  await made.drained();
  expect(events).toEqual(['Error: full']);
  expect(statistics).toMatchObject({ processed: 2, submitted: 0 });
});
