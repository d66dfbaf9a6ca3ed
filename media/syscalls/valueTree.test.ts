import { describe, expect, it } from 'vitest';
import { toNode } from './valueTree.js';

const text = (value: Parameters<typeof toNode>[1]) => toNode('', value).text;

describe('U10: decoded arguments as a tree', () => {
  it('shows numbers in their base', () => {
    expect(text({ type: 'int', value: 493, base: 8 })).toBe('0755');
    expect(text({ type: 'int', value: '18446744073709551615', base: 16 })).toBe('0xffffffffffffffff');
    expect(text({ type: 'int', value: -1, base: 10 })).toBe('-1');
    expect(text({ type: 'address', value: null })).toBe('NULL');
    expect(text({ type: 'address', value: '0x7ffffffff000' })).toBe('0x7ffffffff000');
  });

  it('shows names, flags and sets', () => {
    expect(text({ type: 'enum', value: 3, name: 'SEEK_DATA' })).toBe('SEEK_DATA');
    expect(text({ type: 'enum', value: 77 })).toBe('0x4d');
    expect(text({ type: 'flags', value: 3, names: ['A', 'B'], rest: 16 })).toBe('A|B|0x10');
    expect(text({ type: 'flags', value: 0, names: [], rest: 0 })).toBe('0');
    expect(text({ type: 'set', members: ['INT', 'TERM'], inverted: true })).toBe('~[INT TERM]');
    expect(text({ type: 'call', name: 'makedev', args: [{ type: 'int', value: 8, base: 16 }] })).toBe('makedev(0x8)');
    expect(text({ type: 'fd', value: 3, target: '/etc/hosts' })).toBe('3</etc/hosts>');
    expect(text({ type: 'fd', value: -100, name: 'AT_FDCWD' })).toBe('AT_FDCWD');
  });

  it('opens structures and arrays', () => {
    const node = toNode('st', {
      type: 'struct',
      fields: { st_size: { type: 'int', value: 7, base: 10 }, '[1]': { type: 'raw', text: 'rest' } },
      more: true,
    });
    expect(node).toMatchObject({ label: 'st', text: '{st_size=7, rest, …}', children: [{ label: 'st_size', text: '7' }, { label: '[1]' }] });
    const array = toNode('argv', { type: 'array', items: [{ type: 'string', text: 'ls', cut: false, kind: 'string' }], more: false });
    expect(array).toMatchObject({ text: '["ls"]', children: [{ label: '[0]', text: '"ls"' }] });
  });

  it('shows the bytes of a buffer, and what they are as text', () => {
    const node = toNode('buf', { type: 'string', text: 'hi\n\ufffd', base64: btoa('hi\n\x80'), cut: true, kind: 'buffer' });
    expect(node.text).toBe('"hi\\n\ufffd"…');
    expect(node.children.map(({ label, text }) => `${label} ${text.trimEnd()}`)).toEqual([`0000 ${'68 69 0a 80'.padEnd(47)}  hi..`]);
  });

  it('shows a change as both values', () => {
    const node = toNode('fds', { type: 'change', before: { type: 'int', value: 1, base: 10 }, after: { type: 'int', value: 2, base: 10 } });
    expect(node).toMatchObject({ text: '1 → 2', children: [{ text: '1' }, { text: '2' }] });
  });

  it('cuts long texts and never fails', () => {
    const items = Array.from({ length: 500 }, () => ({ type: 'int', value: 1, base: 10 }));
    expect(text({ type: 'array', items, more: false })).toHaveLength(121);
    expect(text({ type: 'later invention' })).toBe('{"type":"later invention"}');
    expect(text('plain')).toBe('plain');
    expect(text({ type: 'string', base64: '%%%' })).toBe('"null"');
  });
});
