/** What a client sends, let through only while it can be DAP: the library takes any bytes, and any number of them. */
import { Transform, type TransformCallback } from 'node:stream';

/** Every DAP stream begins so. A web page that posts a request to our port does not: its body could pass for DAP. */
const beginning = Buffer.from('Content-Length:', 'latin1');
/** No request of a sane client comes near this; it bounds what a broken one can make us hold. */
const maxMessageBytes = 64 << 20;

export class ClientInput extends Transform {
  /** Bytes of the beginning that were seen. */
  private begun = 0;
  private sinceMessage = 0;

  /** A whole message has been taken from the stream. */
  messageTaken(): void {
    this.sinceMessage = 0;
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    const problem = this.problem(chunk);
    if (problem === undefined) done(null, chunk);
    else done(new Error(problem));
  }

  private problem(chunk: Buffer): string | undefined {
    const head = chunk.subarray(0, beginning.length - this.begun);
    if (!head.equals(beginning.subarray(this.begun, this.begun + head.length))) return 'not a DAP stream';
    this.begun += head.length;
    this.sinceMessage += chunk.length;
    return this.sinceMessage > maxMessageBytes ? `no whole message within ${maxMessageBytes} bytes` : undefined;
  }
}
