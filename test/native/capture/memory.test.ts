import { expect, it } from 'vitest';
import { type Op, type Operand, selection } from '../../../adapter/plan/op.js';
import { execve, planOf, trace } from '../captureRun.js';
import { program } from '../programs.js';

const arg = (index: number): Operand => ({ from: 'arg', index });
const constant = (value: number): Operand => ({ from: 'constant', value });
const chdir = { nr: 80, entry: [{ op: 'cstr', at: arg(0), cap: 100 }] } as const;
const write = { nr: 1, entry: [{ op: 'copy', at: arg(1), length: arg(2), cap: 4096 }] } as const;

it('T6: strings and buffers at the edges of memory cost at most their own text', async () => {
  const { status, records } = await trace([program('pointers')], { plan: planOf([chdir, write, execve]) });
  expect(status).toBe(0);
  const blobs = (nr: number) =>
    records.filter((record) => record.type === 'syscallEntry' && record.nr === nr).map(({ blobs: [first] }) => first && [first.status, first.text]);
  expect(blobs(80)).toEqual([['ok', '/crosses'], ['fault', 'yyyyyyyyyy'], ['fault', ''], undefined, ['truncated', 'y'.repeat(100)]]);
  const writes = blobs(1);
  expect(writes.slice(-3)).toEqual([
    ['fault', 'y'.repeat(16)],
    ['fault', ''],
    ['truncated', expect.stringMatching(/^x{4092}\/cro$/)],
  ]);
});

it('T6: structs, arrays, switches and descriptors are followed', async () => {
  // writev(fd, iov, count): each iovec's buffer, only for descriptor 1.
  const iovecs: Op[] = [
    { op: 'fd', value: arg(0) },
    {
      op: 'switch',
      value: arg(0),
      cases: [
        [
          1,
          [
            {
              op: 'each',
              at: arg(1),
              count: arg(2),
              stride: 16,
              max: 8,
              body: [{ op: 'copy', at: { from: 'field', offset: 0, size: 8 }, length: { from: 'field', offset: 8, size: 8 }, cap: 64 }],
            },
          ],
        ],
      ],
      otherwise: [{ op: 'copy', at: arg(1), length: constant(4), cap: 4 }],
    },
  ];
  const source = 'import os; os.writev(1, [b"alpha", b"", b"beta"]); os.writev(2, [b"gamma"])';
  const { records } = await trace(['/usr/bin/python3', '-c', source], { plan: planOf([{ nr: 20, entry: iovecs }]) });
  const calls = records.filter(({ type, nr }) => type === 'syscallEntry' && nr === 20);
  expect(calls[0]?.blobs.map(({ kind, text }) => (kind === 'fd' || text.length < 10 ? text : text.length))).toEqual(['/dev/null', 48, 'alpha', 'beta']);
  expect(calls[1]?.blobs.map(({ text }) => text.length)).toEqual([9, 4]);
});

it('T6: what a call returned is copied at its exit, and not when it failed', async () => {
  const read = { nr: 0, exit: [{ op: 'copy', at: arg(1), length: { from: 'ret' }, cap: 64 }] } as const;
  const source = 'import os; f = os.open("/proc/self/comm", 0); os.read(f, 100); os.close(f)\ntry: os.read(f, 100)\nexcept OSError: pass';
  const { records } = await trace(['/usr/bin/python3', '-S', '-c', source], { plan: planOf([read]) });
  const [good, bad] = records.filter(({ type, nr }) => type === 'syscallExit' && nr === 0).slice(-2);
  expect(good?.blobs[0]?.text).toBe('python3\n');
  expect(bad).toMatchObject({ ret: -9n, flags: ['isError'], blobs: [] });
});

it('T14: bounds hold whatever the plan asks for', async () => {
  const greedy: Op[] = Array.from({ length: 40 }, () => ({ op: 'copy', at: arg(1), length: constant(0xffffffff), cap: 0xffffffff }));
  const endless: Op[] = [
    { op: 'each', at: arg(1), count: constant(0xffffffff), stride: 1, max: 0xffffffff, body: [{ op: 'copy', at: arg(1), length: constant(1), cap: 1 }] },
  ];
  for (const entry of [greedy, endless]) {
    const { status, records, run } = await trace([program('pointers')], { plan: planOf([{ nr: 1, entry }]) });
    expect(status).toBe(0);
    expect(run.lost).toBe(0);
    const bytes = records
      .filter(({ type, nr }) => type === 'syscallEntry' && nr === 1)
      .map(({ blobs }) => blobs.reduce((sum, { data }) => sum + data.length, 0));
    expect(Math.max(...bytes)).toBeLessThanOrEqual(1 << 20);
  }
});

it('stack records carry registers, stack and the mappings of their moment', async () => {
  const { records } = await trace(['/bin/true'], { stackFrames: 0, plan: planOf([{ nr: 9, selection: 3 }, { nr: 231, selection: 3 }, execve]) });
  const stacks = records.filter(({ type }) => type === 'stack');
  expect(stacks.length).toBeGreaterThan(3);
  for (const stack of stacks) {
    const [registers, memory] = stack.blobs;
    expect([registers?.kind, registers?.data.length, memory?.kind]).toEqual(['regs', 216, 'stack']);
    expect(memory?.addr).toBe((registers?.data.readBigUInt64LE(152) ?? 0n) - 128n);
    const maps = records.find(({ offset }) => offset === stack.mapsOffset);
    expect(maps?.type).toBe('maps');
    expect(maps?.blobs[0]?.text).toContain('[stack]');
  }
  // The last one belongs to exit_group, which does not return.
  expect(records.filter(({ type }) => type === 'syscallEntry').at(-1)?.nr).toBe(231);
  expect(records.at(-2)?.type).toBe('stack');
});

it('T17: stacks end at their limit with a note, and the calls go on', async () => {
  const { records } = await trace(['/bin/true'], { stackFrames: 0, stackLimit: 8192, plan: planOf([], selection.trace | selection.stack) });
  const note = records.findIndex(({ type }) => type === 'note');
  expect(records[note]?.blobs[0]?.text).toContain('their source lines, are not recorded');
  const types = records.slice(note).map(({ type }) => type);
  expect(types).not.toContain('stack');
  expect(types).toContain('syscallEntry');
  expect(types.filter((type) => type === 'note')).toHaveLength(1);
});
