import { expect, it } from 'vitest';
import { RowIndex } from './rowIndex.js';

it('T18: keeps records and exits that lie further apart than 32 GB', () => {
  const index = new RowIndex();
  const far = 4096 + 8 * 2 ** 33;
  const near = index.add('syscall', 4096, 0, 0, 1);
  const beyond = index.add('syscall', far, 1, 0, 2);
  index.setExit(near, far + 64, false);
  index.setExit(beyond, far + 128, true);
  expect([index.offset(near), index.exitOffset(near)]).toEqual([4096, far + 64]);
  expect([index.offset(beyond), index.exitOffset(beyond)]).toEqual([far, far + 128]);
  expect([index.rowAt(4095), index.rowAt(4096), index.rowAt(far - 8), index.rowAt(far)]).toEqual([-1, near, near, beyond]);
});
