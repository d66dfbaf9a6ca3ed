// Traces a program that starts others, again and again, and ends in order, so that LeakSanitizer looks at what is left. Uses the addon directly.
import { closeSync, openSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** @typedef {{ start(...args: unknown[]): object | undefined, readMemory(pid: number, address: bigint, length: number): Uint8Array, pid: number }} CaptureSession */
const module = /** @type {{ exports: { CaptureSession: new () => CaptureSession } }} */ ({ exports: {} });
process.dlopen(module, process.env.SYSCALL_TRACE_ADDON ?? '');
const file = process.argv[2] ?? '';
const ROUNDS = 8;

const options = { temporary: true, maxBytes: 0, follow: true, seccomp: 'off', lockstep: false, stackBytes: 4096, haltSignals: [] };
// A plan that traces every number, with stacks: PLAN_MAGIC, PLAN_VERSION and three tables without rows.
const plan = Uint32Array.of(0x4e4c5053, 1, 0, 3, 0, 3, 0, 3);

for (let round = 0; round < ROUNDS; round++) {
  await new Promise((done) => {
    const session = new module.exports.CaptureSession();
    const sink = openSync('/dev/null', 'r+');
    const target = { kind: 'launch', file, argv: [file, '3'], env: [], cwd: '/', stdio: [sink, sink, sink], exitKill: true };
    const failure = session.start(
      target,
      { ...options, tracePath: path.join(os.tmpdir(), `leak-probe-${process.pid}`) },
      plan,
      (/** @type {{ kind: string }} */ event) => {
        if (event.kind === 'ended') done(undefined);
      },
    );
    closeSync(sink);
    if (failure !== undefined) throw new Error(JSON.stringify(failure));
  });
}
// A start that fails has its own way out.
const session = new module.exports.CaptureSession();
const none = { kind: 'launch', file: '/nonexistent', argv: ['x'], env: [], cwd: '/', stdio: [0, 1, 2], exitKill: true };
if (session.start(none, { ...options, tracePath: path.join(os.tmpdir(), `leak-probe-${process.pid}`) }, plan, () => undefined) === undefined)
  throw new Error('started nothing');
console.log('done');
