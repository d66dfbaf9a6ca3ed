/** Forwards what the program writes to its stdout or stderr, as DAP output events. */
import { Socket } from 'node:net';
import { StringDecoder } from 'node:string_decoder';
import type { Client } from './connection.js';

/** Text waits this long for more before it is sent, so that a program that writes byte by byte does not flood the client. */
const batchMs = 30;
/** Characters in one event. */
const maxBatch = 64 * 1024;

export class ProgramOutput {
  private readonly socket: Socket;
  private readonly decoder = new StringDecoder('utf8');
  private text = '';
  private timer: NodeJS.Timeout | undefined;
  private finish: () => void = () => undefined;
  /** Settles when the last writer has closed the pipe and everything has been sent, or after close(). */
  readonly ended: Promise<void>;

  /** Takes ownership of `readFd`, the reading end of a pipe. */
  constructor(
    readFd: number,
    private readonly category: 'stdout' | 'stderr',
    private readonly client: Client,
  ) {
    this.ended = new Promise((resolve) => {
      this.finish = resolve;
    });
    this.socket = new Socket({ fd: readFd, readable: true, writable: false });
    this.socket.on('data', (chunk: Buffer) => this.take(this.decoder.write(chunk)));
    this.socket.on('error', () => this.socket.destroy());
    this.socket.on('close', () => {
      this.take(this.decoder.end());
      this.flush();
      this.finish();
    });
  }

  /** Stops reading: what the program writes from now on fails with EPIPE once nobody else reads the pipe. */
  close(): void {
    this.socket.destroy();
  }

  private take(text: string): void {
    this.text += text;
    if (this.text.length >= maxBatch) this.flush();
    else if (this.text !== '') this.timer ??= setTimeout(() => this.flush(), batchMs);
  }

  private flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (this.text === '') return;
    this.client.sendEvent('output', { category: this.category, output: this.text });
    this.text = '';
    const congestion = this.client.congestion();
    if (!congestion || this.socket.destroyed) return;
    // The pipe fills up and the program waits, as it would with any slow reader.
    this.socket.pause();
    void congestion.then(() => this.socket.resume());
  }
}
