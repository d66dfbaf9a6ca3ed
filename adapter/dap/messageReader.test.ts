import { expect, test } from 'vitest';
import { FramingError, frameMessage, MessageReader } from './messageReader.js';

function readAll(chunks: readonly Buffer[]): unknown[] {
  const messages: unknown[] = [];
  const reader = new MessageReader((message) => messages.push(message));
  for (const chunk of chunks) reader.push(chunk);
  return messages;
}

test('U1: messages are found however the stream is cut', () => {
  const sent = [{ seq: 1, text: 'ä€😀' }, { seq: 2 }, { seq: 3, text: 'x'.repeat(1000) }];
  const stream = Buffer.concat(sent.map(frameMessage));
  expect(readAll([stream])).toEqual(sent);
  expect(readAll([...stream].map((byte) => Buffer.from([byte])))).toEqual(sent);
  expect(readAll([stream.subarray(0, 40), stream.subarray(40, 41), stream.subarray(41)])).toEqual(sent);
});

test('U1: a stream that is not DAP is refused, not buffered', () => {
  expect(() => readAll([Buffer.from('GET / HTTP/1.1\r\n\r\n')])).toThrow(FramingError);
  expect(() => readAll([Buffer.alloc(5000, 65)])).toThrow(FramingError);
  expect(() => readAll([Buffer.from('Content-Length: 999999999999\r\n\r\n')])).toThrow(FramingError);
  expect(() => readAll([Buffer.from('Content-Length: 2\r\n\r\n{x')])).toThrow(FramingError);
});
