/** A small DAP client over any pair of streams: requests, events that can be waited for, reverse requests that can be answered. */
import type { Readable, Writable } from 'node:stream';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { frameMessage, MessageReader } from '../../adapter/dap/messageReader.js';

/** A request that the adapter declined. */
export class RequestFailed extends Error {
  constructor(readonly response: DebugProtocol.ErrorResponse) {
    super(response.message);
  }
}

type Event = DebugProtocol.Event;

interface EventWaiter {
  readonly matches: (event: Event) => boolean;
  readonly resolve: (event: Event) => void;
  readonly reject: (error: Error) => void;
}

const adapterGone = () => new Error('the adapter has gone');

export class DapClient {
  /** All events so far. */
  readonly events: Event[] = [];
  private seq = 0;
  private gone = false;
  private readonly pending = new Map<number, { resolve: (body: unknown) => void; reject: (error: Error) => void }>();
  private waiters: EventWaiter[] = [];
  private readonly reverse = new Map<string, (args: unknown) => unknown>();

  constructor(
    input: Readable,
    private readonly output: Writable,
  ) {
    const reader = new MessageReader((message) => this.receive(message as DebugProtocol.ProtocolMessage));
    input.on('data', (chunk: Buffer) => reader.push(chunk));
    input.on('close', () => this.fail());
    output.on('error', () => undefined);
  }

  request<Body = unknown>(command: string, args?: unknown): Promise<Body> {
    const seq = ++this.seq;
    return new Promise<Body>((resolve, reject) => {
      if (this.gone) return reject(adapterGone());
      this.pending.set(seq, { resolve: resolve as (body: unknown) => void, reject });
      this.output.write(frameMessage({ seq, type: 'request', command, arguments: args }));
    });
  }

  /** The error of a request that must fail. */
  async refused(command: string, args?: unknown): Promise<DebugProtocol.Message> {
    try {
      await this.request(command, args);
    } catch (error) {
      if (error instanceof RequestFailed) return error.response.body.error!;
      throw error;
    }
    throw new Error(`${command} was expected to fail`);
  }

  /** The first event of that name from number `from` of `events` on that matches: one that has come, or the next. */
  event<Body = unknown>(name: string, matches: (body: Body) => boolean = () => true, from = 0): Promise<Body> {
    const wanted = (event: Event) => event.event === name && matches(event.body as Body);
    const known = this.events.slice(from).find(wanted);
    if (known) return Promise.resolve(known.body as Body);
    return new Promise((resolve, reject) => {
      if (this.gone) return reject(adapterGone());
      this.waiters.push({ matches: wanted, resolve: (event) => resolve(event.body as Body), reject });
    });
  }

  /** The next stop after what has been seen so far. */
  stopped(): Promise<DebugProtocol.StoppedEvent['body']> {
    return this.event('stopped', () => true, this.events.length);
  }

  /** Answers the adapter’s own requests. What the function throws declines. */
  onRequest(command: string, answer: (args: unknown) => unknown): void {
    this.reverse.set(command, answer);
  }

  /** Text of all output events of a category. */
  printed(category: string): string {
    return this.events
      .filter(({ event, body }) => event === 'output' && body.category === category)
      .map(({ body }) => body.output)
      .join('');
  }

  private receive(message: DebugProtocol.ProtocolMessage): void {
    if (message.type === 'event') this.receiveEvent(message as Event);
    else if (message.type === 'response') this.receiveResponse(message as DebugProtocol.Response);
    else void this.answer(message as DebugProtocol.Request);
  }

  private receiveEvent(event: Event): void {
    this.events.push(event);
    const ready = this.waiters.filter(({ matches }) => matches(event));
    this.waiters = this.waiters.filter((waiter) => !ready.includes(waiter));
    for (const { resolve } of ready) resolve(event);
  }

  private receiveResponse(response: DebugProtocol.Response): void {
    const waiter = this.pending.get(response.request_seq);
    this.pending.delete(response.request_seq);
    if (response.success) waiter?.resolve(response.body);
    else waiter?.reject(new RequestFailed(response as DebugProtocol.ErrorResponse));
  }

  private async answer({ seq, command, arguments: args }: DebugProtocol.Request): Promise<void> {
    const response = { seq: ++this.seq, type: 'response', request_seq: seq, command };
    try {
      const body = await this.reverse.get(command)?.(args);
      this.output.write(frameMessage({ ...response, success: this.reverse.has(command), body }));
    } catch (error) {
      this.output.write(frameMessage({ ...response, success: false, message: String(error) }));
    }
  }

  private fail(): void {
    this.gone = true;
    for (const { reject } of this.pending.values()) reject(adapterGone());
    this.pending.clear();
    for (const { reject } of this.waiters) reject(adapterGone());
    this.waiters = [];
  }
}
