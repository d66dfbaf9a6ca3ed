import { expect, test } from 'vitest';
import { pointerHint } from './accessWords.js';
import { elfSegments } from './elfSegments.js';
import { sizeWords } from './hex.js';
import type { Instruction, MemoryOperand } from './instruction.js';
import { isCanonical, operandAddress, registerNamed } from './operand.js';
import { parseProcStatus, unifiedCgroup } from './procStatus.js';
import { registersSize } from './registers.js';

/** In user_regs_struct: rbx, rax, rcx, fs_base. */
const registers = new Uint8Array(registersSize);
const view = new DataView(registers.buffer);
view.setBigUint64(5 * 8, 0x1000n, true);
view.setBigUint64(10 * 8, 0x1122_3344_5566_8788n, true);
view.setBigUint64(11 * 8, 3n, true);
view.setBigUint64(21 * 8, 0x7f00_0000n, true);

test('C5: parts of registers', () => {
  expect(['rax', 'eax', 'ax', 'al', 'ah'].map((name) => registerNamed(registers, name))).toEqual([0x1122334455668788n, 0x55668788n, 0x8788n, 0x88n, 0x87n]);
  expect(registerNamed(registers, 'xmm0')).toBeUndefined();
});

test('C5: where an operand points to', () => {
  const instruction: Instruction = { address: 0x400000n, length: 7, mnemonic: 'mov', operands: '', flow: 'none', privileged: false, memory: [] };
  const at = (operand: Partial<MemoryOperand>): bigint | undefined =>
    operandAddress({ scale: 1, displacement: 0n, bytes: 8, reads: true, writes: false, ...operand }, instruction, registers, 64);
  expect(at({ base: 'rbx', index: 'rcx', scale: 8, displacement: -8n })).toBe(0x1010n);
  expect(at({ base: 'rip', displacement: 0x10n })).toBe(0x400017n);
  expect(at({ segment: 'fs', displacement: 0x28n })).toBe(0x7f000028n);
  expect(at({ displacement: -8n })).toBe(0xfffffffffffffff8n);
  expect(at({ base: 'xmm1' })).toBeUndefined();
});

test('C5: canonical addresses', () => {
  expect([0n, 0x7fff_ffff_ffffn, 0xffff_8000_0000_0000n, 0xffff_ffff_ffff_ffffn].every(isCanonical)).toBe(true);
  expect([0x8000_0000_0000n, 0xffff_7fff_ffff_ffffn, 0x4141_4141_4141_4141n].some(isCanonical)).toBe(false);
});

test('C5: pointers that are text or a fill', () => {
  expect(pointerHint(0x4847464544434241n)).toContain('"ABCDEFGH"');
  expect(pointerHint(0x7ffd12345678n)).toBeUndefined();
  expect(pointerHint(0xddddddddddddddddn)).toContain('0xdd');
});

test('C2: what /proc tells of a task', () => {
  const status = parseProcStatus(
    'Name:\ta\\nb\\\\c\nPPid:\t42\nUid:\t1000\t0\t0\t0\nGid:\t100\t0\t0\t0\nSigBlk:\t0000000000000400\nSigCgt:\t0000000000000600\n',
  );
  expect(status).toMatchObject({ name: 'a\nb\\c', parentPid: 42, uid: 1000, gid: 100 });
  expect([status.handles(10), status.handles(11), status.handles(6)]).toEqual([true, false, false]);
  expect(unifiedCgroup('12:cpu:/x\n0::/user.slice\n')).toBe('/user.slice');
  expect(unifiedCgroup('1:cpu:/\n')).toBeUndefined();
});

test('C5: files that are no ELF, or cut, say nothing about memory', () => {
  expect(elfSegments(() => new Uint8Array(64))).toBeUndefined();
  expect(elfSegments(() => new Uint8Array(3))).toBeUndefined();
  const header = new Uint8Array(64);
  header.set([0x7f, 0x45, 0x4c, 0x46, 2, 1]);
  header[54] = 56;
  header[56] = 2;
  expect(elfSegments((offset, length) => (offset === 0 && length === 64 ? header : new Uint8Array(10)))).toBeUndefined();
});

test('C5: sizes in words', () => {
  expect([0n, 1n, 1023n, 4096n, 6144n, 1n << 20n, 27n * 1024n + 950n].map(sizeWords)).toEqual([
    '0 bytes',
    '1 byte',
    '1023 bytes',
    '4 KiB',
    '6 KiB',
    '1 MiB',
    '27.9 KiB',
  ]);
});
