import { expect, test } from 'vitest';
import { deliverableSignals, signalName } from '../decode/signalNames.js';
import { readSignalInfo } from './signalInfo.js';
import { describeSignal, type FaultMapping } from './signalWords.js';

function siginfo(signo: number, code: number, address: bigint): Uint8Array {
  const bytes = new Uint8Array(128);
  const view = new DataView(bytes.buffer);
  view.setInt32(0, signo, true);
  view.setInt32(8, code, true);
  view.setBigUint64(16, address, true);
  return bytes;
}

function words(signo: number, code: number, address: bigint, ip = 0x401000n, mapping?: FaultMapping): string {
  const info = readSignalInfo(siginfo(signo, code, address));
  return info ? describeSignal(info, ip, () => mapping) : 'no siginfo';
}

test('C5: a fault says address, kind of access where it is known, cause and code', () => {
  expect(words(11, 1, 0n)).toBe('Segmentation fault: access to address 0 (a null pointer): nothing is mapped there (SEGV_MAPERR).');
  expect(words(11, 1, 0xdeadn, 0xdeadn)).toBe('Segmentation fault: execution of address 0xdead: nothing is mapped there (SEGV_MAPERR).');
  expect(words(11, 2, 0x402000n, 0x401000n, { permissions: 'r--p', name: '/bin/x' })).toBe(
    'Segmentation fault: write to address 0x402000 in /bin/x (r--p): the mapping does not permit it (SEGV_ACCERR).',
  );
  expect(words(11, 2, 0x402000n, 0x401000n, { permissions: '---p', name: '' })).toBe(
    'Segmentation fault: access to address 0x402000 in anonymous memory (---p): the mapping does not permit it (SEGV_ACCERR).',
  );
  expect(words(11, 0x80, 0n)).toContain('general protection');
  expect(words(8, 1, 0x401136n)).toBe('Arithmetic error at 0x401136: integer division by zero (FPE_INTDIV).');
});

test('C5: a signal that was sent says by whom', () => {
  const sent = siginfo(6, -6, 0n);
  new DataView(sent.buffer).setInt32(16, 1234, true);
  const info = readSignalInfo(sent);
  expect(info && describeSignal(info, 0n, () => undefined)).toBe('Aborted: SIGABRT was sent by process 1234 of user 0 (SI_TKILL).');
  expect(readSignalInfo(sent.subarray(0, 20))).toBeUndefined();
});

test('U4: signal names are those of strace', () => {
  expect([1, 6, 11, 29, 32, 33, 64, 99].map(signalName)).toEqual(['SIGHUP', 'SIGABRT', 'SIGSEGV', 'SIGIO', 'SIGRTMIN', 'SIGRT_1', 'SIGRT_32', 'SIG_99']);
  expect(deliverableSignals.map(({ name }) => name)).not.toContain('SIGKILL');
});
