import { type ChildProcess, spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
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

/** What to type when a text has appeared. */
type Answers = readonly (readonly [appears: string, input: string])[];

/** A terminal as clients have it: a pty with an interactive shell, into which the command line is typed. */
function offerTerminal(client: AdapterProcess['client'], answers: Answers): void {
  shown = '';
  client.onRequest('runInTerminal', (args) => {
    const { args: command, cwd, env } = args as DebugProtocol.RunInTerminalRequestArguments;
    const changes = Object.entries(env ?? {}).map(([name, value]) => (value === null ? `-u ${quoted(name)}` : quoted(`${name}=${value}`)));
    pty = spawn('script', ['-qec', 'bash --norc --noprofile -i', '/dev/null'], { stdio: ['pipe', 'pipe', 'inherit'] });
    const waiting = [...answers];
    let seen = 0;
    pty.stdout!.on('data', (chunk) => {
      shown += chunk;
      const [next] = waiting;
      const at = next ? shown.indexOf(next[0], seen) : -1;
      if (!next || at < 0) return;
      seen = at + next[0].length;
      waiting.shift();
      pty!.stdin!.write(next[1]);
    });
    pty.stdin!.write(`stty -echo; cd ${quoted(cwd)} && env ${changes.join(' ')} ${command.map(quoted).join(' ')}\n`);
    return { shellProcessId: pty.pid };
  });
}

test('U2: in the terminal the program has the terminal, reads from it, and is seen from its execve on', async () => {
  adapter = startAdapter();
  const { client } = adapter;
  offerTerminal(client, [['terminal 1', 'hello there\n']]);
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
  offerTerminal(client, [['terminal 1', '\x03']]);
  await begin(client, 'launch', { program: terminal, console: 'integratedTerminal', print: 'none', stopOnEntry: true });
  const { threadId, reason } = await client.event<DebugProtocol.StoppedEvent['body']>('stopped');
  expect(reason).toBe('entry');
  await client.request('continue', { threadId });
  expect((await client.event<DebugProtocol.ExitedEvent['body']>('exited')).exitCode).toBe(128 + 2);
});

test('T3: job control works in the terminal: Ctrl-Z stops the program, fg lets it go on', async () => {
  adapter = startAdapter();
  const { client } = adapter;
  offerTerminal(client, [
    ['terminal 1', '\x1a'],
    ['Stopped', 'fg\n'],
    ['/terminal', 'hello again\n'],
  ]);
  await begin(client, 'launch', { program: terminal, console: 'integratedTerminal', print: 'none' });
  expect((await client.event<DebugProtocol.ExitedEvent['body']>('exited')).exitCode).toBe(5);
  expect(shown).toContain('got hello again');
  const { rows } = await client.request<RowsGetResponse>('syscallTrace/rows.get', { start: 0, count: 1000 });
  expect(rows.filter(({ kind }) => kind === 'groupStop').map(({ name }) => name)).toEqual(['SIGTSTP']);
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

test('T1: what cannot be executed in the terminal is one clear message, and nothing is left waiting', async () => {
  adapter = startAdapter();
  const { client } = adapter;
  const text = programs.file('not-a-program');
  writeFileSync(text, 'hello\n', { mode: 0o755 });
  offerTerminal(client, []);
  const error = await begin(client, 'launch', { program: text, console: 'integratedTerminal' }).catch((cause: Error) => cause);
  expect((error as Error).message).toBe(`The program could not be started in a terminal: ${text}: Exec format error`);
  await client.event('terminated');
});
