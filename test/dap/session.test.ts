import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import type { CountersEvent } from '../../adapter/protocol/requests.js';
import { type AdapterProcess, adapterPath, begin, startAdapter } from './adapterProcess.js';
import { DapClient } from './dapClient.js';
import { processesOf, residentKilobytes, until } from './processes.js';
import { sourceOf, TestPrograms } from './testPrograms.js';

const programs = new TestPrograms();
let steps = '';
let counter = '';
let tasks = '';
let adapter: AdapterProcess | undefined;

beforeAll(() => {
  steps = programs.compile('steps');
  counter = programs.compile('counter');
  tasks = programs.compile('tasks');
});
afterEach(async () => {
  await adapter?.close();
  adapter = undefined;
});
afterAll(() => programs.dispose());

/** The message of a launch that must fail. */
async function failure(configuration: Record<string, unknown>, request: 'launch' | 'attach' = 'launch'): Promise<string> {
  const started = startAdapter();
  adapter = started;
  const error = await begin(started.client, request, configuration).catch((cause: Error) => cause);
  await started.close();
  if (!(error instanceof Error)) throw new Error('it started');
  return error.message;
}

test('U1: every bad field of a configuration is named in one message', async () => {
  expect(await failure({ program: 7, args: 'x' })).toBe('"program" must be a non-empty string, not 7\n"args" must be a list of strings, not "x"');
  expect(await failure({}, 'attach')).toBe('"pid" is missing: it must be a process id');
  expect(await failure({ program: steps, trace: 'nonsense' })).toBe('"trace": "nonsense" is not a filter: invalid system call \'nonsense\'');
  expect(await failure({ program: steps, print: '/(' })).toContain('"print"');
});

test('T1: a program that cannot be run is one clear message', async () => {
  expect(await failure({ program: '/no/such/program' })).toBe('Cannot run "/no/such/program": no such file');
  expect(await failure({ program: programs.directory })).toContain('it is a directory');
  const text = programs.file('not-a-program');
  writeFileSync(text, 'hello\n', { mode: 0o755 });
  expect(await failure({ program: text })).toMatch(/not-a-program.*(Exec format error|ENOEXEC)/s);
});

test('U1: after a launch that failed another may be tried in the same session', async () => {
  adapter = startAdapter();
  const { client } = adapter;
  await begin(client, 'launch', { program: '/no/such/program' }).catch(() => undefined);
  await client.request('launch', { program: steps, print: 'none' });
  expect((await client.event<DebugProtocol.ExitedEvent['body']>('exited')).exitCode).toBe(3);
  expect((await client.refused('launch', { program: steps })).id).toBe(1003);
});

test('U3: threads and processes are DAP threads, by name, from start to end', async () => {
  const gate = programs.file('gate');
  await once(spawn('mkfifo', [gate]), 'exit');
  adapter = startAdapter();
  const { client } = adapter;
  await begin(client, 'launch', { program: tasks, args: [gate], print: 'none', sourceLines: false });
  await until(() => startedThreads(client).length >= 4);
  const writer = spawn('sh', ['-c', 'exec 3<>"$0"; read -r go; printf xxx >&3', gate], { stdio: ['pipe', 'ignore', 'ignore'] });
  let threads: DebugProtocol.Thread[] = [];
  const names = () => threads.map(({ id, name }) => name.replace(` (${id})`, '')).sort();
  // They name themselves once they run.
  await vi.waitUntil(
    async () => {
      threads = (await client.request<DebugProtocol.ThreadsResponse['body']>('threads')).threads;
      return names().join() === 'child,first,second,tasks';
    },
    { timeout: 15_000 },
  );
  expect(threads.map(({ id }) => id).sort()).toEqual(startedThreads(client).sort());

  // Held, every one of them shows where it is.
  const stop = client.stopped();
  await client.request('pause', { threadId: threads[0]!.id });
  await stop;
  const places = new Map<string, string[]>();
  for (const { id, name } of threads) {
    const { stackFrames } = await client.request<DebugProtocol.StackTraceResponse['body']>('stackTrace', { threadId: id });
    places.set(
      name.split(' ')[0]!,
      stackFrames.filter(({ source }) => source?.path === sourceOf('tasks')).map(({ name: place }) => place),
    );
  }
  expect(Object.fromEntries(places)).toEqual({ tasks: ['main'], first: ['worker'], second: ['worker'], child: ['worker', 'main'] });
  await client.request('continue', { threadId: threads[0]!.id });

  writer.stdin!.end('go\n');
  expect((await client.event<DebugProtocol.ExitedEvent['body']>('exited')).exitCode).toBe(0);
  expect(endedThreads(client).sort()).toEqual(startedThreads(client).sort());
});

function startedThreads(client: DapClient): number[] {
  return client.events.filter(({ event, body }) => event === 'thread' && body.reason === 'started').map(({ body }) => body.threadId);
}
function endedThreads(client: DapClient): number[] {
  return client.events.filter(({ event, body }) => event === 'thread' && body.reason === 'exited').map(({ body }) => body.threadId);
}

test('U2: terminate ends the program, disconnect ends what was launched', async () => {
  for (const command of ['terminate', 'disconnect']) {
    const file = programs.file(`ends-${command}`);
    adapter = startAdapter();
    const { client } = adapter;
    await begin(client, 'launch', { program: counter, args: [file], print: 'none' });
    await client.event<CountersEvent>('syscallTrace/counters', ({ calls }) => calls > 30);
    await client.request(command);
    await until(() => processesOf(counter).length === 0);
    await adapter.close();
  }
});

test('U2: terminate ends a program that is held', async () => {
  adapter = startAdapter();
  const { client } = adapter;
  await begin(client, 'launch', { program: counter, args: [programs.file('held')], print: 'none', stopOnEntry: true });
  await client.event('stopped');
  await client.request('terminate');
  expect((await client.event<DebugProtocol.ExitedEvent['body']>('exited')).exitCode).toBe(128 + 9);
  expect(processesOf(counter)).toEqual([]);
});

test('T2: when the adapter is killed, what it launched lives or dies as the configuration says', async () => {
  for (const killOnExit of [true, false]) {
    const killed = startAdapter();
    await begin(killed.client, 'launch', { program: counter, args: [programs.file('orphan')], print: 'none', killOnExit });
    const { systemProcessId = 0 } = await killed.client.event<DebugProtocol.ProcessEvent['body']>('process');
    await killed.client.event<CountersEvent>('syscallTrace/counters', ({ calls }) => calls > 30);
    killed.process.kill('SIGKILL');
    await killed.exited;
    if (killOnExit) await until(() => processesOf(counter).length === 0);
    else {
      const before = count('orphan');
      await until(() => count('orphan') > before + 3);
      process.kill(systemProcessId, 'SIGKILL');
    }
  }
});

function count(name: string): number {
  return Number(readFileSync(programs.file(name), 'latin1'));
}

test('U2: disconnect may leave a launched program running, and its output does not hold it up', async () => {
  adapter = startAdapter();
  const { client } = adapter;
  const script = 'i=0; while [ $i -lt 100 ]; do echo line; sleep 0.02; i=$((i+1)); done; echo done >"$0"';
  const file = programs.file('left-running');
  await begin(client, 'launch', { program: 'sh', args: ['-c', script, file], print: 'none', sourceLines: false });
  const { systemProcessId } = await client.event<DebugProtocol.ProcessEvent['body']>('process');
  await client.event<DebugProtocol.OutputEvent['body']>('output', ({ category }) => category === 'stdout');
  await client.request('disconnect', { terminateDebuggee: false });
  await adapter.exited;
  await until(() => existsSync(file));
  expect(systemProcessId).toBeGreaterThan(0);
});

test('U2: a client that does not read holds the program up as any pipe does, and nothing is lost', async () => {
  const bytes = 20_000_000;
  adapter = startAdapter();
  const { client, process: child } = adapter;
  const script = `head -c ${bytes} /dev/zero | tr '\\0' x; echo end >&2`;
  await begin(client, 'launch', { program: 'sh', args: ['-c', script], print: 'none', sourceLines: false });
  child.stdout!.pause();
  // Nobody reads: the writer comes to wait in write(2), and the adapter holds little.
  const tr = () => processesOf('tr')[0] ?? 0;
  await until(() => tr() !== 0 && /pipe_write|^0$/.test(readFileSync(`/proc/${tr()}/wchan`, 'latin1')));
  expect(residentKilobytes(child.pid!)).toBeLessThan(150_000);
  child.stdout!.resume();
  await client.event('terminated');
  expect(client.printed('stdout')).toHaveLength(bytes);
  expect(client.printed('stderr')).toBe('end\n');
});

test('U1: a stream that is not DAP ends the adapter, and stdout stays empty', async () => {
  const child = spawn(process.execPath, [adapterPath], { stdio: 'pipe' });
  let out = '';
  child.stdout.on('data', (chunk) => {
    out += chunk;
  });
  child.stdin.write('hello\r\n\r\n');
  await once(child, 'exit');
  expect(out).toBe('');
});

test('U1: bad usage is one line and status 2', async () => {
  const child = spawn(process.execPath, [adapterPath, '--nonsense'], { stdio: ['ignore', 'pipe', 'pipe'] });
  let errors = '';
  child.stderr.on('data', (chunk) => {
    errors += chunk;
  });
  const [status] = await once(child, 'exit');
  expect(status).toBe(2);
  expect(errors.trim().split('\n')).toEqual(['syscall-trace adapter: unknown argument "--nonsense"; see --help']);
});

test('U1: as a server it serves several clients at once and one after another', async () => {
  const server = spawn(process.execPath, [adapterPath, '--server', '0'], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = await Promise.race([once(server.stdout, 'data'), once(server, 'exit')]);
  const port = Number(/^Listening on 127\.0\.0\.1:(\d+)\n$/.exec(String(line))?.[1]);
  const session = async (): Promise<number> => {
    const socket = connect(port, '127.0.0.1');
    const client = new DapClient(socket, socket);
    await begin(client, 'launch', { program: steps, print: 'none' });
    const { exitCode } = await client.event<DebugProtocol.ExitedEvent['body']>('exited');
    await client.request('disconnect');
    await once(socket, 'close');
    return exitCode;
  };
  expect(await Promise.all([session(), session(), session()])).toEqual([3, 3, 3]);
  expect(await session()).toBe(3);

  // A client that drops its connection gets what one that disconnects gets.
  const socket = connect(port, '127.0.0.1');
  const client = new DapClient(socket, socket);
  await begin(client, 'launch', { program: counter, args: [programs.file('dropped')], print: 'none' });
  await client.event<CountersEvent>('syscallTrace/counters', ({ calls }) => calls > 30);
  socket.destroy();
  await until(() => processesOf(counter).length === 0);
  server.kill('SIGTERM');
  await once(server, 'exit');
});
