import type { DebugProtocol } from '@vscode/debugprotocol';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { DetailsGetResponse, RowsGetResponse } from '../../adapter/protocol/requests.js';
import { type AdapterProcess, begin, startAdapter } from './adapterProcess.js';
import { lineOf, sourceOf, TestPrograms } from './testPrograms.js';

const programs = new TestPrograms();
let crash = '';
let adapter: AdapterProcess;

beforeAll(() => {
  crash = programs.compile('crash', '-m32');
});
afterEach(() => adapter.close());
afterAll(() => programs.dispose());

async function variables(reference: number): Promise<DebugProtocol.Variable[]> {
  return (await adapter.client.request<DebugProtocol.VariablesResponse['body']>('variables', { variablesReference: reference })).variables;
}

test('U5, U6: a crash of a 32-bit program has its own registers, its stack to the line and its last call', async () => {
  adapter = startAdapter();
  const { client } = adapter;
  await begin(client, 'launch', { program: crash, print: 'none' }, ['SIGSEGV']);
  const { threadId } = await client.event<DebugProtocol.StoppedEvent['body']>('stopped');
  expect(await client.event('process')).toMatchObject({ pointerSize: 32 });

  const info = await client.request<DebugProtocol.ExceptionInfoResponse['body']>('exceptionInfo', { threadId });
  expect(info.description).toBe('Null pointer: write of 4 bytes through eax, which is null. (SIGSEGV, SEGV_MAPERR)');
  const { stackFrames } = await client.request<DebugProtocol.StackTraceResponse['body']>('stackTrace', { threadId });
  const source = sourceOf('crash');
  expect(stackFrames.slice(0, 3).map(({ name, source: at, line }) => [name, at?.path, line])).toEqual([
    ['store', source, lineOf('crash', 'CRASH')],
    ['fill', source, lineOf('crash', 'CALLS STORE')],
    ['main', source, lineOf('crash', 'CALLS FILL')],
  ]);

  const frameId = stackFrames[0]!.id;
  const { scopes } = await client.request<DebugProtocol.ScopesResponse['body']>('scopes', { frameId });
  const call = await variables(scopes[0]!.variablesReference);
  expect(call.find(({ name }) => name === 'filename')?.value).toBe('"/no/such/file"');

  const registers = await variables(scopes[1]!.variablesReference);
  expect(scopes[1]).toMatchObject({ name: 'Registers', namedVariables: registers.length });
  expect(registers.map(({ name }) => name).join(' ')).toBe('eip esp ebp eax ebx ecx edx esi edi orig_eax eflags cs ss ds es fs gs');
  expect(new Set(registers.map(({ type }) => type))).toEqual(new Set(['u32']));
  const value = (name: string) => registers.find((register) => register.name === name)!;
  expect(value('eip').value).toBe(stackFrames[0]!.instructionPointerReference!.split('@')[0]);
  expect(value('cs').value).toBe('0x23');
  // No system call is being made: −1, as wide as the register.
  expect(value('orig_eax').value).toBe('0xffffffff');
  expect(value('orig_eax').memoryReference).toBeUndefined();

  // The words at esp and ebp are those of the frames: ebp points to the caller's, above which is where it returns to.
  const word = async (name: string, offset: number) => {
    const memory = await client.request<DebugProtocol.ReadMemoryResponse['body']>('readMemory', {
      memoryReference: value(name).memoryReference,
      offset,
      count: 4,
    });
    return Buffer.from(memory!.data!, 'base64').readUInt32LE();
  };
  expect(`0x${(await word('ebp', 4)).toString(16)}`).toBe(stackFrames[1]!.instructionPointerReference!.split('@')[0]);
  expect(await word('esp', 0)).toBeTypeOf('number');

  const evaluated = await client.request<DebugProtocol.EvaluateResponse['body']>('evaluate', { expression: '$eip', frameId });
  expect(evaluated).toMatchObject({ result: value('eip').value, type: 'u32', memoryReference: value('eip').memoryReference });
  expect((await client.refused('evaluate', { expression: '$rip', frameId })).id).toBe(1205);

  const { rows } = await client.request<RowsGetResponse>('syscallTrace/rows.get', { start: 0, count: 1000 });
  const open = rows.find(({ args }) => args.includes('/no/such/file'))!;
  const details = await client.request<DetailsGetResponse>('syscallTrace/details.get', { index: open.index });
  expect(details.row).toMatchObject({ errno: 'ENOENT', source: { path: source, line: lineOf('crash', 'OPENS') } });

  await client.request('continue', { threadId });
  expect((await client.event<DebugProtocol.ExitedEvent['body']>('exited')).exitCode).toBe(128 + 11);
});
