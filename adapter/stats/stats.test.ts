import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { TraceBuilder } from '../../test/replay/traceBuilder.js';
import { TraceFile } from '../record/traceFile.js';
import { Ingest } from '../store/ingest.js';
import { Histogram } from './histogram.js';
import { histogramTable } from './histogramTable.js';
import { defaultColumns, type SummaryOptions, summaryTable } from './summaryTable.js';
import { SyscallStatistics, type TimeMeasure } from './syscallStatistics.js';

describe('T11: histogram', () => {
  it('keeps small numbers exactly and large ones to a sixteenth', () => {
    for (const value of [0, 1, 15, 16, 17, 31, 1000, 123_456, 2 ** 31, 2 ** 31 + 12_345, 987_654_321_012, 2 ** 52]) {
      const histogram = new Histogram();
      histogram.add(value);
      const p = histogram.percentile(0.5);
      expect(p).toBeGreaterThanOrEqual(value);
      expect(p - value).toBeLessThanOrEqual(value < 16 ? 0 : value / 16);
    }
  });

  it('finds percentiles and octaves', () => {
    const histogram = new Histogram();
    for (let i = 1; i <= 10; i++) histogram.add(i);
    expect([histogram.percentile(0.5), histogram.percentile(0.9), histogram.percentile(1), histogram.percentile(0)]).toEqual([5, 9, 10, 1]);
    expect(histogram.octaves()).toEqual([1, 2, 4, 3]);
    expect(new Histogram().percentile(0.5)).toBe(0);
  });
});

const names: Record<number, string> = { 0: 'read', 1: 'write', 257: 'openat', 231: 'exit_group' };
const options: SummaryOptions = { columns: defaultColumns, sortBy: 'time', overheadNs: 0, nameOf: (_abi, nr) => names[nr] ?? `syscall_${nr}` };

function statisticsOf(builder: TraceBuilder, measure?: TimeMeasure): SyscallStatistics {
  const directory = mkdtempSync(join(tmpdir(), 'sctrace-'));
  try {
    const path = join(directory, 'x.sctrace');
    builder.writeTo(path);
    const statistics = new SyscallStatistics(measure);
    const file = TraceFile.open(path);
    new Ingest(file, [statistics]).all();
    file.close();
    return statistics;
  } finally {
    rmSync(directory, { recursive: true });
  }
}

function sample(): SyscallStatistics {
  const builder = new TraceBuilder();
  builder.call(0, [], 5, { durationNs: 40_900 });
  builder.call(0, [], 5, { durationNs: 10_000 });
  builder.call(1, [], -9, { durationNs: 1_000 });
  const slow = builder.record('syscallEntry', { tid: 101, nr: 257 });
  builder.call(257, [], 3, { tid: 102, durationNs: 500_000 });
  builder.exit(slow, 257, -2, { tid: 101 });
  builder.exit(0, 0, 1, { tid: 103 });
  builder.record('syscallEntry', { tid: 100, nr: 231 });
  return statisticsOf(builder);
}

describe('T11: statistics', () => {
  it('count every call once, whatever became of it', () => {
    const statistics = sample();
    const all = statistics.all();
    expect(all.map(({ nr, calls, returned, errors, timed }) => [nr, calls, returned, errors, timed])).toEqual([
      [0, 3, 3, 0, 2],
      [1, 1, 1, 1, 1],
      [231, 1, 0, 0, 0],
      [257, 2, 2, 1, 2],
    ]);
    expect(all.reduce((sum, { calls }) => sum + calls, 0)).toBe(statistics.events);
    expect(all[0]).toMatchObject({ totalNs: 50_900, minNs: 10_000, maxNs: 40_900, averageNs: 25_450 });
  });

  it('bounds what a program that makes up numbers can cost', () => {
    const builder = new TraceBuilder();
    for (let nr = 1000; nr < 6000; nr++) builder.call(nr, [], -38);
    const statistics = statisticsOf(builder);
    const all = statistics.all();
    expect(all.length).toBeLessThan(2100);
    expect(all.reduce((sum, { calls }) => sum + calls, 0)).toBe(5000);
  });

  it('print as strace -c does', () => {
    expect(summaryTable(sample().all(), options)).toBe(`% time     seconds  usecs/call     calls    errors syscall
------ ----------- ----------- --------- --------- ----------------
 95.08    0.001002         501         2         1 openat
  4.83    0.000051          16         3           read
  0.09    0.000001           1         1         1 write
------ ----------- ----------- --------- --------- ----------------
100.00    0.001054         175         6         2 total
`);
  });

  it('print the columns that are asked for, in their order', () => {
    const table = summaryTable(sample().all(), { ...options, columns: ['name', 'max-time', 'p50-time', 'errors'], sortBy: 'name' });
    expect(table).toBe(`syscall           longest      p50    errors
---------------- -------- -------- ---------
openat           0.000502 0.000502         1
read             0.000041 0.000010          
write            0.000001 0.000001         1
---------------- -------- -------- ---------
total            0.000502 0.000041         2
`);
    expect(summaryTable(sample().all(), { ...options, columns: ['calls'], sortBy: 'calls' })).toContain('        3 read\n        2 openat\n');
    expect(summaryTable([], options)).toBe('');
  });

  it('print a histogram of each syscall, by powers of two', () => {
    expect(histogramTable(sample().all(), options)).toBe(`
openat: 2 calls
    262 us to   524 us         2 |########################################|

read: 2 calls
   8.19 us to  16.4 us         1 |########################################|
   16.4 us to  32.8 us         0 |                                        |
   32.8 us to  65.5 us         1 |########################################|

write: 1 call
    512 ns to  1.02 us         1 |########################################|
`);
    expect(histogramTable([], options)).toBe('');
  });

  it('count CPU time instead of the wall’s', () => {
    const builder = new TraceBuilder();
    const entry = builder.record('syscallEntry', { nr: 0 });
    builder.record('syscallExit', { nr: 0, entryOffset: entry, cpuNs: 77 });
    const cpu = statisticsOf(builder, 'cpu').all();
    expect(cpu[0]).toMatchObject({ totalNs: 77, maxNs: 77, wall: { totalNs: 1000, minNs: 1000, maxNs: 1000 } });
    const table = summaryTable(cpu, { ...options, columns: ['total-time', 'wall-total', 'wall-avg', 'name'] });
    expect(table).toContain('   0.000000     0.000001               1 read\n');
    expect(statisticsOf(builder).all()[0]?.totalNs).toBe(1000);
  });

  it('take the overhead off each call', () => {
    const table = summaryTable(sample().all(), { ...options, columns: ['total-time', 'name'], overheadNs: 10_000 });
    expect(table).toContain('   0.000031 read\n');
    expect(table).toContain('   0.000000 write\n');
  });
});
