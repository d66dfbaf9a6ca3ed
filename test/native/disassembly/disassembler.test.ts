import { expect, test } from 'vitest';
import { loadAddon } from '../../../adapter/capture/loadAddon.js';
import { type Disassembler, instructionText } from '../../../adapter/crash/instruction.js';

const { disassemble } = loadAddon<Disassembler>();
const bytes = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex.replaceAll(' ', ''), 'hex'));

test('C3: an instruction, its operands in memory, and how they are used', () => {
  const [store] = disassemble(bytes('c7 44 cb f8 2a 00 00 00'), 0x401136n, 64, 1);
  expect(store && instructionText(store)).toBe('mov dword ptr [rbx + rcx*8 - 8], 0x2a');
  expect(store).toMatchObject({ address: 0x401136n, length: 8, flow: 'none', privileged: false });
  expect(store?.memory).toEqual([{ base: 'rbx', index: 'rcx', scale: 8, displacement: -8n, bytes: 4, reads: false, writes: true }]);
  const [load] = disassemble(bytes('64 48 8b 04 25 28 00 00 00'), 0n, 64, 1);
  expect(load?.memory).toEqual([{ segment: 'fs', scale: 1, displacement: 0x28n, bytes: 8, reads: true, writes: false }]);
  const [add] = disassemble(bytes('83 00 01'), 0n, 64, 1);
  expect(add?.memory[0]).toMatchObject({ base: 'rax', reads: true, writes: true });
});

test('C3: calls, jumps and returns say where they go; lea touches no memory', () => {
  const [call, jump, ret, lea] = disassemble(bytes('ff d0 ff 63 08 c3 48 8d 04 25 08 00 00 00'), 0n, 64, 4);
  expect(call).toMatchObject({ flow: 'call', target: 'rax', memory: [] });
  expect(jump).toMatchObject({ flow: 'jump', memory: [{ base: 'rbx', displacement: 8n, reads: true }] });
  expect(ret).toMatchObject({ flow: 'return', memory: [] });
  expect(lea).toMatchObject({ mnemonic: 'lea', memory: [] });
  expect(disassemble(bytes('f4'), 0n, 64, 1)[0]).toMatchObject({ mnemonic: 'hlt', privileged: true });
});

test('C3: 32-bit code, cut code, no code, and a limit', () => {
  expect(disassemble(bytes('8b 00 40 c3'), 0n, 32, 9).map(instructionText)).toEqual(['mov eax, dword ptr [eax]', 'inc eax', 'ret']);
  expect(disassemble(bytes('90 48'), 0x10n, 64, 9).map(({ address }) => address)).toEqual([0x10n]);
  expect(disassemble(bytes('90 90 90'), 0n, 64, 2)).toHaveLength(2);
  expect(disassemble(bytes('06'), 0n, 64, 9)).toEqual([]);
  expect(disassemble(bytes('90'), 0n, 64, 0)).toEqual([]);
  expect(disassemble(new Uint8Array(), 0n, 64, 1)).toEqual([]);
  expect(() => disassemble('90' as unknown as Uint8Array, 0n, 64, 1)).toThrow(TypeError);
});
