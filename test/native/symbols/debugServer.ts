import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server on the loopback interface that a test answers for, and that remembers what it was asked. */
export class DebugServer {
  readonly asked: string[] = [];
  readonly #server: Server;

  constructor(answer: RequestListener) {
    this.#server = createServer((request, response) => {
      this.asked.push(request.url ?? '');
      answer(request, response);
    });
  }

  async start(): Promise<this> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    return this;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    if (!this.#server.listening) return;
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
  }
}
