import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { expect, it } from 'vitest';
import { startProgram } from '../output.js';
import { program } from '../programs.js';

it('T2: a worker that ends while it traces lets the program go on', async () => {
  const running = await startProgram([program('threads'), '4']);
  const worker = new Worker(path.resolve(import.meta.dirname, 'victim.mjs'), { argv: [`attach:${running.pid}`], stdout: true });
  await once(worker.stdout, 'data');
  expect(readFileSync(`/proc/${running.pid}/status`, 'utf8')).not.toMatch(/^TracerPid:\t0$/m);
  await worker.terminate();
  expect(readFileSync(`/proc/${running.pid}/status`, 'utf8')).toMatch(/^TracerPid:\t0$/m);
  expect(await running.finish()).toBe(0);
});

it('T2: a worker that ends takes along what it launched with exitKill, and nothing else', async () => {
  for (const how of ['exitKill', 'keep']) {
    const worker = new Worker(path.resolve(import.meta.dirname, 'victim.mjs'), { argv: [`${how}:${program('loop')}`], stdout: true });
    const [line] = (await once(worker.stdout, 'data')) as [Buffer];
    const pid = Number(line.toString());
    await worker.terminate();
    if (how === 'exitKill') expect(() => process.kill(pid, 0)).toThrow('ESRCH');
    else {
      expect(readFileSync(`/proc/${pid}/status`, 'utf8')).toMatch(/^TracerPid:\t0$/m);
      process.kill(pid, 'SIGKILL');
    }
  }
});
