/** One DAP client, by the protocol library: framing, numbers and reverse requests are the library’s; our requests are typed handlers. */
import type { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream';
import { DebugSession, Response } from '@vscode/debugadapter';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { ClientInput } from './clientInput.js';
import { Deferred } from './deferred.js';
import { clientGone, clientRefused, clientSilent, DapError, internalFault, unknownRequest } from './errors.js';
import type { Command, RequestHandlers } from './requestTypes.js';

/** What the parts of a session need of the client. */
export interface Client {
  sendEvent(event: DebugProtocol.Event): void;
  /** Rejects with DapError when the client refuses, does not answer in time, or has gone. */
  runInTerminal(args: DebugProtocol.RunInTerminalRequestArguments, patienceMs: number): Promise<void>;
  /** Undefined while the client keeps up with what is sent; else settles when it has caught up. */
  congestion(): Promise<void> | undefined;
  /** A line or column, counted from 1, as the client counts. */
  clientLine(line: number): number;
  clientColumn(column: number): number;
}

export class Connection extends DebugSession implements Client {
  private readonly checkedInput = new ClientInput();
  private readonly gone = new Deferred<never>();
  private closed = false;
  private drained: Promise<void> | undefined;
  private handlers: Partial<RequestHandlers> = {};

  /** `onClosed` is called once, when the client is gone: its stream ended, failed or was not DAP. */
  constructor(
    private readonly input: Readable,
    private readonly output: Writable,
    private readonly log: (text: string) => void,
    private readonly onClosed: () => void,
  ) {
    super();
    this.setDebuggerLinesStartAt1(true);
    this.setDebuggerColumnsStartAt1(true);
  }

  /** Begins to serve. A handler’s result is sent before whatever it schedules by setImmediate. */
  serve(handlers: Partial<RequestHandlers>): void {
    this.handlers = handlers;
    this.on('error', ({ body }: DebugProtocol.Event) => this.log(`the client is dropped: ${body}`));
    this.output.on('close', () => this.shutdown());
    this.start(this.checkedInput, this.output);
    // How it ends, the library hears from the checked stream.
    pipeline(this.input, this.checkedInput, () => undefined);
  }

  /** What comes after the client has gone, nobody hears. */
  override sendEvent(event: DebugProtocol.Event): void {
    if (this.output.writable) super.sendEvent(event);
  }

  runInTerminal(args: DebugProtocol.RunInTerminalRequestArguments, patienceMs: number): Promise<void> {
    const answered = new Promise<void>((resolve, reject) => {
      this.runInTerminalRequest(args, patienceMs, ({ success, message }) => {
        if (success) resolve();
        // The library’s word.
        else if (message === 'timeout') reject(clientSilent('runInTerminal', patienceMs));
        else reject(clientRefused('runInTerminal', message));
      });
    });
    return Promise.race([answered, this.gone.promise]);
  }

  congestion(): Promise<void> | undefined {
    if (!this.output.writableNeedDrain) return undefined;
    this.drained ??= new Promise((resolve) => {
      const done = () => {
        this.drained = undefined;
        this.output.off('drain', done);
        this.output.off('close', done);
        resolve();
      };
      this.output.on('drain', done);
      this.output.on('close', done);
    });
    return this.drained;
  }

  clientLine(line: number): number {
    return this.convertDebuggerLineToClient(line);
  }

  clientColumn(column: number): number {
    return this.convertDebuggerColumnToClient(column);
  }

  /** Stops serving: the library’s word for a client that has gone. Idempotent. */
  override shutdown(): void {
    if (this.closed) return;
    this.closed = true;
    this.gone.reject(clientGone());
    this.onClosed();
  }

  override handleMessage(message: DebugProtocol.ProtocolMessage): void {
    this.checkedInput.messageTaken();
    super.handleMessage(message);
  }

  /** By our table and not by the library’s methods: those answer success to requests that nobody handles, and know no promises. */
  protected override dispatchRequest(request: DebugProtocol.Request): void {
    // From initialize the library learns how the client counts lines. It insists on a path format, which DAP lets clients omit.
    if (request.command === 'initialize') super.dispatchRequest({ ...request, arguments: { pathFormat: 'path', ...request.arguments } });
    else void this.answer(new Response(request), request.arguments);
  }

  protected override initializeRequest(response: DebugProtocol.InitializeResponse, args: DebugProtocol.InitializeRequestArguments): void {
    void this.answer(response, args);
  }

  private async answer(response: DebugProtocol.Response, args: unknown): Promise<void> {
    const { command } = response;
    try {
      if (!Object.hasOwn(this.handlers, command)) throw unknownRequest(command);
      // The client’s arguments are JSON: handlers check what they rely on.
      const handler = this.handlers[command as Command] as (args: unknown) => unknown;
      response.body = await handler(args);
      this.sendResponse(response);
    } catch (error) {
      const failure = error instanceof DapError ? error : internalFault(command, error);
      if (failure !== error) this.log(`${command}: ${error instanceof Error ? error.stack : String(error)}`);
      this.sendErrorResponse(response, failure.toMessage());
    }
  }
}
