/** Starts a program in the client’s terminal, by the stub that becomes it once it is traced (native/helper/terminalStub.cc). */
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { errnos } from '../syscalls/generated/errno.gen.js';
import type { Client } from './connection.js';
import { type DapError, terminalFailed } from './errors.js';

/** A terminal that shows a question first (“terminate the running process?”) may take its time. */
const terminalPatienceMs = 60_000;

export interface TerminalProgram {
  readonly stubPath: string;
  readonly file: string;
  readonly argv: readonly string[];
  readonly cwd: string;
  /** Added to the terminal’s own environment; null removes. */
  readonly env: Readonly<Record<string, string | null>>;
  readonly title: string;
}

/** The stub, which waits in the terminal. */
export interface WaitingStub {
  readonly pid: number;
  /** Lets it become the program. Resolves when execve has succeeded, rejects when it has not. */
  go(): Promise<void>;
  /** It ends without having run anything. */
  dismiss(): void;
}

/** Rejects with DapError when the terminal does not start the stub. */
export async function launchInTerminal(client: Client, program: TerminalProgram): Promise<WaitingStub> {
  // Only this user may enter the directory, so whoever connects is the stub, or the user’s own.
  const directory = mkdtempSync(path.join(socketRoot(), 'syscall-trace-'));
  const socketPath = path.join(directory, 'stub');
  const server = createServer({ allowHalfOpen: false });
  try {
    await listening(server, socketPath);
    const connected = firstConnection(server);
    const request: DebugProtocol.RunInTerminalRequestArguments = {
      kind: 'integrated',
      title: program.title,
      cwd: program.cwd,
      args: [program.stubPath, socketPath, program.file, ...program.argv],
      env: { ...program.env },
    };
    const refused = client.runInTerminal(request, terminalPatienceMs).then(
      () => never(),
      (error: DapError) => Promise.reject(terminalFailed(error.message)),
    );
    const socket = await within(terminalPatienceMs, Promise.race([connected, refused]));
    return new Stub(socket, await within(terminalPatienceMs, firstLine(socket)), program.file);
  } finally {
    server.close();
    rmSync(directory, { recursive: true, force: true });
  }
}

class Stub implements WaitingStub {
  readonly pid: number;

  constructor(
    private readonly socket: Socket,
    line: string,
    private readonly file: string,
  ) {
    this.pid = Number(line);
    if (!Number.isInteger(this.pid) || this.pid <= 0) {
      socket.destroy();
      throw terminalFailed('something else than our stub answered');
    }
  }

  async go(): Promise<void> {
    const outcome = firstLine(this.socket);
    this.socket.write('g');
    const line = await outcome;
    this.socket.destroy();
    const errno = /^errno (\d+)$/.exec(line)?.[1];
    if (errno !== undefined) throw terminalFailed(`${this.file}: ${errnos[Number(errno)]?.[1] ?? `errno ${errno}`}`);
  }

  dismiss(): void {
    this.socket.destroy();
  }
}

/** The path of a Unix socket has at most 107 bytes (unix(7)): a deep TMPDIR leaves no room for it. */
function socketRoot(): string {
  return Buffer.byteLength(tmpdir()) <= 80 ? tmpdir() : '/tmp';
}

function listening(server: Server, socketPath: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => reject(terminalFailed(error.message)));
    server.listen(socketPath, resolve);
  });
}

function firstConnection(server: Server): Promise<Socket> {
  return new Promise((resolve) => {
    server.once('connection', resolve);
  });
}

/** The first line that comes, or what came before the end. */
function firstLine(socket: Socket): Promise<string> {
  return new Promise((resolve) => {
    let text = '';
    const done = () => {
      socket.off('data', take);
      resolve(text.split('\n', 1)[0] ?? '');
    };
    const take = (chunk: Buffer) => {
      text += chunk.toString('latin1');
      if (text.includes('\n') || text.length > 100) done();
    };
    socket.on('data', take);
    socket.once('close', done);
    socket.once('error', done);
  });
}

function within<T>(milliseconds: number, promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(terminalFailed(`nothing happened within ${milliseconds / 1000} s`)), milliseconds);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

function never(): Promise<never> {
  return new Promise(() => undefined);
}
