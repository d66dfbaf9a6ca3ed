import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { connect } from 'node:net';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type AdapterProcess, adapterPath, startAdapter } from './adapterProcess.js';
import { lineOf, TestPrograms } from './testPrograms.js';

const programs = new TestPrograms();
let crash = '';
let adapter: AdapterProcess | undefined;

beforeAll(() => {
  crash = programs.compile('crash');
});
afterEach(async () => {
  await adapter?.close();
  adapter = undefined;
});
afterAll(() => programs.dispose());

test('U1: lines and columns are counted as the client counts; it need not name a path format', async () => {
  adapter = startAdapter();
  const { client } = adapter;
  await client.request('initialize', { adapterID: 'syscall-trace', linesStartAt1: false, columnsStartAt1: false });
  await client.request('setExceptionBreakpoints', { filters: ['SIGSEGV'] });
  await client.request('configurationDone');
  await client.request('launch', { program: crash });
  const { threadId } = await client.event<DebugProtocol.StoppedEvent['body']>('stopped');
  const { stackFrames } = await client.request<DebugProtocol.StackTraceResponse['body']>('stackTrace', { threadId });
  expect(stackFrames[0]).toMatchObject({ name: 'store', line: lineOf('crash', 'CRASH') - 1 });
  expect(stackFrames[0]!.column).toBeGreaterThanOrEqual(0);
  const printed = client.events.filter(({ event, body }) => event === 'output' && body.line !== undefined);
  expect(printed.map(({ body }) => body.line)).toContain(lineOf('crash', 'OPENS') - 1);
});

test('U1: a client that wants paths as URIs is told that they are not offered', async () => {
  adapter = startAdapter();
  expect((await adapter.client.refused('initialize', { adapterID: 'syscall-trace', pathFormat: 'uri' })).format).toContain('native paths');
});

test('U1: a web page cannot start programs by posting to the server', async () => {
  const server = spawn(process.execPath, [adapterPath, '--server', '0'], { stdio: ['ignore', 'pipe', 'pipe'] });
  const [line] = await once(server.stdout, 'data');
  const port = Number(/:(\d+)\n$/.exec(String(line))?.[1]);
  const mark = programs.file('posted');
  const requests = [
    { seq: 1, type: 'request', command: 'configurationDone' },
    { seq: 2, type: 'request', command: 'launch', arguments: { program: 'touch', args: [mark] } },
  ].map((request) => JSON.stringify(request));
  const [first = '', second = ''] = requests;
  const socket = connect(port, '127.0.0.1');
  let answer = '';
  socket.on('data', (chunk) => {
    answer += chunk;
  });
  socket.write(`POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: ${first.length}\r\n\r\n${first}`);
  socket.write(`Content-Length: ${second.length}\r\n\r\n${second}`);
  socket.on('error', () => undefined);
  await once(socket, 'close');
  expect(answer).toBe('');
  server.kill('SIGTERM');
  await once(server, 'exit');
  expect(existsSync(mark)).toBe(false);
});
