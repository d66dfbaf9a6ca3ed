// Traces until it is killed: `attach:PID`, `keep:PROGRAM` or `exitKill:PROGRAM`. Prints the traced pid. Uses the addon directly.
import { openSync } from 'node:fs';
import path from 'node:path';

const addon = process.env.SYSCALL_TRACE_ADDON ?? path.resolve(import.meta.dirname, '../../../dist/native/syscall_trace.node');
/** @typedef {new () => { pid: number, start(...args: unknown[]): object | undefined }} CaptureSession */
const module = /** @type {{ exports: { CaptureSession: CaptureSession } }} */ ({ exports: {} });
process.dlopen(module, addon);

const [how, what] = /** @type {[string, string]} */ ((process.argv[2] ?? '').split(/:(.*)/s));
const sink = openSync('/dev/null', 'r+');
const target =
  how === 'attach'
    ? { kind: 'attach', pids: [Number(what)] }
    : { kind: 'launch', file: what, argv: [what, '100000', 'alone'], env: [], cwd: '/', stdio: [sink, sink, sink], exitKill: how === 'exitKill' };
const options = {
  tracePath: `/tmp/victim-${process.pid}`,
  temporary: true,
  maxBytes: 0,
  follow: true,
  seccomp: 'off',
  lockstep: false,
  stackBytes: 0,
  haltSignals: [],
};
// A plan that traces every number: PLAN_MAGIC, PLAN_VERSION and three tables without rows.
const plan = Uint32Array.of(0x4e4c5053, 1, 0, 1, 0, 1, 0, 1);
let told = false;
const session = new module.exports.CaptureSession();
const failure = session.start(target, options, plan, (/** @type {{ kind: string }} */ event) => {
  if (event.kind !== 'progress' || told) return;
  told = true;
  console.log(how === 'attach' ? what : session.pid);
});
if (failure !== undefined) throw new Error(JSON.stringify(failure));
