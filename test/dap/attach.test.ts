import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { CountersEvent } from '../../adapter/protocol/requests.js';
import { type AdapterProcess, begin, startAdapter } from './adapterProcess.js';
import { processState, until } from './processes.js';
import { TestPrograms } from './testPrograms.js';

const programs = new TestPrograms();
let counter = '';
let target: ChildProcess;
let file = '';
let adapter: AdapterProcess;

beforeAll(() => {
  counter = programs.compile('counter');
});
beforeEach(async () => {
  file = programs.file(`count-${Date.now()}`);
  target = spawn(counter, [file], { stdio: 'ignore' });
  await until(() => count() > 0);
});
afterEach(async () => {
  target.kill('SIGKILL');
  await adapter?.close();
});
afterAll(() => programs.dispose());

/** How far the program has come. */
function count(): number {
  return existsSync(file) ? Number(readFileSync(file, 'latin1')) : 0;
}

async function madeProgress(): Promise<boolean> {
  const before = count();
  await until(() => count() > before + 3);
  return true;
}

async function attach(more: Record<string, unknown> = {}): Promise<AdapterProcess['client']> {
  adapter = startAdapter();
  await begin(adapter.client, 'attach', { pid: String(target.pid), print: 'none', ...more });
  return adapter.client;
}

test('T2: attach traces a running process, disconnect lets it go on', async () => {
  const client = await attach();
  await client.event<CountersEvent>('syscallTrace/counters', ({ calls }) => calls > 5);
  expect((await client.request<DebugProtocol.ThreadsResponse['body']>('threads')).threads).toEqual([{ id: target.pid, name: `counter (${target.pid})` }]);
  expect(await client.event('process')).toMatchObject({ name: counter, systemProcessId: target.pid, startMethod: 'attach' });
  await client.request('disconnect');
  expect(processState(target.pid!)).toMatchObject({ tracer: 0 });
  expect(await madeProgress()).toBe(true);
  await adapter.exited;
});

test('T2: disconnecting from a process that is held lets it go on', async () => {
  const client = await attach({ stopOnEntry: true });
  await client.event('stopped');
  expect(processState(target.pid!).state).toBe('t');
  await client.request('disconnect');
  expect(await madeProgress()).toBe(true);
});

test('T2: a client that just goes away leaves the process running', async () => {
  const client = await attach({ stopOnEntry: true });
  await client.event('stopped');
  await adapter.close();
  expect(processState(target.pid!)).toMatchObject({ tracer: 0 });
  expect(await madeProgress()).toBe(true);
});

test('T2: an adapter that is killed leaves the process running', async () => {
  const client = await attach();
  await client.event<CountersEvent>('syscallTrace/counters', ({ calls }) => calls > 5);
  adapter.process.kill('SIGKILL');
  await adapter.exited;
  expect(await madeProgress()).toBe(true);
});

test('T2: an adapter that is killed while the process is held leaves it running', async () => {
  const client = await attach({ stopOnEntry: true });
  await client.event('stopped');
  adapter.process.kill('SIGKILL');
  await adapter.exited;
  expect(await madeProgress()).toBe(true);
});

test('T2: an adapter that is told to end lets the process go', async () => {
  const client = await attach({ stopOnEntry: true });
  await client.event('stopped');
  adapter.process.kill('SIGTERM');
  await adapter.exited;
  expect(await madeProgress()).toBe(true);
});

test('T2: disconnect with terminateDebuggee ends the process', async () => {
  const client = await attach();
  await client.event<CountersEvent>('syscallTrace/counters', ({ calls }) => calls > 0);
  const gone = once(target, 'exit');
  await client.request('disconnect', { terminateDebuggee: true });
  expect((await gone)[1]).toBe('SIGKILL');
});

test('T2: a process that is traced already says by whom', async () => {
  const client = await attach();
  await client.event<CountersEvent>('syscallTrace/counters', ({ calls }) => calls > 0);
  const second = startAdapter();
  const refused = await begin(second.client, 'attach', { pid: target.pid }).catch((error: Error) => error);
  expect(refused).toBeInstanceOf(Error);
  expect((refused as Error).message).toMatch(new RegExp(`${target.pid}.*process ${adapter.process.pid} .*traces it already`, 's'));
  await second.close();
});

test('T2: a process that is not there is one clear line', async () => {
  adapter = startAdapter();
  const refused = await begin(adapter.client, 'attach', { pid: 4_000_000 }).catch((error: Error) => error);
  expect((refused as Error).message).toMatch(/4000000/);
  expect((refused as Error).message).toMatch(/no such process|no process/i);
});
