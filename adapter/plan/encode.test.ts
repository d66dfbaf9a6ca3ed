import { describe, expect, test } from 'vitest';
import { defaultDecodeOptions } from '../decode/emitter.js';
import { syscallTable } from '../syscalls/registry.js';
import { compilePlan } from './compile.js';
import { disassemblePlan, opLines } from './disassemble.js';
import { encodeOps } from './encode.js';
import { type Op, selection } from './op.js';

const tables = { x86_64: syscallTable('x86_64'), i386: syscallTable('i386'), x32: syscallTable('x32') };
const text = (...ops: Op[]) => opLines(Uint32Array.from(encodeOps(ops))).join('\n');

describe('operations', () => {
  test('nest, and name fields of the structs around them', () => {
    expect(
      text({
        op: 'each',
        at: { from: 'arg', index: 1 },
        count: { from: 'arg', index: 2 },
        stride: 16,
        max: 33,
        body: [{ op: 'copy', at: { from: 'field', offset: 0, size: 8 }, length: { from: 'field', offset: 8, size: 8, up: 0 }, cap: 32 }],
      }),
    ).toBe('each arg1 count arg2 stride 16 max 33\n  copy field u64 at 0 length field u64 at 8 cap 32');
  });

  test('switch holds its cases and what is left', () => {
    expect(
      text({
        op: 'switch',
        value: { from: 'arg', index: 1 },
        mask: 0xff,
        cases: [
          [5, [{ op: 'cstr', at: { from: 'arg', index: 2 }, cap: 33 }]],
          [-100, []],
        ],
        otherwise: [{ op: 'fd', value: { from: 'ret' } }],
      }),
    ).toBe('switch arg1 & 0xff\n  case 0x5\n    cstr arg2 cap 33\n  case 0xffffff9c\n  otherwise\n    fd ret');
  });

  test('refuse numbers that no word holds', () => {
    expect(() => encodeOps([{ op: 'cstr', at: { from: 'constant', value: 2 ** 32 }, cap: 1 }])).toThrow(RangeError);
    expect(() => encodeOps([{ op: 'cstr', at: { from: 'constant', value: 0.5 }, cap: 1 }])).toThrow(RangeError);
  });
});

describe('plan', () => {
  test('T6: holds what a call wants copied in each phase, by -s', () => {
    const only = (wanted: string) =>
      compilePlan({ tables, decode: { ...defaultDecodeOptions, stringLimit: 10 }, select: (_abi, _nr, name) => (name === wanted ? selection.trace : 0) });
    const lines = disassemblePlan(only('read')).split('\n');
    expect(lines.slice(1, 4)).toEqual(['0: selection 1', '  exit', '    copy arg1 length ret cap 11']);
    expect(disassemblePlan(only('openat'))).toContain('257: selection 1\n  entry\n    cstr arg1 cap 4096');
  });

  test('T6: all descriptors of all ABIs encode, and decode again', () => {
    for (const fds of ['none', 'all'] as const) {
      for (const verbose of [false, true]) {
        const plan = compilePlan({ tables, decode: { ...defaultDecodeOptions, fds, verbose }, select: () => selection.trace });
        const listing = disassemblePlan(plan);
        expect(listing).toContain('x86_64: ');
        expect(listing).not.toContain('undefined');
        expect(listing).not.toMatch(/arg[6-9]/);
      }
    }
  });

  test('equal operations are stored once', () => {
    const all = compilePlan({ tables, decode: defaultDecodeOptions, select: () => selection.trace });
    expect(all.length * 4).toBeLessThan(200_000);
  });
});
