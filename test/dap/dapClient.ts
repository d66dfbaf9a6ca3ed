/** A small DAP client over any pair of streams: requests, events that can be waited for, reverse requests that can be answered. */
import type { Readable, Writable } from 'node:stream';
import { Response } from '@vscode/debugadapter';
import { ProtocolServer } from '@vscode/debugadapter/lib/protocol.js';
import type { DebugProtocol } from '@vscode/debugprotocol';

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

/** No request takes this long. */
const patienceMs = 60_000;

export class DapClient extends ProtocolServer {
  /** All events so far. */
  readonly events: Event[] = [];
  private gone = false;
  private readonly pending = new Set<(error: Error) => void>();
  private waiters: EventWaiter[] = [];
  private readonly reverse = new Map<string, (args: unknown) => unknown>();

  constructor(input: Readable, output: Writable) {
    super();
    this.on('close', () => this.fail());
    this.on('error', () => this.fail());
    this.start(input, output);
  }

  request<Body = unknown>(command: string, args?: unknown): Promise<Body> {
    return new Promise<Body>((resolve, reject) => {
      if (this.gone) return reject(adapterGone());
      this.pending.add(reject);
      this.sendRequest(command, args, patienceMs, (response) => {
        this.pending.delete(reject);
        if (response.success) resolve(response.body);
        else reject(new RequestFailed(response as DebugProtocol.ErrorResponse));
      });
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

  override handleMessage(message: DebugProtocol.ProtocolMessage): void {
    if (message.type === 'event') this.receiveEvent(message as Event);
    else super.handleMessage(message);
  }

  protected override dispatchRequest(request: DebugProtocol.Request): void {
    void this.answer(request);
  }

  private receiveEvent(event: Event): void {
    this.events.push(event);
    const ready = this.waiters.filter(({ matches }) => matches(event));
    this.waiters = this.waiters.filter((waiter) => !ready.includes(waiter));
    for (const { resolve } of ready) resolve(event);
  }

  private async answer(request: DebugProtocol.Request): Promise<void> {
    const response: DebugProtocol.Response = new Response(request);
    try {
      const answer = this.reverse.get(request.command);
      response.success = answer !== undefined;
      response.body = await answer?.(request.arguments);
    } catch (error) {
      response.success = false;
      response.message = String(error);
    }
    this.sendResponse(response);
  }

  private fail(): void {
    this.gone = true;
    for (const reject of this.pending) reject(adapterGone());
    this.pending.clear();
    for (const { reject } of this.waiters) reject(adapterGone());
    this.waiters = [];
  }
}
