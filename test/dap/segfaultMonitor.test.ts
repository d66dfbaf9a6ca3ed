/** U9: a session that watches for crashes of other processes and shows each as a stopped thread, although its process is gone. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import {
  type CrashCountersEvent,
  type CrashDto,
  type CrashesEvent,
  type CrashRefusalEvent,
  crashEvents,
  crashRequests,
} from '../../adapter/protocol/crashes.js';
import { helpersOf, statusOf } from '../crash/helperProcess.js';
import { whyNot } from '../crash/watch.js';
import { type AdapterProcess, begin, startAdapter } from './adapterProcess.js';
import { RequestFailed } from './dapClient.js';
import { until } from './processes.js';
import { lineOf, sourceOf, TestPrograms } from './testPrograms.js';

const reason = await whyNot();
const programs = new TestPrograms();
let crash = '';
let adapter: AdapterProcess;

beforeAll(() => {
  crash = programs.compile('crash');
});
afterEach(() => adapter.close());
afterAll(() => programs.dispose());

/** Runs the program until it has crashed; its pid. */
function runCrash(): number {
  const { pid, signal } = spawnSync('sh', ['-c', 'ulimit -c 0; exec "$0"', crash], { stdio: 'ignore' });
  expect(signal).toBe('SIGSEGV');
  return pid;
}

async function crashOf(pid: number): Promise<CrashDto> {
  const of = ({ crashes }: CrashesEvent) => crashes.find((one) => one.pid === pid);
  const found = of(await adapter.client.event<CrashesEvent>(crashEvents.crashes, (event) => of(event) !== undefined));
  if (found === undefined) throw new Error('the event has no such crash');
  return found;
}

describe.skipIf(reason !== undefined)(`U9: the segfault monitor${reason === undefined ? '' : ` (skipped: ${reason})`}`, () => {
  test('U9, C4: tells of a crash, and opens it as a stopped thread with its stack, registers, mappings and cause', async () => {
    adapter = startAdapter();
    const { client } = adapter;
    await begin(client, 'attach', { segfaultMonitor: true, processName: path.basename(crash) });
    const pid = runCrash();
    const told = await crashOf(pid);
    expect(told).toMatchObject({ signal: 'SIGSEGV', handled: false, function: 'store', source: { path: sourceOf('crash'), line: lineOf('crash', 'CRASH') } });
    expect(told.summary).toMatch(/null pointer/i);
    expect(told.group?.title).toContain('SIGSEGV in store');

    await client.request(crashRequests.open, { number: told.number });
    const stopped = await client.event<DebugProtocol.StoppedEvent['body']>('stopped');
    expect(stopped).toMatchObject({ reason: 'exception', threadId: told.number, allThreadsStopped: false });
    const { threads } = await client.request<DebugProtocol.ThreadsResponse['body']>('threads');
    expect(threads.map(({ id }) => id)).toEqual([told.number]);

    const stack = await client.request<DebugProtocol.StackTraceResponse['body']>('stackTrace', { threadId: told.number });
    expect(stack.stackFrames.slice(0, 3).map(({ name, source, line }) => [name, source?.path, line])).toEqual([
      ['store', sourceOf('crash'), lineOf('crash', 'CRASH')],
      ['fill', sourceOf('crash'), lineOf('crash', 'CALLS STORE')],
      ['main', sourceOf('crash'), lineOf('crash', 'CALLS FILL')],
    ]);
    const page = await client.request<DebugProtocol.StackTraceResponse['body']>('stackTrace', { threadId: told.number, startFrame: 1, levels: 1 });
    expect([page.stackFrames.map(({ name }) => name), page.totalFrames]).toEqual([['fill'], stack.totalFrames]);

    const info = await client.request<DebugProtocol.ExceptionInfoResponse['body']>('exceptionInfo', { threadId: told.number });
    expect(info).toMatchObject({ exceptionId: 'SIGSEGV', breakMode: 'unhandled' });
    expect(info.description).toContain(told.summary);

    const { scopes } = await client.request<DebugProtocol.ScopesResponse['body']>('scopes', { frameId: stack.stackFrames[0]?.id });
    expect(scopes.map(({ name }) => name)).toEqual(['Fault', 'Registers', 'Mappings Around the Fault', 'Process']);
    const [fault, registers, , process] = await Promise.all(
      scopes.map(
        async ({ variablesReference }) => (await client.request<DebugProtocol.VariablesResponse['body']>('variables', { variablesReference })).variables,
      ),
    );
    expect(fault?.find(({ name }) => name === 'code')?.value).toBe('Address not mapped (SEGV_MAPERR)');
    expect(process?.find(({ name }) => name === 'pid')?.value).toBe(String(pid));
    const stackPointer = registers?.find(({ name }) => name === 'rsp');
    const memory = await client.request<DebugProtocol.ReadMemoryResponse['body']>('readMemory', { memoryReference: stackPointer?.memoryReference, count: 64 });
    expect(Buffer.from(memory?.data ?? '', 'base64')).toHaveLength(64);
    const evaluated = await client.request<DebugProtocol.EvaluateResponse['body']>('evaluate', { expression: '$rsp', frameId: stack.stackFrames[0]?.id });
    expect(evaluated.result).toBe(stackPointer?.value);

    await client.request('continue', { threadId: told.number });
    await client.event<DebugProtocol.ThreadEvent['body']>('thread', ({ reason: what }) => what === 'exited');
    expect((await client.refused('stackTrace', { threadId: told.number })).id).toBe(1202);
  });

  test('C13: equal crashes are of one group, and the counts add up', async () => {
    adapter = startAdapter();
    await begin(adapter.client, 'attach', { segfaultMonitor: true, processName: path.basename(crash) });
    const told = [await crashOf(runCrash()), await crashOf(runCrash())];
    expect(told[1]?.group).toMatchObject({ id: told[0]?.group?.id, count: 2 });
    const { detected, filtered, captured, dropped } = await adapter.client.event<CrashCountersEvent>(crashEvents.counters, ({ captured: some }) => some >= 2);
    expect(filtered + captured + dropped).toBe(detected);
  });

  test('U9: a client that disconnects leaves nothing behind', async () => {
    adapter = startAdapter();
    await begin(adapter.client, 'attach', { segfaultMonitor: true });
    const [helper = 0] = helpersOf(adapter.process.pid ?? 0);
    expect(helper).toBeGreaterThan(0);
    await adapter.client.request('disconnect');
    await adapter.exited;
    expect(existsSync(`/proc/${helper}`)).toBe(false);
  });

  test('U9: an adapter that is killed takes the helper with it', async () => {
    adapter = startAdapter();
    await begin(adapter.client, 'attach', { segfaultMonitor: true });
    const [helper = 0] = helpersOf(adapter.process.pid ?? 0);
    expect(helper).toBeGreaterThan(0);
    adapter.process.kill('SIGKILL');
    await adapter.exited;
    await until(() => statusOf(helper, 'State') === '' || statusOf(helper, 'State').startsWith('Z'));
  });
});

test('U9: wrong signals and crashes that are not there are one clear message', async () => {
  adapter = startAdapter();
  const error = await begin(adapter.client, 'attach', { segfaultMonitor: true, signals: ['SIGINT'] }).catch((cause: Error) => cause);
  expect(error).toBeInstanceOf(RequestFailed);
  expect((error as Error).message).toBe('"signals" must be of SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT, SIGTRAP, SIGSYS, not "SIGINT"');
  expect((await adapter.client.refused(crashRequests.open, { number: 1 })).id).toBe(1207);
});

test('U16: says what is missing when it may not watch', async () => {
  process.env.SYSCALL_TRACE_BPF = '/no/such/helper';
  try {
    adapter = startAdapter();
  } finally {
    delete process.env.SYSCALL_TRACE_BPF;
  }
  const error = await begin(adapter.client, 'attach', { segfaultMonitor: true }).catch((cause: Error) => cause);
  expect((error as Error).message).toContain('/no/such/helper is not there');
  expect(await adapter.client.event<CrashRefusalEvent>(crashEvents.refusal)).toMatchObject({ refusal: 'noHelper', remedies: [] });
});
