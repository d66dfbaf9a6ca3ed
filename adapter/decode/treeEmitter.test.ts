import { expect, test } from 'vitest';
import { TreeEmitter } from './treeEmitter.js';
import { valueJson } from './valueJson.js';

test('T12: a tree holds names, values and what was left out', () => {
  const out = new TreeEmitter();
  out.beginStruct();
  out.field('mode');
  out.flags(5, { unknown: 'X', entries: [['A', 1]] });
  out.field('list');
  out.beginArray();
  out.item();
  out.address(0);
  out.item();
  out.decimal(2n ** 60n);
  out.more();
  out.endArray();
  out.more();
  out.endStruct();
  expect(valueJson(out.take())).toEqual({
    type: 'struct',
    more: true,
    fields: {
      mode: { type: 'flags', value: 5, names: ['A'], rest: 4 },
      list: {
        type: 'array',
        more: true,
        items: [
          { type: 'address', value: null },
          { type: 'int', value: '1152921504606846976', base: 10 },
        ],
      },
    },
  });
});

test('T12: bytes that are no UTF-8 come as base64 too', () => {
  const out = new TreeEmitter();
  out.string(Uint8Array.of(0x61, 0xff), 'buffer', true);
  expect(valueJson(out.take())).toEqual({ type: 'string', kind: 'buffer', text: 'a\ufffd', cut: true, base64: 'Yf8=' });
  out.string(Buffer.from('ä'), 'path', false);
  expect(valueJson(out.take())).toEqual({ type: 'string', kind: 'path', text: 'ä', cut: false });
});

test('T12: the parts of one word become one, and a change without an after its before', () => {
  const out = new TreeEmitter();
  out.beginOr();
  out.symbol(0x8000, 'PREFER');
  out.or();
  out.decimal(5);
  out.endOr();
  expect(out.take()).toEqual({ type: 'flags', value: 0x8005, names: ['PREFER'], rest: 5 });
  out.beginChange();
  out.decimal(8);
  out.endChange();
  expect(out.take()).toEqual({ type: 'int', value: 8, base: 10 });
});

test('T12: fields without a name of their own have their position, and AT_FDCWD has its name', () => {
  const out = new TreeEmitter();
  out.beginStruct();
  out.field('dirfd');
  out.cwdFd(-100, '/tmp');
  for (const part of [1, 2]) {
    out.unnamed();
    out.decimal(part);
  }
  out.endStruct();
  expect(valueJson(out.take())).toEqual({
    type: 'struct',
    more: false,
    fields: {
      dirfd: { type: 'fd', value: -100, name: 'AT_FDCWD', target: '/tmp' },
      '[1]': { type: 'int', value: 1, base: 10 },
      '[2]': { type: 'int', value: 2, base: 10 },
    },
  });
});

test('T12: a tree outlives the block that its bytes were read from', () => {
  const out = new TreeEmitter();
  const block = Buffer.from('crash: port');
  out.string(block, 'buffer', false);
  const value = out.take();
  block.fill('x');
  expect(value).toMatchObject({ type: 'string', bytes: new Uint8Array(Buffer.from('crash: port')) });
});
