import { type ChildProcessByStdio, spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { ProtocolServer } from '@vscode/debugadapter/lib/protocol.js';
import type { DebugProtocol } from '@vscode/debugprotocol';
import {
  customRequests,
  type DetailsGetArguments,
  type DetailsGetResponse,
  type RowsGetArguments,
  type RowsGetResponse,
  type StatsGetResponse,
} from '../../adapter/protocol/requests.js';
import type { NodeCommand } from '../debug/adapterProcess.js';
import type { TraceSource } from './traceSource.js';

/** A reader that nobody asked for this long ends; the next question starts another. */
const idleMs = 60_000;
/** Of what the reader says on stderr, for the message when it fails. */
const complaintLimit = 2000;

/** Answers from a recording, by a process that reads it and speaks the custom requests of a session. Started when first asked. */
export class RecordingReader implements TraceSource {
  private process: ReaderProcess | undefined;
  private idle: NodeJS.Timeout | undefined;

  /** `command` runs the reader of one recording. `onEvent` hears what it says by itself: counters, problems, sources found late. */
  constructor(
    private readonly command: NodeCommand,
    private readonly onEvent: (event: DebugProtocol.Event) => void,
  ) {}

  async rows(range: RowsGetArguments): Promise<RowsGetResponse> {
    return (await this.ask(customRequests.rowsGet, range)) as RowsGetResponse;
  }

  async details(which: DetailsGetArguments): Promise<DetailsGetResponse> {
    return (await this.ask(customRequests.detailsGet, which)) as DetailsGetResponse;
  }

  async statistics(): Promise<StatsGetResponse> {
    return (await this.ask(customRequests.statsGet, {})) as StatsGetResponse;
  }

  /** Ends the process. Another question would start it again. */
  dispose(): void {
    clearTimeout(this.idle);
    this.process?.end();
    this.process = undefined;
  }

  private ask(command: string, args: unknown): Promise<unknown> {
    clearTimeout(this.idle);
    this.idle = setTimeout(() => this.dispose(), idleMs);
    if (this.process === undefined || this.process.ended) this.process = new ReaderProcess(this.command, this.onEvent);
    return this.process.ask(command, args);
  }
}

/** The library’s protocol class serves either end. */
class ReaderProcess extends ProtocolServer {
  ended = false;
  private complaint = '';
  private readonly waiting = new Set<(error: Error) => void>();
  private readonly child: ChildProcessByStdio<Writable, Readable, Readable>;

  constructor(
    { command, args, env }: NodeCommand,
    private readonly onEvent: (event: DebugProtocol.Event) => void,
  ) {
    super();
    this.child = spawn(command, args, { env: { ...process.env, ...env }, stdio: ['pipe', 'pipe', 'pipe'] });
    // Its answer is not DAP, or it has died while we write to it, which `close` reports, too.
    this.on('error', ({ body }: DebugProtocol.Event) => {
      this.child.kill();
      this.fail(new Error(String(body)));
    });
    this.start(this.child.stdout, this.child.stdin);
    this.child.stderr.on('data', (chunk: Buffer) => {
      this.complaint = (this.complaint + chunk.toString()).slice(-complaintLimit);
    });
    this.child.on('error', (error) => this.fail(error));
    this.child.on('close', (code, signal) => this.fail(new Error(`the reader of the recording ended (${signal ?? code}) ${this.complaint}`.trimEnd())));
  }

  ask(command: string, args: unknown): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.waiting.add(reject);
      this.sendRequest(command, args, idleMs, ({ success, body, message }) => {
        this.waiting.delete(reject);
        if (success) resolve(body);
        else reject(new Error(message ?? command));
      });
    });
  }

  /** A reader ends with its input. */
  end(): void {
    this.ended = true;
    this.stop();
  }

  override handleMessage(message: DebugProtocol.ProtocolMessage): void {
    if (message.type === 'event') this.onEvent(message as DebugProtocol.Event);
    else super.handleMessage(message);
  }

  private fail(error: Error): void {
    this.ended = true;
    for (const reject of this.waiting) reject(error);
    this.waiting.clear();
  }
}
