/** Splits a DAP byte stream into messages: `Content-Length: N`, a blank line, N bytes of JSON. */

const headerEnd = Buffer.from('\r\n\r\n');
/** No request of a sane client comes near this; it bounds what a broken one can make us hold. */
const maxMessageBytes = 64 << 20;
const maxHeaderBytes = 4096;

export class FramingError extends Error {}

export class MessageReader {
  private chunks: Buffer[] = [];
  private buffered = 0;
  /** Bytes of the message that is being read; undefined while its header is. */
  private expected: number | undefined;

  constructor(private readonly onMessage: (message: unknown) => void) {}

  /** Takes the next bytes of the stream and delivers each message that they complete. Throws FramingError when the stream is not DAP. */
  push(chunk: Buffer): void {
    this.chunks.push(chunk);
    this.buffered += chunk.length;
    while (this.expected === undefined ? this.readHeader() : this.readBody(this.expected)) {
      // Each turn takes one header or one body.
    }
  }

  private readHeader(): boolean {
    const data = this.join();
    const end = data.indexOf(headerEnd);
    if (end < 0) {
      if (data.length > maxHeaderBytes) throw new FramingError('no message header within 4096 bytes');
      return false;
    }
    const length = /^content-length: *(\d+) *$/im.exec(data.toString('latin1', 0, end))?.[1];
    if (length === undefined) throw new FramingError('a message header without Content-Length');
    if (Number(length) > maxMessageBytes) throw new FramingError(`a message of ${length} bytes`);
    this.expected = Number(length);
    this.keep(data.subarray(end + headerEnd.length));
    return true;
  }

  private readBody(length: number): boolean {
    if (this.buffered < length) return false;
    const data = this.join();
    this.expected = undefined;
    this.keep(data.subarray(length));
    let message: unknown;
    try {
      message = JSON.parse(data.toString('utf8', 0, length));
    } catch {
      throw new FramingError('a message that is not JSON');
    }
    this.onMessage(message);
    return true;
  }

  private join(): Buffer {
    const [first] = this.chunks;
    if (this.chunks.length === 1 && first) return first;
    const whole = Buffer.concat(this.chunks);
    this.chunks = [whole];
    return whole;
  }

  private keep(rest: Buffer): void {
    this.chunks = rest.length > 0 ? [rest] : [];
    this.buffered = rest.length;
  }
}

export function frameMessage(message: object): Buffer {
  const body = Buffer.from(JSON.stringify(message), 'utf8');
  return Buffer.concat([Buffer.from(`Content-Length: ${body.length}\r\n\r\n`, 'latin1'), body]);
}
