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

test('C3: instructions of AVX-512 that Capstone does not know, by opcode and operand', () => {
  // What __strlen_evex and its sisters are made of: vpcmpb k0, ymm16, [rdi]; the same at [rdi + 0x20], [r8 + rcx*2 - 0x40]; vptestnmb k0, ymm17, ymm17.
  const of = (hex: string) => disassemble(bytes(hex), 0x1000n, 64, 1)[0];
  expect(of('62 f3 7d 20 3f 07 00')).toMatchObject({ length: 7, memory: [{ base: 'rdi', displacement: 0n, bytes: 32, reads: true, writes: false }] });
  expect(of('62 f3 7d 20 3f 47 01 00')).toMatchObject({ length: 8, operands: '0f3a 3f, ymmword ptr [rdi + 0x20]', memory: [{ displacement: 0x20n }] });
  expect(of('62 d3 7d 20 3f 44 48 fe 00')?.memory[0]).toMatchObject({ base: 'r8', index: 'rcx', scale: 2, displacement: -0x40n });
  expect(of('62 f3 7d 20 3f 05 10 00 00 00 00')).toMatchObject({ length: 11, memory: [{ base: 'rip', displacement: 0x10n }] });
  expect(of('62 b2 76 20 26 c1')).toMatchObject({ length: 6, memory: [] });
  // Cut, and no prefix of AVX-512.
  expect(of('62 f3 7d 20 3f 07')).toBeUndefined();
  expect(of('62 f3 7d 20 3f 87 00 00')).toBeUndefined();
  expect(of('62 ff 79 20 3f 07 00')).toBeUndefined();
});
