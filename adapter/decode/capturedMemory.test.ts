import { expect, test } from 'vitest';
import { type Blob, entryRecord } from '../../test/records/recordBuilder.js';
import { blobKinds, blobStatuses } from '../record/layout.js';
import { sizes } from '../record/offsets.js';
import { RecordMemory } from './capturedMemory.js';

const memory = (...blobs: Blob[]) => new RecordMemory(entryRecord({ nr: 0, args: [], blobs }), sizes.SyscallEntry);
const blob = (addr: bigint, text: string, status: Blob['status'] = blobStatuses.ok, kind: Blob['kind'] = blobKinds.memory): Blob => ({
  addr,
  kind,
  status,
  data: Buffer.from(text),
});
const read = (from: RecordMemory, address: number | bigint, length: number) => {
  const { data, status } = from.read(address, length);
  return [Buffer.from(data).toString(), status];
};

test('T6: reads by address, inside a blob too', () => {
  const captured = memory(blob(0x1000n, 'abcdef'), blob(0xffff_ffff_ffff_0000n, 'high'));
  expect(read(captured, 0x1000, 6)).toEqual(['abcdef', 'ok']);
  expect(read(captured, 0x1002, 2)).toEqual(['cd', 'ok']);
  expect(read(captured, 0xffff_ffff_ffff_0001n, 3)).toEqual(['igh', 'ok']);
  expect(read(captured, 0x1006, 1)).toEqual(['', 'absent']);
  expect(read(captured, 0xfff, 1)).toEqual(['', 'absent']);
});

test('T6: tells what the tracee could not read from what was not captured', () => {
  const captured = memory(blob(0x1000n, 'ab', blobStatuses.fault), blob(0x2000n, 'cd', blobStatuses.truncated), blob(0x3000n, '', blobStatuses.fault));
  expect(read(captured, 0x1000, 4)).toEqual(['ab', 'fault']);
  expect(read(captured, 0x2000, 4)).toEqual(['cd', 'truncated']);
  expect(read(captured, 0x3000, 4)).toEqual(['', 'fault']);
});

test('T6: of two copies of one place the longer serves', () => {
  const captured = memory(blob(0x1000n, 'ab'), blob(0x1000n, 'abcdefgh'));
  expect(read(captured, 0x1000, 8)).toEqual(['abcdefgh', 'ok']);
});

test('T6: strings and targets of descriptors are found by their kind', () => {
  const captured = memory(
    blob(0x1000n, 'path', blobStatuses.ok, blobKinds.cstring),
    blob(3n, '/etc/passwd', blobStatuses.ok, blobKinds.fd),
    blob(0xffff_ff9cn, '/home', blobStatuses.ok, blobKinds.fd),
  );
  expect(Buffer.from(captured.cstring(0x1000).data).toString()).toBe('path');
  expect(captured.cstring(3).status).toBe('absent');
  expect(captured.fdTarget(3)).toBe('/etc/passwd');
  expect(captured.fdTarget(-100)).toBe('/home');
  expect(captured.fdTarget(4)).toBeUndefined();
});

test('T14: a blob that claims more than its record holds ends the walk', () => {
  const record = entryRecord({ nr: 0, args: [], blobs: [blob(0x1000n, 'abcdefgh')] });
  record.view.setUint32(sizes.SyscallEntry + 8, 0xffff_fff0, true);
  expect(new RecordMemory(record, sizes.SyscallEntry).read(0x1000, 4).status).toBe('absent');
});
