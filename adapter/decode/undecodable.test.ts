import { describe, expect, it } from 'vitest';
import { entryRecord, exitRecord } from '../../test/records/recordBuilder.js';
import { DescriptorSet } from '../filter/descriptorSet.js';
import { mentionFilter } from '../filter/mentions.js';
import type { ArgType, SyscallDescriptor } from '../syscalls/descriptor.js';
import { decodeCallTree } from './callTree.js';
import { RecordedCall } from './callView.js';
import { entryText, exitText, resultText } from './decodeCall.js';
import { defaultDecodeOptions } from './emitter.js';
import { TextEmitter } from './textEmitter.js';
import { transferDump } from './transferDump.js';
import { treeLines } from './treeLines.js';

const number: ArgType = { typeName: 'int', direction: 'in', emit: (out, call, index) => out.decimal(call.i32(index)) };
/** Begins what it does not end, changes the options, and fails. */
const broken: ArgType = {
  typeName: 'struct broken *',
  direction: 'in',
  emit(out) {
    out.options = { ...out.options, constants: 'raw' };
    out.beginSet();
    out.beginStruct();
    out.field('half');
    throw new RangeError('Offset is outside the bounds of the DataView');
  },
};
/** Each exception that a decoder can raise, recursion without end too. */
const endless: ArgType = { typeName: 'nested', direction: 'out', emit: (out, call, index) => endless.emit(out, call, index) };
const fails = (): never => {
  throw new TypeError('Cannot mix BigInt and other types');
};

const row = (args: readonly ArgType[], rest: Partial<SyscallDescriptor> = {}): SyscallDescriptor => ({
  args: args.map((type, register) => ({ name: `arg${register}`, type, register })),
  returns: { typeName: 'int', emit: (out, call) => void out.decimal(call.retSigned) },
  classes: [],
  ...rest,
});

const call = new RecordedCall(entryRecord({ nr: 1, args: [1n, 0x7ffe1000n, 3n] }), exitRecord({ nr: 1, ret: 5n }));

function line(descriptor: SyscallDescriptor): string {
  const out = new TextEmitter(defaultDecodeOptions);
  const syscall = { name: 'call', nr: 1, descriptor };
  return `${entryText(out, call, syscall)}${exitText(out, call, syscall)} = ${resultText(out, call, syscall)}`;
}

describe('T6: a decoder that fails', () => {
  it('T6: costs the text of its own argument', () => {
    expect(line(row([number, broken, number]))).toBe('call(1, 0x7ffe1000 /* cannot be decoded */, 3) = 5');
    expect(line(row([number, endless, number]))).toBe('call(1, 0x7ffe1000 /* cannot be decoded */, 3) = 5');
  });

  it('T6: leaves the others their separators and options', () => {
    const list: ArgType = {
      typeName: 'list',
      direction: 'in',
      emit(out) {
        out.beginArray();
        for (const value of [1, 2]) {
          out.item();
          out.symbol(value, 'NAME', '');
        }
        out.endArray();
      },
    };
    expect(line(row([number, broken, list]))).toBe('call(1, 0x7ffe1000 /* cannot be decoded */, [NAME, NAME]) = 5');
  });

  it('T6: in what depends on the call: which type, whether shown, how many at entry', () => {
    expect(line(row([number, { ...number, resolve: fails }]))).toBe(`call(1, ${0x7ffe1000}) = 5`);
    const shown = row([number, number]);
    expect(line({ ...shown, args: shown.args.map((arg) => ({ ...arg, shown: fails })) })).toBe(`call(1, ${0x7ffe1000}) = 5`);
    expect(line(row([number, number], { entryArgs: fails }))).toBe(`call(1, ${0x7ffe1000}) = 5`);
  });

  it('T6: in one half of a value that changes', () => {
    const half: ArgType = { ...number, direction: 'inout', halves: { before: (out) => out.raw('before'), after: fails } };
    expect(line(row([number, half, number]))).toBe('call(1, before0x7ffe1000 /* cannot be decoded */, 3) = 5');
  });

  it('T6: in the result', () => {
    expect(line(row([number], { returns: { typeName: 'int', emit: fails } }))).toBe('call(1) = 5 /* cannot be decoded */');
  });

  it('T6: in a dump of what was read: the rest of the trace goes on', () => {
    class Unreadable extends RecordedCall {
      override word = fails;
    }
    const unreadable = new Unreadable(entryRecord({ nr: 0, args: [3n] }), exitRecord({ nr: 0, ret: 5n }));
    const all = { has: () => true };
    expect(transferDump('read', unreadable, { read: all, write: all })).toBe(' * cannot be decoded\n');
  });

  it('T8: in a filter by path or descriptor: the other arguments are still looked at', () => {
    const fd: ArgType = { typeName: 'fd', direction: 'in', emit: (out, view, index) => out.fd(view.i32(index), undefined) };
    const entry = entryRecord({ nr: 1, args: [1n, 0x7ffe1000n, 3n] });
    const isAbout = (wanted: string, descriptor: SyscallDescriptor): boolean =>
      mentionFilter({ paths: new Set(), descriptors: DescriptorSet.parse(wanted) }, defaultDecodeOptions)(entry, { name: 'call', nr: 1, descriptor });
    expect(isAbout('3', row([number, broken, fd]))).toBe(true);
    expect(isAbout('4', row([number, broken, fd]))).toBe(false);
    expect(isAbout('3', row([broken, endless]))).toBe(false);
  });

  it('T12: in what --tree shows below the line', () => {
    expect(treeLines({ name: 'call', nr: 1, descriptor: row([number, broken, endless]) }, call, defaultDecodeOptions)).toBe('');
  });

  it('T24: in the tree, too', () => {
    const placeholder = (word: string) => ({ type: 'raw', text: `${word} /* cannot be decoded */` });
    const { args, result } = decodeCallTree(call, row([number, broken, endless], { returns: { typeName: 'int', emit: fails } }), defaultDecodeOptions);
    expect(args.map(({ value }) => value)).toEqual([{ type: 'int', value: 1, base: 10 }, placeholder('0x7ffe1000'), placeholder('0x3')]);
    expect(result).toEqual(placeholder('0x5'));
  });
});
