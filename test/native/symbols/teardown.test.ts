import { join, resolve } from 'node:path';
import { Worker } from 'node:worker_threads';
import { afterAll, expect, test } from 'vitest';
import { newSymbolizer, Workshop } from './snapshots.js';

const workshop = new Workshop();
afterAll(() => workshop.remove());

/** Asks for many stacks, and says so while they are being made. */
const askAndWait = `
const { parentPort, workerData } = require('node:worker_threads');
const module_ = { exports: {} };
process.dlopen(module_, workerData.addon);
const symbolizer = new module_.exports.Symbolizer();
const { maps, registers, stackAddress, stack } = workerData.snapshot;
for (let i = 0; i < 500; i++) symbolizer.stack(maps, registers, stackAddress, stack, 0, 100);
parentPort.postMessage('asked');
`;

test('S9: a thread that ends in the middle of its work takes nobody along', async () => {
  const snapshot = await workshop.snapshot(workshop.compile('inlines.cc', ['-O2', '-g']), [], 1 << 16);
  const addon = process.env.SYSCALL_TRACE_ADDON ?? resolve(join(import.meta.dirname, '../../../dist/native/syscall_trace.node'));
  for (let round = 0; round < 3; round++) {
    const worker = new Worker(askAndWait, { eval: true, workerData: { addon, snapshot } });
    await new Promise((done) => worker.once('message', done));
    await worker.terminate();
  }
  const { end } = await newSymbolizer().stack(snapshot, 100);
  expect(end).toBe('start');
});
