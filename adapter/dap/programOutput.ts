/** Forwards what the program writes to its stdout or stderr, as DAP output events. */
import { spawn } from 'node:child_process';
import { Socket } from 'node:net';
import { StringDecoder } from 'node:string_decoder';
import { OutputEvent } from '@vscode/debugadapter';
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
    private readonly readFd: number,
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

  /** Stops reading. Nobody may be left who writes: it would get SIGPIPE. */
  close(): void {
    this.socket.destroy();
  }

  /** Stops reading, while the program goes on writing: a small process takes what it writes, and ends when it ends. */
  abandon(): void {
    if (this.socket.destroyed) return;
    this.socket.pause();
    // `cat` with its output discarded; it inherits the pipe, so it lives on when the adapter has gone.
    const drain = spawn('cat', [], { stdio: [this.readFd, 'ignore', 'ignore'], detached: true });
    drain.on('error', () => this.socket.destroy());
    drain.on('spawn', () => this.socket.destroy());
    drain.unref();
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
    this.client.sendEvent(new OutputEvent(this.text, this.category));
    this.text = '';
    const congestion = this.client.congestion();
    if (!congestion || this.socket.destroyed) return;
    // The pipe fills up and the program waits, as it would with any slow reader.
    this.socket.pause();
    void congestion.then(() => this.socket.resume());
  }
}
