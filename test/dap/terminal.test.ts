import { type ChildProcess, spawn } from 'node:child_process';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { RowsGetResponse } from '../../adapter/protocol/requests.js';
import { type AdapterProcess, begin, startAdapter } from './adapterProcess.js';
import { TestPrograms } from './testPrograms.js';

const programs = new TestPrograms();
let terminal = '';
let adapter: AdapterProcess;
let shown = '';
let pty: ChildProcess | undefined;

beforeAll(() => {
  terminal = programs.compile('terminal');
});
afterEach(async () => {
  await adapter.close();
  pty?.kill('SIGKILL');
});
afterAll(() => programs.dispose());

const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;

/** A terminal as clients have it: a pty with a shell that is given the command line. */
function offerTerminal(client: AdapterProcess['client'], input: string): void {
  shown = '';
  client.onRequest('runInTerminal', (args) => {
    const { args: command, cwd, env } = args as DebugProtocol.RunInTerminalRequestArguments;
    const changes = Object.entries(env ?? {}).map(([name, value]) => (value === null ? `-u ${quoted(name)}` : quoted(`${name}=${value}`)));
    const line = `cd ${quoted(cwd)} && exec env ${changes.join(' ')} ${command.map(quoted).join(' ')}`;
    pty = spawn('script', ['-qec', line, '/dev/null'], { stdio: ['pipe', 'pipe', 'inherit'] });
    pty.stdout!.on('data', (chunk) => {
      shown += chunk;
      if (String(chunk).includes('terminal ')) pty!.stdin!.write(input);
    });
    return { shellProcessId: pty.pid };
  });
}

test('U2: in the terminal the program has the terminal, reads from it, and is seen from its execve on', async () => {
  adapter = startAdapter();
  const { client } = adapter;
  offerTerminal(client, 'hello there\n');
  await begin(client, 'launch', { program: terminal, console: 'integratedTerminal', print: 'none', env: { DAP_TEST_MARK: 'a b' } });
  expect((await client.event<DebugProtocol.ExitedEvent['body']>('exited')).exitCode).toBe(5);
  await client.event('terminated');
  expect(shown).toContain('terminal 1 1 mark a b');
  expect(shown).toContain('got hello there');
  const { rows } = await client.request<RowsGetResponse>('syscallTrace/rows.get', { start: 0, count: 1000 });
  const calls = rows.filter(({ kind }) => kind === 'syscall');
  expect(calls[0]).toMatchObject({ name: 'execve', result: '0' });
  expect(calls.filter(({ name }) => name === 'execve')).toHaveLength(1);
  expect(calls.some(({ name, args }) => name === 'read' && args.startsWith('0, "hello there\\n"'))).toBe(true);
});

test('U2: stopOnEntry works in the terminal, and Ctrl-C reaches the program', async () => {
  adapter = startAdapter();
  const { client } = adapter;
  offerTerminal(client, '\x03');
  await begin(client, 'launch', { program: terminal, console: 'integratedTerminal', print: 'none', stopOnEntry: true });
  const { threadId, reason } = await client.event<DebugProtocol.StoppedEvent['body']>('stopped');
  expect(reason).toBe('entry');
  await client.request('continue', { threadId });
  expect((await client.event<DebugProtocol.ExitedEvent['body']>('exited')).exitCode).toBe(128 + 2);
});

test('U2: a terminal that is refused is one clear message', async () => {
  adapter = startAdapter();
  const { client } = adapter;
  client.onRequest('runInTerminal', () => {
    throw new Error('no terminal today');
  });
  const error = await begin(client, 'launch', { program: terminal, console: 'integratedTerminal' }).catch((cause: Error) => cause);
  expect((error as Error).message).toMatch(/^The program could not be started in a terminal: .*no terminal today/);
});
