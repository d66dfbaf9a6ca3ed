/** Runs the command line as a user does: the built dist/cli.js in a process of its own. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll } from 'vitest';

/** `SYSCALL_TRACE_CLI` names another build of it. */
export const cli = process.env.SYSCALL_TRACE_CLI ?? resolve(import.meta.dirname, '../../dist/cli.js');

export interface Run {
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

const environment = { ...process.env, LC_ALL: 'C.UTF-8' };

function run(file: string, args: readonly string[], cwd: string, input = ''): Run {
  const { status, signal, stdout, stderr, error } = spawnSync(file, args, {
    cwd,
    env: environment,
    encoding: 'utf8',
    input,
    timeout: 30_000,
    killSignal: 'SIGKILL',
  });
  if (error !== undefined) throw error;
  return { status, signal, stdout, stderr };
}

/** A folder for one test file, removed behind it. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'cli-test-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** `syscall-trace …` */
export const ours = (args: readonly string[], cwd = tmpdir(), input?: string): Run => run(process.execPath, [cli, ...args], cwd, input);
/** `strace …` */
export const peer = (args: readonly string[], cwd = tmpdir(), input?: string): Run => run('strace', args, cwd, input);
/** A shell line; `$OURS` in it is the command line. */
export const shell = (line: string, cwd = tmpdir()): Run => run('sh', ['-c', `OURS='${process.execPath} ${cli}'; ${line}`], cwd);

/** Starts `syscall-trace …` and leaves it running. */
export function start(args: readonly string[], stdio: ('pipe' | 'ignore')[] = ['pipe', 'pipe', 'pipe']): ChildProcess {
  return spawn(process.execPath, [cli, ...args], { stdio, env: environment });
}

/** Waits until what the stream has said matches. @throws when it ends before */
export function until(stream: NodeJS.ReadableStream, pattern: RegExp): Promise<string> {
  return new Promise((done, failed) => {
    let text = '';
    const onData = (chunk: Buffer): void => {
      text += chunk.toString();
      if (!pattern.test(text)) return;
      stream.off('data', onData);
      done(text);
    };
    stream.on('data', onData);
    stream.once('end', () => failed(new Error(`ended without ${pattern}: ${text}`)));
  });
}

/** Everything that the stream says from now on. */
export async function rest(stream: NodeJS.ReadableStream): Promise<string> {
  let text = '';
  for await (const chunk of stream) text += chunk.toString();
  return text;
}

export function ended(child: ChildProcess): Promise<{ status: number | null; signal: NodeJS.Signals | null }> {
  return new Promise((done) => child.once('exit', (status, signal) => done({ status, signal })));
}
