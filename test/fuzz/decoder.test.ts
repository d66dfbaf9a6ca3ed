/** T6, N-safety: whatever the records say, decoding ends, does not throw, and prints no more than they can hold, without control characters. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { CallDecoder } from '../../adapter/dap/callDecoder.js';
import { type DecodeOptions, defaultDecodeOptions } from '../../adapter/decode/emitter.js';
import { LineBuffer } from '../../adapter/decode/lineBuffer.js';
import { defaultLineOptions } from '../../adapter/decode/lineOptions.js';
import { lineVocabulary } from '../../adapter/decode/lineVocabulary.js';
import { LineWriter } from '../../adapter/decode/lineWriter.js';
import { UNDECODABLE } from '../../adapter/decode/undecodable.js';
import { JsonLinesWriter } from '../../adapter/export/jsonLines.js';
import { TraceFile } from '../../adapter/record/traceFile.js';
import { TraceFileError } from '../../adapter/record/traceFileError.js';
import { Ingest, type RecordSink } from '../../adapter/store/ingest.js';
import { TraceStore } from '../../adapter/store/traceStore.js';
import { Random } from './random.js';
import { randomNetlinkTrace, randomTrace } from './randomCalls.js';

const folder = mkdtempSync(join(tmpdir(), 'fuzz-decoder-'));
afterAll(() => rmSync(folder, { recursive: true }));

const seed = Number(process.env.FUZZ_SEED ?? 1);
const decodings: readonly Partial<DecodeOptions>[] = [
  {},
  { verbose: true, fds: 'all', stringLimit: 64 },
  { constants: 'verbose', hexStrings: 'all', stringLimit: 0 },
  { constants: 'raw', hexStrings: 'nonAscii', fds: 'path' },
];

interface Printed {
  readonly lines: readonly string[];
  readonly json: readonly string[];
  readonly rows: number;
  readonly failure: unknown;
}

/** Everything that is made of a trace: text, JSON, and rows with their details. */
function printAll(bytes: Buffer, decode: DecodeOptions): Printed {
  const path = join(folder, 'trace.sctrace');
  writeFileSync(path, bytes);
  const file = TraceFile.open(path);
  const sinks: RecordSink[] = [];
  const ingest = new Ingest(file, sinks);
  const buffer = new LineBuffer();
  const json: string[] = [];
  const options = { ...defaultLineOptions, decode, pidPrefix: 'column' as const };
  const store = new TraceStore(file);
  sinks.push(store);
  sinks.push(new LineWriter(options, lineVocabulary, { bufferOf: () => buffer, stackLines: undefined }, ingest.tasks, file.startRealtimeNs));
  sinks.push(new JsonLinesWriter(options, lineVocabulary, (line) => json.push(line), file.startRealtimeNs));
  let failure: unknown;
  try {
    ingest.all();
  } catch (error) {
    // The one thing that a file may be: damaged. It is told so.
    if (!(error instanceof TraceFileError)) throw error;
    failure = error;
  }
  const decoder = new CallDecoder(store, lineVocabulary);
  for (let index = 0; index < store.count; index++) {
    try {
      decoder.row(index);
      if (store.index.kind(index) === 'syscall') decoder.call(index);
    } catch (error) {
      if (!(error instanceof TraceFileError)) throw error;
    }
  }
  file.close();
  return { lines: buffer.take(true).split('\n'), json, rows: store.count, failure };
}

/** Of a line that is wrong. */
const excerpt = (line: string): string => JSON.stringify(line).slice(0, 300);

function check({ lines, json }: Printed, bytes: Buffer): void {
  // What a tracee writes is escaped, in every place.
  expect(lines.filter((line) => !/^[\x20-\x7e]*$/.test(line)).map(excerpt)).toEqual([]);
  for (const line of json) JSON.parse(line);
  expect(json.filter((line) => /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/u.test(line)).map(excerpt)).toEqual([]);
  const text = lines.reduce((sum, line) => sum + line.length, 0);
  // A word of flags, all named, is the longest text for its bytes.
  expect(text).toBeLessThan(bytes.length * 100);
}

describe('T6: decoders and hostile records', () => {
  for (const [index, options] of decodings.entries()) {
    const decode = { ...defaultDecodeOptions, ...options };
    it(`T6: random memory behind random calls: no throw, no placeholder, no control characters (${JSON.stringify(options)})`, () => {
      const random = new Random(seed * 101 + index);
      const bytes = randomTrace(random, decode, 1500, false);
      const printed = printAll(bytes, decode);
      check(printed, bytes);
      expect(printed.failure).toBeUndefined();
      expect(printed.lines.filter((line) => line.includes(UNDECODABLE)).map(excerpt)).toEqual([]);
      expect(printed.json.filter((line) => line.includes(UNDECODABLE)).map(excerpt)).toEqual([]);
      expect(printed.rows).toBeGreaterThan(1500);
    });

    it(`T6: records whose bytes are lies (${JSON.stringify(options)})`, () => {
      const random = new Random(seed * 103 + index);
      const bytes = randomTrace(random, decode, 800, true);
      const printed = printAll(bytes, decode);
      check(printed, bytes);
      expect(printed.lines.filter((line) => line.includes(UNDECODABLE)).map(excerpt)).toEqual([]);
    });
  }

  it('T6: netlink messages whose attributes nest and lie about their lengths', () => {
    const bytes = randomNetlinkTrace(new Random(seed * 109), 300);
    const printed = printAll(bytes, { ...defaultDecodeOptions, verbose: true, stringLimit: 400 });
    check(printed, bytes);
    expect(printed.lines.filter((line) => line.includes(UNDECODABLE)).map(excerpt)).toEqual([]);
    // They are decoded, not shown as bytes.
    expect(printed.lines.filter((line) => line.includes('nlmsg_type=')).length).toBeGreaterThan(250);
    expect(printed.lines.filter((line) => line.includes('nla_type=')).length).toBeGreaterThan(100);
  });

  it('T6: a file with random bytes anywhere, or cut anywhere, is read as far as it is good', () => {
    const random = new Random(seed * 107);
    const good = randomTrace(random, defaultDecodeOptions, 60, false);
    for (let round = 0; round < 60; round++) {
      const bytes = Buffer.from(good.subarray(0, random.oneIn(3) ? 4096 + random.below(good.length - 4096) : good.length));
      // Behind the magic and the version: those are checked first, and refused in words.
      for (let i = random.below(12); i > 0; i--) bytes[16 + random.below(bytes.length - 16)] = random.u32();
      try {
        check(printAll(bytes, defaultDecodeOptions), good);
      } catch (error) {
        if (!(error instanceof TraceFileError)) throw error;
      }
    }
  });
});
