/** A debug adapter process for a test, and sessions with it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { DapClient } from './dapClient.js';

export const adapterPath = path.resolve(import.meta.dirname, '../../dist/adapter.js');

export interface AdapterProcess {
  readonly client: DapClient;
  readonly process: ChildProcess;
  /** What it wrote to stderr. */
  readonly stderr: () => string;
  /** Settles when it has ended. */
  readonly exited: Promise<unknown>;
  /** Closes its stdin, as a client that goes; settles when it has ended. */
  close(): Promise<unknown>;
}

export function startAdapter(args: readonly string[] = []): AdapterProcess {
  const child = spawn(process.execPath, [adapterPath, ...args], { stdio: 'pipe' });
  let errors = '';
  child.stderr.on('data', (chunk) => {
    errors += chunk;
  });
  const exited = once(child, 'exit');
  return {
    client: new DapClient(child.stdout, child.stdin),
    process: child,
    stderr: () => errors,
    exited,
    close: () => {
      child.stdin.end();
      return exited;
    },
  };
}

export type Configuration = Readonly<Record<string, unknown>>;

/** initialize, `launch` or `attach`, configurationDone; settles when the request has been answered. */
export async function begin(client: DapClient, request: 'launch' | 'attach', configuration: Configuration, filters?: readonly string[]): Promise<void> {
  await client.request<DebugProtocol.Capabilities>('initialize', { adapterID: 'syscall-trace', pathFormat: 'path', supportsRunInTerminalRequest: true });
  await client.event('initialized');
  const started = client.request(request, configuration);
  // It may fail before the configuration is done.
  started.catch(() => undefined);
  if (filters) await client.request('setExceptionBreakpoints', { filters });
  await client.request('configurationDone');
  await started;
}
