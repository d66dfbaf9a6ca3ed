import { expect, it } from 'vitest';
import { monitorRefusals } from '../record/layout.js';
import type { HelperRefusal } from './crashRecords.js';
import { explainRefusal } from './explainRefusal.js';

const CAP_BPF = 1n << 39n;
const CAP_PERFMON = 1n << 38n;
const helper = '/opt/a b/syscall-trace-bpf';
const refuse = (reason: keyof typeof monitorRefusals, more: Partial<HelperRefusal> = {}) =>
  explainRefusal({ reason: monitorRefusals[reason], errno: 0, missingCapabilities: 0n, text: '', ...more }, helper);

it('C14: says which capability is missing, and the command that grants it', () => {
  const { refusal, message, remedies } = refuse('noPrivilege', { missingCapabilities: CAP_BPF | CAP_PERFMON });
  expect(refusal).toBe('noPrivilege');
  expect(message).toContain('lacks CAP_BPF and CAP_PERFMON; grant it by: sudo setcap');
  expect(remedies).toEqual(["sudo setcap cap_bpf,cap_perfmon+ep '/opt/a b/syscall-trace-bpf'"]);
  expect(refuse('noPrivilege', { missingCapabilities: CAP_PERFMON }).message).toContain('lacks CAP_PERFMON;');
});

it('C15: says what the kernel lacks, in one line', () => {
  expect(refuse('oldKernel').message).toContain('Linux 5.8');
  expect(refuse('noBtf', { errno: 2 }).message).toContain('CONFIG_DEBUG_INFO_BTF');
  expect(refuse('noBtf', { errno: 13 }).message).toContain('Permission denied');
  const failed = refuse('failed', { errno: 22, text: 'libbpf: prog\n  is too large\n' });
  expect(failed.refusal).toBe('failed');
  expect(failed.message).toMatch(/Invalid argument\): libbpf: prog is too large$/);
});

it('C14: a refusal in spite of the capabilities is one of privilege, without a remedy that does not help', () => {
  const { refusal, message, remedies } = refuse('failed', { errno: 1 });
  expect(refusal).toBe('noPrivilege');
  expect(message).toContain('a container without the privilege');
  expect(remedies).toEqual([]);
});

it('C14: says who may see whose crashes', () => {
  expect(refuse('notAuthorised')).toMatchObject({ refusal: 'notAuthorised', remedies: [] });
  expect(refuse('noProcess').message).toContain('no such process');
  expect(refuse('badRequest').message).toContain('out of range');
});
