import type { DebugProtocol } from '@vscode/debugprotocol';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { CountersEvent, DetailsGetResponse, RowsGetResponse, SourcesEvent, StatsGetResponse } from '../../adapter/protocol/requests.js';
import { type AdapterProcess, begin, startAdapter } from './adapterProcess.js';
import { lineOf, sourceOf, TestPrograms } from './testPrograms.js';

const programs = new TestPrograms();
let steps = '';
let talker = '';
let flood = '';
let adapter: AdapterProcess;

beforeAll(() => {
  steps = programs.compile('steps');
  talker = programs.compile('talker');
  flood = programs.compile('flood');
});
afterEach(() => adapter.close());
afterAll(() => programs.dispose());

async function launch(configuration: Record<string, unknown>): Promise<AdapterProcess['client']> {
  adapter = startAdapter();
  await begin(adapter.client, 'launch', configuration);
  return adapter.client;
}

test('U2: a program runs to its end: process, threads, output, exit code', async () => {
  const client = await launch({ program: steps, print: 'none' });
  expect((await client.event<DebugProtocol.ExitedEvent['body']>('exited')).exitCode).toBe(3);
  await client.event('terminated');
  expect(client.printed('stdout')).toBe('onetwo\n');
  const process = await client.event<DebugProtocol.ProcessEvent['body']>('process');
  expect(process).toMatchObject({ name: steps, startMethod: 'launch', isLocalProcess: true });
  const threads = client.events.filter(({ event }) => event === 'thread').map(({ body }) => [body.reason, body.threadId]);
  // A thread that came and went between two events is not worth telling.
  if (threads.length > 0) expect(threads.at(-1)).toEqual(['exited', process.systemProcessId]);
  expect(client.events.filter(({ event }) => event === 'exited' || event === 'terminated').map(({ event }) => event)).toEqual(['exited', 'terminated']);
});

test('U2: text is whole however the program cuts it, and stderr is apart', async () => {
  const client = await launch({ program: talker, print: 'none' });
  await client.event('terminated');
  expect(client.printed('stdout')).toBe('grüß dich 😀\n');
  expect(client.printed('stderr')).toBe('to stderr\n');
});

test('U2: printed calls are linked to the source lines that made them', async () => {
  const client = await launch({ program: steps, print: 'getppid,writev' });
  await client.event('terminated');
  const lines = client.events
    .filter(({ event, body }) => event === 'output' && body.category === 'console' && body.source !== undefined)
    .map(({ body }) => body);
  expect(lines.map(({ output }) => output.replace(/= \d+/, '= N').trimEnd())).toEqual([
    expect.stringMatching(/^getppid\(\) += N$/),
    expect.stringMatching(/^writev\(1, \[\{iov_base="one", iov_len=3\}, \{iov_base="two\\n", iov_len=4\}\], 2\) += N$/),
  ]);
  expect(lines.map(({ source, line }) => [source.path, line])).toEqual([
    [sourceOf('steps'), lineOf('steps', 'ASKS')],
    [sourceOf('steps'), lineOf('steps', 'WRITES')],
  ]);
});

test('U10: rows, details and statistics are served by pages while and after the program runs', async () => {
  const client = await launch({ program: steps, print: 'none' });
  await client.event('terminated');
  const all = await client.request<RowsGetResponse>('syscallTrace/rows.get', { start: 0, count: 1000 });
  expect(all.total).toBe(all.rows.length);
  expect(all.rows.map(({ index }) => index)).toEqual(all.rows.map((_, index) => index));
  const calls = all.rows.filter(({ kind }) => kind === 'syscall');
  expect(calls[0]).toMatchObject({ name: 'execve', result: '0' });
  const names = calls.map(({ name }) => name);
  expect(names.slice(names.indexOf('getppid'))).toEqual(['getppid', 'uname', 'writev', 'getpgid', 'exit_group']);
  expect(calls.at(-1)).toMatchObject({ name: 'exit_group', args: '3', result: '?' });

  const writev = calls.find(({ name }) => name === 'writev')!;
  // A source line that is not found at once is told later.
  const late = () => client.event<SourcesEvent>('syscallTrace/sources', ({ sources }) => sources.some(({ index }) => index === writev.index));
  const source = writev.source ?? (await late()).sources.find(({ index }) => index === writev.index);
  expect(source).toMatchObject({ path: sourceOf('steps'), line: lineOf('steps', 'WRITES') });
  const page = await client.request<RowsGetResponse>('syscallTrace/rows.get', { start: writev.index, count: 2 });
  expect(page.rows.map(({ name }) => name)).toEqual(['writev', 'getpgid']);
  expect((await client.request<RowsGetResponse>('syscallTrace/rows.get', { start: all.total, count: 5 })).rows).toEqual([]);

  const details = await client.request<DetailsGetResponse>('syscallTrace/details.get', { index: writev.index });
  expect(details.line).toMatch(/^writev\(1, .*\) += 7$/);
  expect(details.args.map(({ name }) => name)).toEqual(['fd', 'vec', 'vlen']);
  expect(details.args[1]!.value).toMatchObject({ type: 'array' });
  expect(details.stack?.find(({ symbol }) => symbol === 'main')).toMatchObject({ file: sourceOf('steps'), line: lineOf('steps', 'WRITES') });

  const statistics = await client.request<StatsGetResponse>('syscallTrace/stats.get');
  expect(statistics.events).toBe(calls.length);
  expect(statistics.rows.reduce((sum, row) => sum + row.calls, 0)).toBe(statistics.events);
  expect(statistics.rows.find(({ name }) => name === 'uname')).toMatchObject({ calls: 1, errors: 0 });

  const counters = client.events.filter(({ event }) => event === 'syscallTrace/counters').at(-1)!.body as CountersEvent;
  expect(counters).toMatchObject({ calls: calls.length, rows: all.total, lost: 0, tasks: 0, state: 'ended' });
});

test('U10: bad arguments of the views’ requests are refused with words', async () => {
  const client = await launch({ program: steps, print: 'none' });
  await client.event('terminated');
  expect((await client.refused('syscallTrace/rows.get', { start: -1, count: 1 })).format).toBe('Request "rows.get": "start" must be a row number, 0 or more');
  expect((await client.refused('syscallTrace/rows.get', { start: 0, count: 1001 })).format).toContain('0 to 1000');
  expect((await client.refused('syscallTrace/details.get', { index: 999_999 })).format).toContain('There is no row 999999');
  expect((await client.refused('noSuchRequest')).id).toBe(1001);
});

test('U2: printing is limited, what is left out is counted, and requests are answered meanwhile', async () => {
  const client = await launch({ program: flood, args: ['100000'], print: 'errors', sourceLines: false });
  await client.event<CountersEvent>('syscallTrace/counters', ({ calls }) => calls > 1000);
  const before = performance.now();
  await client.request('threads').catch(() => undefined);
  expect(performance.now() - before).toBeLessThan(2000);
  await client.event('terminated');
  const text = client.printed('console');
  const printed = text.split('\n').filter((line) => line.startsWith('close(-1)')).length;
  const omitted = [...text.matchAll(/… ([\d,]+) calls? not shown/g)].reduce((sum, [, count]) => sum + Number(count!.replaceAll(',', '')), 0);
  const others = text.split('\n').filter((line) => line.includes(' = -1 ') && !line.startsWith('close(-1)')).length;
  expect(printed + omitted + others).toBeGreaterThanOrEqual(100_000);
  expect(printed).toBeLessThan(20_000);
});

test('U5: stopOnEntry, then steps to the next call and out of it', async () => {
  const client = await launch({ program: steps, print: 'none', stopOnEntry: true });
  const entry = await client.event<DebugProtocol.StoppedEvent['body']>('stopped');
  expect(entry).toMatchObject({ reason: 'entry', allThreadsStopped: true });
  const threadId = entry.threadId!;
  const { threads } = await client.request<DebugProtocol.ThreadsResponse['body']>('threads');
  expect(threads).toEqual([{ id: threadId, name: `steps (${threadId})` }]);

  const { breakpoints } = await client.request<DebugProtocol.SetFunctionBreakpointsResponse['body']>('setFunctionBreakpoints', {
    breakpoints: [{ name: 'uname' }, { name: 'nope' }],
  });
  expect(breakpoints.map(({ verified }) => verified)).toEqual([true, false]);
  let stop = client.stopped();
  await client.request('continue', { threadId });
  expect(await stop).toMatchObject({ reason: 'function breakpoint', threadId, description: 'About to call uname' });
  expect(await scopeText(threadId)).toMatchObject({ syscall: 'uname', state: 'in the call' });

  stop = client.stopped();
  await client.request('stepOut', { threadId });
  expect(await stop).toMatchObject({ reason: 'step', description: 'Returned from uname' });
  expect(await scopeText(threadId)).toMatchObject({ syscall: 'uname', result: '0' });

  stop = client.stopped();
  await client.request('next', { threadId });
  expect(await stop).toMatchObject({ reason: 'step', description: 'About to call writev' });
  const frames = await client.request<DebugProtocol.StackTraceResponse['body']>('stackTrace', { threadId });
  expect(frames.stackFrames.find(({ name }) => name === 'main')).toMatchObject({ source: { path: sourceOf('steps') }, line: lineOf('steps', 'WRITES') });

  await client.request('setFunctionBreakpoints', { breakpoints: [] });
  await client.request('continue', { threadId });
  expect((await client.event<DebugProtocol.ExitedEvent['body']>('exited')).exitCode).toBe(3);

  async function scopeText(thread: number): Promise<Record<string, string>> {
    const { stackFrames } = await client.request<DebugProtocol.StackTraceResponse['body']>('stackTrace', { threadId: thread, startFrame: 0, levels: 1 });
    const { scopes } = await client.request<DebugProtocol.ScopesResponse['body']>('scopes', { frameId: stackFrames[0]!.id });
    const { variables } = await client.request<DebugProtocol.VariablesResponse['body']>('variables', { variablesReference: scopes[0]!.variablesReference });
    return Object.fromEntries(variables.map(({ name, value }) => [name, value]));
  }
});

test('U4: pause holds a running program, continue lets it go on', async () => {
  const client = await launch({ program: flood, args: ['100000000'], print: 'none', sourceLines: false });
  await client.event<CountersEvent>('syscallTrace/counters', ({ calls }) => calls > 100);
  const stop = client.stopped();
  await client.request('pause', { threadId: 0 });
  const { threadId } = await stop;
  expect(await stop).toMatchObject({ reason: 'pause', allThreadsStopped: true });
  const held = await client.event<CountersEvent>('syscallTrace/counters', ({ state }) => state === 'halted');
  await client.request('continue', { threadId });
  await client.event<CountersEvent>('syscallTrace/counters', ({ calls, state }) => state === 'running' && calls > held.calls + 100);
  await client.request('terminate');
  expect((await client.event<DebugProtocol.ExitedEvent['body']>('exited')).exitCode).toBe(128 + 9);
});

test('U2: a kept recording is named, and is there', async () => {
  const record = programs.file('kept.sctrace');
  const client = await launch({ program: steps, print: 'none', record });
  await client.event('terminated');
  const counters = client.events.filter(({ event }) => event === 'syscallTrace/counters').at(-1)!.body as CountersEvent;
  expect(counters.recording).toBe(record);
});

test('T17: a flood of calls keeps the source line of the last ones', async () => {
  const client = await launch({ program: flood, args: ['20000'], print: 'none', maximumSize: 32 });
  await client.event('terminated');
  const counters = client.events.filter(({ event }) => event === 'syscallTrace/counters').at(-1)!.body as CountersEvent;
  expect(counters.calls).toBeGreaterThan(20_000);
  expect(counters.lost).toBe(0);
  const page = () => client.request<RowsGetResponse>('syscallTrace/rows.get', { start: counters.rows - 20, count: 20 });
  // Sources are found for the rows that somebody looks at, a moment later.
  await expect.poll(async () => (await page()).rows.filter(({ source }) => source?.path === sourceOf('flood')).length, { timeout: 20_000 }).toBeGreaterThan(5);
});
