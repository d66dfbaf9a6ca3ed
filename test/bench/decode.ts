/**
 * How fast recorded calls become text: a mix of ordinary calls is captured from a simulated tracee once and then
 * formatted again and again, on one core. Prints lines a second; with `--least N` fails below N.
 */
import { parseArgs } from 'node:util';
import { RecordedCall } from '../../adapter/decode/callView.js';
import type { RecordBytes } from '../../adapter/decode/capturedMemory.js';
import { entryText, exitText, resultText } from '../../adapter/decode/decodeCall.js';
import { defaultDecodeOptions } from '../../adapter/decode/emitter.js';
import { TextEmitter } from '../../adapter/decode/textEmitter.js';
import { captureContext, syscallPlan } from '../../adapter/plan/compile.js';
import type { SyscallEntryInTable } from '../../adapter/syscalls/descriptor.js';
import { syscallTable } from '../../adapter/syscalls/registry.js';
import { SimulatedTracee } from '../records/simulatedTracee.js';

interface Sample {
  readonly syscall: SyscallEntryInTable;
  readonly entry: RecordBytes;
  readonly exit: RecordBytes;
}

const SECONDS = 2;

function samples(): Sample[] {
  const tracee = new SimulatedTracee();
  const table = syscallTable('x86_64');
  const path = tracee.put('/usr/lib/x86_64-linux-gnu/libc.so.6\0');
  const text = tracee.put('total 1234\ndrwxr-xr-x 2 root root 4096 Nov 20 09:00 bin\n');
  const binary = tracee.put(Uint8Array.from({ length: 64 }, (_, index) => (index * 37) & 0xff));
  const stat = tracee.put(Uint8Array.from({ length: 144 }, (_, index) => (index === 24 ? 0xa4 : index === 25 ? 0x81 : 0)));
  const iovecs = tracee.putWords(text, 20, binary, 12);
  const timespec = tracee.putWords(1, 500);
  const pollfds = tracee.putWords(0x1_0000_0003n, 0x4_0000_0005n);
  const one = (name: string, args: readonly (number | bigint)[], ret: number | bigint): Sample => {
    const syscall = table.find((entry) => entry?.name === name);
    if (syscall === undefined) throw new Error(`no syscall ${name}`);
    const plan = syscallPlan(syscall.descriptor, captureContext('x86_64', defaultDecodeOptions));
    return { syscall, ...tracee.run(plan, { nr: syscall.nr, args: args.map(BigInt), ret: BigInt(ret) }) };
  };
  return [
    one('openat', [-100, path, 0x80000, 0], 3),
    one('openat', [-100, path, 0, 0], -2),
    one('read', [3, binary, 832], 64),
    one('read', [3, text, 4096], 56),
    one('write', [1, text, 56], 56),
    one('close', [3], 0),
    one('newfstatat', [3, path, stat, 0x1000], 0),
    one('fstat', [1, stat], 0),
    one('mmap', [0, 8192, 3, 0x22, -1, 0], 0x7f0000001000n),
    one('mprotect', [0x7f0000001000n, 4096, 1], 0),
    one('lseek', [3, 0, 1], 0),
    one('access', [path, 4], -2),
    one('writev', [1, iovecs, 2], 32),
    one('poll', [pollfds, 2, 100], 0),
    one('clock_nanosleep', [0, 0, timespec, 0], 0),
    one('getpid', [], 4242),
    one('fcntl', [3, 3], 0x8002),
    one('readlink', [path, text, 56], 12),
    one('getdents64', [3, binary, 32768], 0),
    one('munmap', [0x7f0000001000n, 4096], 0),
  ];
}

function format(out: TextEmitter, { syscall, entry, exit }: Sample): string {
  const call = new RecordedCall(entry, exit);
  return `${entryText(out, call, syscall)}${exitText(out, call, syscall)} = ${resultText(out, call, syscall)}\n`;
}

const { least } = parseArgs({ options: { least: { type: 'string' } } }).values;
const out = new TextEmitter(defaultDecodeOptions);
const mix = samples();
let lines = 0;
let bytes = 0;
const start = performance.now();
while (performance.now() - start < SECONDS * 1000) {
  let block = '';
  for (let round = 0; round < 50; round++) for (const sample of mix) block += format(out, sample);
  bytes += Buffer.byteLength(block, 'latin1');
  lines += 50 * mix.length;
}
const rate = Math.round((lines / (performance.now() - start)) * 1000);
console.log(`decode: ${rate} lines/s, ${Math.round(bytes / lines)} bytes a line`);
if (least !== undefined && rate < Number(least)) {
  console.error(`decode: fewer than ${least} lines/s`);
  process.exitCode = 1;
}
