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

it('T5: keeps the tasks of more than 65,535 processes apart', () => {
  const index = new RowIndex();
  const tasks = [0, 0xfffe, 0xffff, 0x1_0000, 0x12_3456];
  const rows = tasks.map((task) => index.add('syscall', 4096, task));
  expect(rows.map((row) => index.task(row))).toEqual(tasks);
});

it('T4: keeps exits that come long after their entries', () => {
  const index = new RowIndex();
  const distances = [8, 0xfffe * 8, 0xffff * 8, 0x1_0000 * 8, 1e9];
  const rows = distances.map(() => index.add('syscall', 4096, 0));
  for (const [at, row] of rows.entries()) {
    expect(index.exitOffset(row)).toBe(0);
    index.setExit(row, 4096 + (distances[at] ?? 0), false);
  }
  expect(rows.map((row) => index.exitOffset(row) - 4096)).toEqual(distances);
});
