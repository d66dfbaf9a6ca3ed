import { PassThrough, Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { expect, test } from 'vitest';
import { ClientInput } from './clientInput.js';

/** What comes through, or the error. */
async function passed(chunks: Iterable<Buffer>, taken = (_input: ClientInput) => {}): Promise<number | string> {
  const input = new ClientInput();
  let bytes = 0;
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      taken(input);
      done();
    },
  });
  try {
    await pipeline(Readable.from(chunks, { objectMode: false }), input, sink);
    return bytes;
  } catch (error) {
    return (error as Error).message;
  }
}

const message = Buffer.from('Content-Length: 2\r\n\r\n{}');

test('U1: a DAP stream comes through however it is cut', async () => {
  expect(await passed([message, message])).toBe(2 * message.length);
  expect(await passed(Array.from(message, (byte) => Buffer.from([byte])))).toBe(message.length);
});

test('U1: other streams do not, whatever they hold further on', async () => {
  const post = Buffer.concat([Buffer.from('POST / HTTP/1.1\r\nHost: 127.0.0.1\r\n'), message]);
  expect(await passed([post])).toBe('not a DAP stream');
  expect(await passed([Buffer.from('Cont'), Buffer.from('roller\r\n'), message])).toBe('not a DAP stream');
});

test('U1: a message that never ends is refused, many that do are not', async () => {
  const megabyte = Buffer.alloc(1 << 20, ' ');
  const header = Buffer.from('Content-Length: 999999999999\r\n\r\n');
  function* stream() {
    yield header;
    for (let i = 0; i < 70; i++) yield megabyte;
  }
  expect(await passed(stream())).toMatch(/^no whole message within/);
  expect(await passed(stream(), (input) => input.messageTaken())).toBe(70 * megabyte.length + header.length);
});

test('U1: the input ends when the client does', async () => {
  const client = new PassThrough();
  const input = new ClientInput();
  const closed = new Promise((resolve) => input.on('close', resolve));
  client.pipe(input).resume();
  client.end();
  await closed;
});
