import { describe, expect, it } from 'vitest';
import { defaultDecodeOptions } from './emitter.js';
import { type LayoutEmitter, laidOut } from './layoutEmitter.js';

const bytes = (text: string): Uint8Array => Buffer.from(text, 'latin1');
const lay = (emit: (out: LayoutEmitter) => void, options = {}) => laidOut({ ...defaultDecodeOptions, ...options }, emit);

/** A struct with as many fields as given. */
function struct(out: LayoutEmitter, fields: Readonly<Record<string, () => void>>): void {
  out.beginStruct();
  for (const [name, emit] of Object.entries(fields)) {
    out.field(name);
    emit();
  }
  out.endStruct();
}

const long = 'a path that makes any struct wide, whatever else is in it';

describe('T12: --tree lays values out', () => {
  it('small ones stay on their line', () => {
    const text = lay((out) => struct(out, { tv_sec: () => out.decimal(1), tv_nsec: () => out.decimal(2) }));
    expect([text.isLarge, text.folded(), text.expanded('')]).toEqual([false, '{tv_sec=1, tv_nsec=2}', '{tv_sec=1, tv_nsec=2}']);
  });

  it('large ones get a line for each field, nested as deep as they are', () => {
    const text = lay((out) =>
      struct(out, {
        path: () => out.string(bytes(long), 'path', false),
        times: () => {
          out.beginArray();
          for (const n of [1, 2]) {
            out.item();
            struct(out, { path: () => out.string(bytes(`${long}${n}`), 'path', false) });
          }
          out.more();
          out.endArray();
        },
        flags: () => out.symbol(4, 'FOUR', ''),
      }),
    );
    expect(text.isLarge).toBe(true);
    expect(text.folded()).toBe('{...}');
    expect(`x = ${text.expanded('')}`).toBe(
      [
        'x = {',
        `  path="${long}"`,
        '  times=[',
        '    {',
        `      path="${long}1"`,
        '    }',
        '    {',
        `      path="${long}2"`,
        '    }',
        '    ...',
        '  ]',
        '  flags=FOUR',
        '}',
      ].join('\n'),
    );
  });

  it('buffers are rows of bytes, as many as -s says; short texts are not', () => {
    const binary = lay((out) => out.string(bytes('\x00\x01\x02'), 'buffer', false));
    expect(binary.expanded('')).toBe(`3 bytes\n  | 00000  00 01 02${' '.repeat(42)}...${' '.repeat(13)} |`);
    expect(lay((out) => out.string(bytes('hello\n'), 'buffer', false)).isLarge).toBe(false);
    const cut = lay((out) => out.string(bytes('x'.repeat(40)), 'buffer', false), { stringLimit: 16 }).expanded('');
    expect(cut).toMatch(/^the first 16 bytes\n {2}\| 00000 {2}(78 ){8} (78 ){8} x{16} \|$/);
  });

  it('what is one word, a call or a set, is not taken apart', () => {
    const text = lay((out) => {
      out.beginCall('inet_addr', undefined);
      out.item();
      out.string(bytes('\x01'.repeat(20)), 'buffer', false);
      out.endCall();
      out.set([['A', 1] as const, ['B', 2] as const], false);
    });
    expect(text.isLarge).toBe(false);
    expect(text.expanded('')).toBe(text.folded());
  });

  it('what changes is folded on both sides', () => {
    const text = lay((out) => {
      for (const side of [0, 1]) {
        if (side === 1) out.becomes();
        struct(out, { path: () => out.string(bytes(long), 'path', false), side: () => out.decimal(side) });
      }
    });
    expect(text.folded()).toBe('{...} => {...}');
    expect(text.expanded('')).toBe(`{\n  path="${long}"\n  side=0\n} => {\n  path="${long}"\n  side=1\n}`);
  });
});
