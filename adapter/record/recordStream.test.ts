import { describe, expect, it } from 'vitest';
import { RecordStream, RecordStreamError } from './recordStream.js';

/** A record of `size` bytes, filled with `fill`. */
function record(size: number, fill: number): Uint8Array {
  const bytes = new Uint8Array(size).fill(fill);
  new DataView(bytes.buffer).setUint32(0, size, true);
  return bytes;
}

const joined = (...parts: Uint8Array[]): Uint8Array => Uint8Array.from(parts.flatMap((part) => [...part]));
const bytesOf = (view: DataView): Uint8Array => new Uint8Array(view.buffer, view.byteOffset, view.byteLength);

describe('a stream of records', () => {
  const records = [record(24, 1), record(4096, 2), record(32, 3), record(20_000, 4)];
  const stream = joined(...records);

  it.each([1, 3, 7, 24, 1000, 65_536, stream.length])('is cut into the same records when it comes in pieces of %i bytes', (size) => {
    const reader = new RecordStream();
    const found: Uint8Array[] = [];
    for (let at = 0; at < stream.length; at += size) found.push(...reader.push(stream.subarray(at, at + size)).map(bytesOf));
    expect(found.map(({ length }) => length)).toEqual(records.map(({ length }) => length));
    found.forEach((bytes, i) => {
      expect(Buffer.compare(bytes, records[i]!)).toBe(0);
    });
    expect(reader.incomplete).toBe(0);
  });

  it('keeps what is not whole', () => {
    const reader = new RecordStream();
    expect(reader.push(stream.subarray(0, 30)).map(({ byteLength }) => byteLength)).toEqual([24]);
    expect(reader.incomplete).toBe(6);
  });

  it.each([0, 8, 23, 25, 4_294_967_288])('refuses a record of %i bytes', (size) => {
    const bytes = new Uint8Array(64);
    new DataView(bytes.buffer).setUint32(0, size, true);
    expect(() => new RecordStream().push(bytes)).toThrow(RecordStreamError);
  });
});
