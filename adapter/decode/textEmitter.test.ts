import { describe, expect, test } from 'vitest';
import { type DecodeOptions, defaultDecodeOptions, type FlagSetView } from './emitter.js';
import { TextEmitter } from './textEmitter.js';

const emitter = (options: Partial<DecodeOptions> = {}) => new TextEmitter({ ...defaultDecodeOptions, ...options });
const bytes = (...parts: (number | string)[]) => Uint8Array.from(parts.flatMap((part) => (typeof part === 'number' ? [part] : [...Buffer.from(part)])));

function shown(options: Partial<DecodeOptions>, emit: (out: TextEmitter) => void): string {
  const out = emitter(options);
  emit(out);
  return out.take();
}

const open: FlagSetView = {
  unknown: 'O_???',
  entries: [
    ['O_CREAT', 0o100],
    ['O_EXCL', 0o200],
  ],
  parts: [
    {
      mask: 3,
      entries: [
        ['O_RDONLY', 0],
        ['O_WRONLY', 1],
      ],
    },
  ],
};
const bits: FlagSetView = { unknown: 'X_???', entries: [['X_A', 1]] };

describe('T6: strings as strace escapes them', () => {
  const text = (data: Uint8Array, options: Partial<DecodeOptions> = {}) => shown(options, (out) => out.string(data, 'buffer', false));

  test('octal is short unless an octal digit follows', () => {
    expect(text(bytes(0, '1', 0, '8', 1, 'a', 0))).toBe('"\\0001\\08\\1a\\0"');
    expect(text(bytes(27, '[0m', 27, '7', 0x7f, '2', 0x80))).toBe('"\\33[0m\\0337\\1772\\200"');
  });

  test('letters for white space, backslashes before quotes', () => {
    expect(text(bytes('\t\n\v\f\r"\\'))).toBe('"\\t\\n\\v\\f\\r\\"\\\\"');
  });

  test('-s cuts, paths excepted', () => {
    expect(text(bytes('abcdef'), { stringLimit: 3 })).toBe('"abc"...');
    expect(text(bytes('abcdef'), { stringLimit: 0 })).toBe('""...');
    expect(shown({ stringLimit: 3 }, (out) => out.string(bytes('/a/b/c'), 'path', false))).toBe('"/a/b/c"');
    expect(shown({}, (out) => out.string(bytes('ab'), 'string', true))).toBe('"ab"...');
  });

  test('-x is for strings that are no text, -xx for all', () => {
    expect(text(bytes('a\n'), { hexStrings: 'nonAscii' })).toBe('"a\\n"');
    expect(text(bytes('a', 0), { hexStrings: 'nonAscii' })).toBe('"\\x61\\x00"');
    expect(text(bytes('a\n'), { hexStrings: 'all' })).toBe('"\\x61\\x0a"');
  });
});

describe('T6: flags', () => {
  test('join names, keep what no name covers', () => {
    expect(shown({}, (out) => out.flags(0o101, open))).toBe('O_WRONLY|O_CREAT');
    expect(shown({}, (out) => out.flags(0x80000000, open))).toBe('O_RDONLY|0x80000000');
    expect(shown({}, (out) => out.flags(0x80000001, bits))).toBe('X_A|0x80000000');
    expect(shown({}, (out) => out.flags(8, bits))).toBe('0x8 /* X_??? */');
    expect(shown({}, (out) => out.flags(0, bits))).toBe('0');
    expect(shown({}, (out) => out.flags(1n | (1n << 60n), bits))).toBe('X_A|0x1000000000000000');
  });

  test('-X raw and verbose', () => {
    expect(shown({ constants: 'raw' }, (out) => out.flags(0o101, open))).toBe('0x41');
    expect(shown({ constants: 'verbose' }, (out) => out.flags(0o101, open))).toBe('0x41 /* O_WRONLY|O_CREAT */');
    expect(shown({ constants: 'verbose' }, (out) => out.flags(8, bits))).toBe('0x8 /* X_??? */');
    expect(shown({ constants: 'verbose' }, (out) => out.symbol(-100, 'AT_FDCWD', '', 'decimal'))).toBe('-100 /* AT_FDCWD */');
    expect(shown({ constants: 'raw' }, (out) => out.symbol(-100, 'AT_FDCWD', '', 'decimal'))).toBe('-100');
  });
});

describe('T6: structure', () => {
  test('structs, arrays and what is left out', () => {
    const text = shown({}, (out) => {
      out.beginArray();
      for (const value of [1, 2]) {
        out.item();
        out.beginStruct();
        out.field('a');
        out.decimal(value);
        out.field('b');
        out.address(0);
        out.more();
        out.endStruct();
      }
      out.more(0x1000);
      out.endArray();
    });
    expect(text).toBe('[{a=1, b=NULL, ...}, {a=2, b=NULL, ...}, ... /* 0x1000 */]');
  });

  test('sets by spaces, calls with their number under -X', () => {
    expect(
      shown({}, (out) =>
        out.set(
          [
            ['INT', 2],
            ['RT_1', 33],
          ],
          true,
        ),
      ),
    ).toBe('~[INT RT_1]');
    expect(
      shown({ constants: 'raw' }, (out) =>
        out.set(
          [
            ['INT', 2],
            ['RT_1', 33],
          ],
          false,
        ),
      ),
    ).toBe('[2 33]');
    const port = (out: TextEmitter) => {
      if (!out.beginCall('htons', 0x5000)) return;
      out.item();
      out.decimal(80);
      out.endCall();
    };
    expect(shown({}, port)).toBe('htons(80)');
    expect(shown({ constants: 'raw' }, port)).toBe('0x5000');
    expect(shown({ constants: 'verbose' }, port)).toBe('0x5000 /* htons(80) */');
  });

  test('targets of descriptors cannot close their brackets', () => {
    expect(shown({ fds: 'path' }, (out) => out.fd(3, '/tmp/a<b>\n'))).toBe('3</tmp/a\\74b\\76\\n>');
  });
});
