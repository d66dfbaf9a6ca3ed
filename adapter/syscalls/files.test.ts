import { expect, test } from 'vitest';
import { decodeLine } from '../../test/records/decodeLine.js';
import { SimulatedTracee } from '../../test/records/simulatedTracee.js';

test('T6: openat shows the mode only when it creates', () => {
  const tracee = new SimulatedTracee();
  const path = tracee.put('/tmp/x\0');
  expect(decodeLine(tracee, { name: 'openat', args: [0xffffff9c, path, 0, 0], ret: -2 })).toBe(
    'openat(AT_FDCWD, "/tmp/x", O_RDONLY) = -1 ENOENT (No such file or directory)',
  );
  expect(decodeLine(tracee, { name: 'openat', args: [-100n, path, 0x80241, 0o644], ret: 3 })).toBe(
    'openat(AT_FDCWD, "/tmp/x", O_WRONLY|O_CREAT|O_TRUNC|O_CLOEXEC, 0644) = 3',
  );
});
