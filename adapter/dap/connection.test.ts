import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import { OutputEvent } from '@vscode/debugadapter';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { expect, test, vi } from 'vitest';
import { customEvents } from '../protocol/requests.js';
import { Connection } from './connection.js';
import { Counters } from './counters.js';
import { badArgument } from './errors.js';

const framed = (message: object) => {
  const body = JSON.stringify(message);
  return `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
};

function connect(onClosed = () => {}) {
  const input = new PassThrough();
  const output = new PassThrough({ highWaterMark: 1024 });
  const log: string[] = [];
  const connection = new Connection(input, output, (text) => log.push(text), onClosed);
  return { input, output, log, connection };
}

/** The messages that were written so far. */
function messages(output: PassThrough): DebugProtocol.ProtocolMessage[] {
  const text = String(output.read() ?? '');
  return text.split(/Content-Length: \d+\r\n\r\n/).flatMap((json) => (json === '' ? [] : [JSON.parse(json)]));
}

test('U1: handlers answer; what they throw is an error with its number and its words, braces and all', async () => {
  const { input, output, log, connection } = connect();
  connection.serve({
    threads: () => ({ threads: [] }),
    pause: () => Promise.reject(badArgument('pause', 'threadId', 'one of {these}')),
    next: () => {
      throw new Error('a fault');
    },
  });
  for (const command of ['threads', 'pause', 'next', 'source']) input.write(framed({ seq: 7, type: 'request', command, arguments: {} }));
  const answers: DebugProtocol.ProtocolMessage[] = [];
  while (answers.length < 4) {
    await once(output, 'readable');
    answers.push(...messages(output));
  }
  const of = (command: string) => answers.find((answer) => (answer as DebugProtocol.Response).command === command) as DebugProtocol.ErrorResponse;
  expect(of('threads')).toMatchObject({ success: true, request_seq: 7, body: { threads: [] } });
  expect(of('pause')).toMatchObject({ success: false, message: 'Request "pause": "threadId" must be one of {these}', body: { error: { id: 1005 } } });
  expect(of('next')).toMatchObject({ success: false, message: 'Request "next" failed: a fault', body: { error: { id: 1002 } } });
  // The library’s session would answer that one with an empty success.
  expect(of('source')).toMatchObject({ success: false, body: { error: { id: 1001 } } });
  expect(log).toHaveLength(1);
});

test('U1: it ends once, when the stream is no DAP, is no JSON, or ends', async () => {
  for (const [sent, word] of [
    ['GET / HTTP/1.1\r\n\r\n', /not a DAP stream/],
    ['Content-Length: 2\r\n\r\n{x', /JSON/],
    ['', undefined],
  ] as const) {
    let closed = 0;
    const { input, log, connection } = connect(() => closed++);
    connection.serve({});
    input.end(sent);
    await once(input, 'close');
    await new Promise(setImmediate);
    expect(closed).toBe(1);
    if (word) expect(log.join()).toMatch(word);
    else expect(log).toEqual([]);
    await expect(connection.runInTerminal({ args: [], cwd: '/' }, 1000)).rejects.toThrow('the client has gone');
  }
});

test('U2: a client that does not answer, or refuses, is told from one that has gone', async () => {
  const { input, output, connection } = connect();
  connection.serve({});
  await expect(connection.runInTerminal({ args: [], cwd: '/' }, 10)).rejects.toThrow('the client did not answer "runInTerminal" within 0.01 s');
  const refused = connection.runInTerminal({ args: [], cwd: '/' }, 60_000);
  const [, second] = messages(output);
  input.write(framed({ seq: 1, type: 'response', request_seq: second?.seq, command: 'runInTerminal', success: false, message: 'not today' }));
  await expect(refused).rejects.toThrow('not today');
});

test('U2: while the client does not read, counters do not pile up; the newest comes when it reads again', async () => {
  const { output, connection } = connect();
  connection.serve({});
  let rows = 0;
  const counters = new Counters(connection, () => ({ rows, calls: 0, errors: 0, lost: 0, tasks: 1, state: 'running' }));
  connection.sendEvent(new OutputEvent('x'.repeat(2000)));
  const caughtUp = connection.congestion();
  expect(caughtUp).toBeInstanceOf(Promise);
  const before = output.writableLength + output.readableLength;
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  for (; rows < 5; rows++) {
    counters.touch();
    await vi.advanceTimersByTimeAsync(1000);
  }
  vi.useRealTimers();
  expect(output.writableLength + output.readableLength).toBe(before);
  messages(output);
  await caughtUp;
  await once(output, 'readable');
  expect(messages(output)).toMatchObject([{ type: 'event', event: customEvents.counters, body: { rows: 5 } }]);
});
