/** The views’ own requests: pages of rows, the details of one, statistics. */
import { Event } from '@vscode/debugadapter';
import { valueJson } from '../decode/valueJson.js';
import { customEvents, type DetailsGetResponse, type FrameDto, type Row, type RowsGetResponse, type StatsGetResponse } from '../protocol/requests.js';
import type { Frame } from '../symbols/frame.js';
import { abiNames, syscallOf } from '../syscalls/registry.js';
import { firstSource } from './callSources.js';
import { badArgument, unknownRow } from './errors.js';
import { settledWithin } from './patience.js';
import type { RequestHandlers } from './requestTypes.js';
import type { TracedProgram } from './tracedProgram.js';

/** What the views’ questions are answered from: a program that is being traced, or a recording of one. */
export type ReadableTrace = Pick<TracedProgram, 'client' | 'decoder' | 'snapshots' | 'files' | 'sources'> & {
  readonly debuggee: Pick<TracedProgram['debuggee'], 'store' | 'statistics'>;
};

type RowsRequests = Pick<RequestHandlers, 'syscallTrace/rows.get' | 'syscallTrace/details.get' | 'syscallTrace/stats.get'>;

const maxPage = 1000;
/** A page waits this long for source lines; those that come later are told by an event. */
const sourcePatienceMs = 50;
const detailFrames = 128;

/** `traced` gives the program, also one that has ended, or throws when there was none. */
export function rowsRequests(traced: (command: string) => ReadableTrace): RowsRequests {
  return {
    'syscallTrace/rows.get': ({ start, count, filter }) => {
      const program = traced('rows.get');
      if (!Number.isSafeInteger(start) || start < 0) throw badArgument('rows.get', 'start', 'a row number, 0 or more');
      if (!Number.isSafeInteger(count) || count < 0 || count > maxPage) throw badArgument('rows.get', 'count', `0 to ${maxPage}`);
      if (filter !== undefined && filter !== '') throw badArgument('rows.get', 'filter', 'absent: rows cannot be filtered yet');
      return page(program, start, count);
    },
    'syscallTrace/details.get': ({ index }) => {
      const program = traced('details.get');
      const total = program.debuggee.store.count;
      if (!Number.isSafeInteger(index) || index < 0) throw badArgument('details.get', 'index', 'a row number, 0 or more');
      if (index >= total) throw unknownRow(index, total);
      return details(program, index);
    },
    'syscallTrace/stats.get': () => statistics(traced('stats.get')),
  };
}

async function page(program: ReadableTrace, start: number, count: number): Promise<RowsGetResponse> {
  const { store } = program.debuggee;
  const end = Math.min(store.count, start + count);
  const indexes = Array.from({ length: Math.max(0, end - start) }, (_, i) => start + i);
  await lookUpSources(program, indexes);
  return { rows: indexes.map((index) => withSource(program, index)), total: store.count };
}

/** Waits a moment for the sources of the rows; those that are found later are announced. */
async function lookUpSources(program: ReadableTrace, indexes: readonly number[]): Promise<void> {
  const found = program.sources.lookUp(indexes.filter((index) => program.decoder.isSettled(index)));
  if (await settledWithin(sourcePatienceMs, found)) return;
  void found.then((news) => {
    const sources = news.flatMap((index) => {
      const source = program.sources.get(index);
      return source ? [{ index, ...source }] : [];
    });
    if (sources.length > 0) program.client.sendEvent(new Event(customEvents.sources, { sources }));
  });
}

function withSource(program: ReadableTrace, index: number): Row {
  const row = program.decoder.row(index);
  const source = program.sources.get(index);
  return source ? { ...row, source } : row;
}

async function details(program: ReadableTrace, index: number): Promise<DetailsGetResponse> {
  const frames = await program.snapshots.frames(index, detailFrames);
  const source = frames && (await firstSource(frames, program.files));
  const row = program.decoder.row(index);
  const call = row.kind === 'syscall' ? program.decoder.call(index) : undefined;
  return {
    row: source ? { ...row, source } : row,
    line: program.decoder.line(index),
    args: call?.args.map(({ name, type, value }) => ({ name, type, value: valueJson(value) })) ?? [],
    ...(call?.result === undefined ? {} : { result: call.result }),
    ...(frames ? { stack: frames.map(frameDto) } : {}),
  };
}

function frameDto(frame: Frame): FrameDto {
  return {
    address: `0x${frame.address.toString(16)}`,
    ...(frame.symbol === undefined ? {} : { symbol: frame.symbol }),
    ...(frame.module === undefined ? {} : { module: frame.module }),
    ...(frame.file === undefined ? {} : { file: frame.file }),
    ...(frame.line === undefined ? {} : { line: frame.line }),
    inlined: frame.inlined,
    quality: frame.quality,
  };
}

function statistics(program: ReadableTrace): StatsGetResponse {
  const all = program.debuggee.statistics;
  const byName = all.all().map((statistic) => ({
    name: syscallOf(abiNames[statistic.abi] ?? 'x86_64', statistic.nr).name,
    calls: statistic.calls,
    errors: statistic.errors,
    totalNs: statistic.totalNs,
    averageNs: statistic.averageNs,
    minNs: statistic.minNs,
    maxNs: statistic.maxNs,
  }));
  return { rows: byName, events: all.events };
}
