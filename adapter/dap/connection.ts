/** One DAP client: dispatches its requests to handlers, sends it events, asks it for things (reverse requests). */
import type { Readable, Writable } from 'node:stream';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { DapError, internalFault, unknownRequest } from './errors.js';
import { FramingError, frameMessage, MessageReader } from './messageReader.js';
import type { Command, RequestHandlers } from './requestTypes.js';

/** What the parts of a session need of the client. */
export interface Client {
  sendEvent(event: string, body?: unknown): void;
  /** Rejects with DapError when the client refuses, or has gone. */
  request(command: string, args: unknown): Promise<unknown>;
  /** Undefined while the client keeps up with what is sent; else settles when it has caught up. */
  congestion(): Promise<void> | undefined;
}

export class Connection implements Client {
  private sequence = 0;
  private closed = false;
  private drain: Promise<void> | undefined;
  private readonly waiting = new Map<number, { resolve: (body: unknown) => void; reject: (error: Error) => void }>();

  /** `onClosed` is called once, when the client is gone: its stream ended, failed or was not DAP. */
  constructor(
    private readonly input: Readable,
    private readonly output: Writable,
    private readonly log: (text: string) => void,
    private readonly onClosed: () => void,
  ) {}

  /** Begins to serve. A handler’s result is sent before whatever it schedules by setImmediate. */
  serve(handlers: Partial<RequestHandlers>): void {
    const reader = new MessageReader((message) => this.receive(message as DebugProtocol.ProtocolMessage, handlers));
    this.input.on('data', (chunk: Buffer) => {
      try {
        reader.push(chunk);
      } catch (error) {
        if (!(error instanceof FramingError)) throw error;
        this.log(`the client sent ${error.message}`);
        this.close();
      }
    });
    this.input.on('end', () => this.close());
    this.input.on('close', () => this.close());
    this.input.on('error', () => this.close());
    this.output.on('error', () => this.close());
  }

  sendEvent(event: string, body?: unknown): void {
    this.send({ seq: 0, type: 'event', event, ...(body === undefined ? {} : { body }) });
  }

  request(command: string, args: unknown): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const seq = this.send({ seq: 0, type: 'request', command, arguments: args });
      if (seq === undefined) reject(new DapError(1301, 'the client has gone'));
      else this.waiting.set(seq, { resolve, reject });
    });
  }

  congestion(): Promise<void> | undefined {
    return this.drain;
  }

  /** Stops serving. Idempotent. */
  close(): void {
    if (this.closed) return;
    this.closed = true;
    for (const { reject } of this.waiting.values()) reject(new DapError(1301, 'the client has gone'));
    this.waiting.clear();
    this.onClosed();
  }

  private receive(message: DebugProtocol.ProtocolMessage, handlers: Partial<RequestHandlers>): void {
    if (message.type === 'request') void this.answer(message as DebugProtocol.Request, handlers);
    else if (message.type === 'response') this.settle(message as DebugProtocol.Response);
  }

  private async answer(request: DebugProtocol.Request, handlers: Partial<RequestHandlers>): Promise<void> {
    const response = { seq: 0, type: 'response', request_seq: request.seq, command: request.command };
    try {
      if (!Object.hasOwn(handlers, request.command)) throw unknownRequest(request.command);
      // The client’s arguments are JSON: handlers check what they rely on.
      const handler = handlers[request.command as Command] as (args: unknown) => unknown;
      const body = await handler(request.arguments);
      this.send({ ...response, success: true, ...(body === undefined ? {} : { body }) });
    } catch (error) {
      const failure = error instanceof DapError ? error : internalFault(request.command, error);
      if (failure !== error) this.log(`${request.command}: ${error instanceof Error ? error.stack : String(error)}`);
      this.send({ ...response, success: false, message: failure.message, body: { error: failure.toMessage() } });
    }
  }

  private settle(response: DebugProtocol.Response): void {
    const waiter = this.waiting.get(response.request_seq);
    if (!waiter) return;
    this.waiting.delete(response.request_seq);
    if (response.success) waiter.resolve(response.body);
    else waiter.reject(new DapError(1302, response.message ?? `the client refused "${response.command}"`));
  }

  /** Returns the message’s number, undefined when the client is gone. */
  private send(message: DebugProtocol.ProtocolMessage & Record<string, unknown>): number | undefined {
    if (this.closed) return undefined;
    const seq = ++this.sequence;
    const fits = this.output.write(frameMessage({ ...message, seq }));
    if (!fits && !this.drain) {
      this.drain = new Promise((resolve) => {
        const done = () => {
          this.drain = undefined;
          this.output.off('drain', done);
          this.output.off('close', done);
          resolve();
        };
        this.output.on('drain', done);
        this.output.on('close', done);
      });
    }
    return seq;
  }
}
