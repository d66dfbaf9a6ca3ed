import path from 'node:path';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { afterAll, afterEach, expect, test } from 'vitest';
import { type AdapterProcess, begin, startAdapter } from './adapterProcess.js';
import { sourceOf, TestPrograms } from './testPrograms.js';

const programs = new TestPrograms();
const folder = path.dirname(sourceOf('crash'));
let adapter: AdapterProcess;

afterEach(() => adapter.close());
afterAll(() => programs.dispose());

/** The innermost frame at the crash of a program that was compiled in /build/src. */
async function crashFrame(settings: object): Promise<DebugProtocol.StackFrame | undefined> {
  const program = programs.compile('crash', `-ffile-prefix-map=${folder}=/build/src`);
  adapter = startAdapter();
  const { client } = adapter;
  await begin(client, 'launch', { program, print: 'none', ...settings }, ['SIGSEGV']);
  const { threadId } = await client.event<DebugProtocol.StoppedEvent['body']>('stopped');
  const { stackFrames } = await client.request<DebugProtocol.StackTraceResponse['body']>('stackTrace', { threadId });
  return stackFrames[0];
}

test('S7: sources that were compiled elsewhere are found where sourceMap says', async () => {
  const frame = await crashFrame({ sourceMap: { '/build/src': folder } });
  expect(frame?.source?.path).toBe(sourceOf('crash'));
  expect(frame?.source?.origin).toBeUndefined();
});

test('S7: sources that were compiled elsewhere are searched for below sourceFolders', async () => {
  const frame = await crashFrame({ sourceFolders: [folder] });
  expect(frame?.source?.path).toBe(sourceOf('crash'));
  expect(frame?.source?.origin).toBeUndefined();
});

test('S7: a source that is not there is named', async () => {
  const frame = await crashFrame({});
  expect(frame?.source).toMatchObject({ path: '/build/src/crash.c', presentationHint: 'deemphasize', origin: 'source not found at /build/src/crash.c' });
});
