import { type ChildProcessByStdio, spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { frameMessage, MessageReader } from '../../adapter/dap/messageReader.js';
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

interface Waiter {
  resolve(body: unknown): void;
  reject(error: Error): void;
}

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

class ReaderProcess {
  ended = false;
  private sequence = 0;
  private complaint = '';
  private readonly waiting = new Map<number, Waiter>();
  private readonly child: ChildProcessByStdio<Writable, Readable, Readable>;

  constructor(
    { command, args, env }: NodeCommand,
    private readonly onEvent: (event: DebugProtocol.Event) => void,
  ) {
    this.child = spawn(command, args, { env: { ...process.env, ...env }, stdio: ['pipe', 'pipe', 'pipe'] });
    const reader = new MessageReader((message) => this.receive(message as DebugProtocol.ProtocolMessage));
    this.child.stdout.on('data', (chunk: Buffer) => this.read(reader, chunk));
    this.child.stderr.on('data', (chunk: Buffer) => {
      this.complaint = (this.complaint + chunk.toString()).slice(-complaintLimit);
    });
    // Writing to a reader that has just died; its end is reported by `close`.
    this.child.stdin.on('error', () => {});
    this.child.on('error', (error) => this.fail(error));
    this.child.on('close', (code, signal) => this.fail(new Error(`the reader of the recording ended (${signal ?? code}) ${this.complaint}`.trimEnd())));
  }

  ask(command: string, args: unknown): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const seq = ++this.sequence;
      this.waiting.set(seq, { resolve, reject });
      this.child.stdin.write(frameMessage({ seq, type: 'request', command, arguments: args }));
    });
  }

  /** A reader ends with its input. */
  end(): void {
    this.ended = true;
    this.child.stdin.end();
  }

  private read(reader: MessageReader, chunk: Buffer): void {
    try {
      reader.push(chunk);
    } catch (error) {
      this.child.kill();
      this.fail(error instanceof Error ? error : new Error(String(error)));
    }
  }

  private receive(message: DebugProtocol.ProtocolMessage): void {
    if (message.type === 'event') this.onEvent(message as DebugProtocol.Event);
    if (message.type !== 'response') return;
    const response = message as DebugProtocol.Response;
    const waiter = this.waiting.get(response.request_seq);
    this.waiting.delete(response.request_seq);
    if (response.success) waiter?.resolve(response.body);
    else waiter?.reject(new Error(response.message ?? response.command));
  }

  private fail(error: Error): void {
    this.ended = true;
    for (const waiter of this.waiting.values()) waiter.reject(error);
    this.waiting.clear();
  }
}
