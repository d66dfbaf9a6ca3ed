import type { DebugProtocol } from '@vscode/debugprotocol';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type AdapterProcess, begin, startAdapter } from './adapterProcess.js';
import { lineOf, sourceOf, TestPrograms } from './testPrograms.js';

const programs = new TestPrograms();
let crash = '';
let adapter: AdapterProcess;

beforeAll(() => {
  crash = programs.compile('crash');
});
afterEach(() => adapter.close());
afterAll(() => programs.dispose());

type Stopped = DebugProtocol.StoppedEvent['body'];
type Stack = DebugProtocol.StackTraceResponse['body'];

test('U5, U6: a crash stops the program with its cause, its stack to the line, its last call and its registers', async () => {
  adapter = startAdapter();
  const { client } = adapter;
  await begin(client, 'launch', { program: crash, print: 'none' }, ['SIGSEGV']);
  const stopped = await client.event<Stopped>('stopped');
  expect(stopped).toMatchObject({ reason: 'exception', text: 'SIGSEGV', allThreadsStopped: true });
  const threadId = stopped.threadId!;

  const info = await client.request<DebugProtocol.ExceptionInfoResponse['body']>('exceptionInfo', { threadId });
  expect(info).toMatchObject({ exceptionId: 'SIGSEGV', breakMode: 'always' });
  expect(info.description).toBe('Null pointer: write of 4 bytes through rax, which is null. (SIGSEGV, SEGV_MAPERR)');
  expect(info.details?.stackTrace?.split('\n')[0]).toBe(`store at ${sourceOf('crash')}:${lineOf('crash', 'CRASH')}`);

  const stack = await client.request<Stack>('stackTrace', { threadId });
  expect(stack.stackFrames.slice(0, 3).map(({ name, source, line }) => [name, source?.path, line])).toEqual([
    ['store', sourceOf('crash'), lineOf('crash', 'CRASH')],
    ['fill', sourceOf('crash'), lineOf('crash', 'CALLS STORE')],
    ['main', sourceOf('crash'), lineOf('crash', 'CALLS FILL')],
  ]);
  expect(stack.totalFrames).toBe(stack.stackFrames.length);
  const libc = stack.stackFrames.find(({ name }) => name.startsWith('__libc_start'));
  expect(libc).toMatchObject({ presentationHint: 'subtle' });
  const page = await client.request<Stack>('stackTrace', { threadId, startFrame: 1, levels: 1 });
  expect(page.stackFrames.map(({ name }) => name)).toEqual(['fill']);
  expect(page.totalFrames).toBe(stack.totalFrames);

  const { scopes } = await client.request<DebugProtocol.ScopesResponse['body']>('scopes', { frameId: stack.stackFrames[0]!.id });
  expect(scopes.map(({ name }) => name)).toEqual(['Syscall (last)', 'Registers']);
  const call = await variables(scopes[0]!.variablesReference);
  expect(call.get('syscall')?.value).toBe('openat');
  expect(call.get('dfd')?.value).toBe('AT_FDCWD');
  expect(call.get('filename')?.value).toBe('"/no/such/file"');
  expect(call.get('flags')).toMatchObject({ value: 'O_RDONLY|O_CLOEXEC' });
  expect([...(await variables(call.get('flags')!.variablesReference)).values()].map(({ value }) => value)).toEqual(['O_RDONLY', 'O_CLOEXEC']);
  expect(call.get('result')?.value).toBe('-1 ENOENT (No such file or directory)');

  const registers = await variables(scopes[1]!.variablesReference);
  const rip = registers.get('rip')!;
  expect(rip.value).toBe(stack.stackFrames[0]!.instructionPointerReference!.split('@')[0]);
  const evaluated = await client.request<DebugProtocol.EvaluateResponse['body']>('evaluate', { expression: '$rip', frameId: stack.stackFrames[0]!.id });
  expect(evaluated.result).toBe(rip.value);
  expect((await client.refused('evaluate', { expression: 'item->count', frameId: stack.stackFrames[0]!.id })).id).toBe(1205);
  const code = await client.request<DebugProtocol.ReadMemoryResponse['body']>('readMemory', { memoryReference: rip.memoryReference, count: 16 });
  expect(Buffer.from(code!.data!, 'base64')).toHaveLength(16);
  const nothing = await client.request<DebugProtocol.ReadMemoryResponse['body']>('readMemory', { memoryReference: '0x0', count: 8 });
  expect(nothing).toMatchObject({ unreadableBytes: 8 });

  await client.request('continue', { threadId });
  expect((await client.event<DebugProtocol.ExitedEvent['body']>('exited')).exitCode).toBe(128 + 11);
  await client.event('terminated');
  expect(client.printed('stdout')).toBe('before\n');
  expect(client.printed('console')).toContain('was killed by SIGSEGV');
  expect((await client.refused('scopes', { frameId: stack.stackFrames[0]!.id })).id).toBe(1004);

  async function variables(variablesReference: number): Promise<Map<string, DebugProtocol.Variable>> {
    const body = await client.request<DebugProtocol.VariablesResponse['body']>('variables', { variablesReference });
    return new Map(body.variables.map((variable) => [variable.name, variable]));
  }
});

test('U4: a signal that nobody asked for does not stop the program', async () => {
  adapter = startAdapter();
  const { client } = adapter;
  await begin(client, 'launch', { program: crash, print: 'none' }, ['SIGBUS']);
  expect((await client.event<DebugProtocol.ExitedEvent['body']>('exited')).exitCode).toBe(128 + 11);
  expect(client.events.some(({ event }) => event === 'stopped')).toBe(false);
});
