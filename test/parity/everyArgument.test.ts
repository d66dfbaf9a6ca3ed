/**
 * T6, T7, T13: every call with every kind of argument, line by line as strace prints it. None is carried out: a seccomp filter answers.
 * Sockets, keys and ioctl, whose arguments need more than patterns, have tests of their own.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newerConstantsByHeader } from '../../adapter/syscalls/generate/newerConstants.js';
import { syscallTable } from '../../adapter/syscalls/registry.js';
import { cli } from './runBoth.js';

const source = resolve(import.meta.dirname, '../programs/parity/everyArgument.c');
const abiNumbers = { x86_64: 0, i386: 1 } as const;
type Abi = keyof typeof abiNumbers;

/** The last call that strace 6.1 knows: set_mempolicy_home_node. */
const LAST_KNOWN = 450;
/** Calls that do not return, that change the program, or that have tests of their own. */
const leftOut = new Set(
  `exit exit_group rt_sigreturn sigreturn execve execveat uretprobe uprobe ioctl socketcall socket socketpair bind connect listen accept accept4
  getsockname getpeername shutdown setsockopt getsockopt sendto recvfrom sendmsg recvmsg sendmmsg recvmmsg recvmmsg_time64 add_key request_key keyctl
  ipc`.split(/\s+/),
);

const newerNames = new Set(Object.values(newerConstantsByHeader).flatMap((constants) => Object.keys(constants)));
/** Known to strace 6.1 although the headers lack them. */
for (const known of ['PKEY_DISABLE_EXECUTE', 'FAN_DIR_MODIFY']) newerNames.delete(known);
/** Where ours tells more than strace 6.1, which is older than the kernel. */
const newerForms: readonly RegExp[] = [
  /^bpf\((BPF_(ENABLE_STATS|ITER_CREATE|LINK_DETACH|PROG_BIND_MAP)|0x2[0-3]),/,
  /^landlock_(create_ruleset|add_rule)\(/,
  /^pidfd_send_signal\(.*0x\w+ \/\* PIDFD_SIGNAL_\?\?\? \*\/\)/,
  /IORING_SETUP_(SINGLE_ISSUER|DEFER_TASKRUN)/,
  /stx_(subvol|atomic|dio_read|mnt_id=)/,
  /^perf_event_open\(.*config3=/,
  // Of a page full of answers as many are kept as -v asks for: strace goes on to what cannot be read.
  /^mincore\(.*\.\.\.\]\)/,
];
const isNewer = (line: string): boolean =>
  newerForms.some((form) => form.test(line)) || (line.match(/\b[A-Z][A-Z0-9]*_[A-Z0-9_]+\b/g) ?? []).some((name) => newerNames.has(name));

/** The page that the program fills; what is behind it cannot be read. */
const PAGE = 0x2000_0000;
const END = PAGE + 4096;
/** First word and step to the next one: pointers that can be read, in part, and not at all; small, negative and huge numbers. */
const patterns: readonly (readonly [word: number, step: number])[] = [
  [PAGE, 0],
  [PAGE, 0x100],
  [PAGE + 0x40, 8],
  [END - 8, 0],
  [END - 4, -8],
  [END, 0],
  [0, 0],
  [1, 0],
  [2, 1],
  [-2, -1],
  [0x7fff_ffff, 0],
];
/** Kinds of filling, as the program numbers them: mixed bits, pointers, ones of 64 bits, vectors. */
const LONG_ONES = 6;
const fills = [2, 4, LONG_ONES, 7];
const WORDS = 10;
const ARGUMENTS = [0, 1, 2, 3, 4, 5];
const BITS = Array.from({ length: 33 }, (_, bit) => 2 ** bit);
const EDGES = [0, 1, 2, 3, 4, 5, 6, 7, 8, 13, 31, 64, 0x8000_0000, 0xffff_ffff, -1, PAGE, END - 8, END];

/** Patterns in all arguments at once; `each`: also edges and single bits in each argument by itself, beside pointers or numbers. */
function listCalls(abi: Abi, each: boolean): BigInt64Array {
  const words: bigint[] = [];
  const add = (nr: number, fails: number, fill: number, args: readonly (number | bigint)[]): void => {
    words.push(BigInt(abiNumbers[abi]), BigInt(nr), BigInt(fails), BigInt(fill), ...args.map((arg) => BigInt.asIntN(64, BigInt(arg))));
  };
  for (const entry of syscallTable(abi)) {
    if (entry === undefined || entry.nr > LAST_KNOWN || leftOut.has(entry.name)) continue;
    const { nr } = entry;
    for (const fails of [0, 1]) {
      for (const fill of fills)
        for (const [word, step] of patterns)
          add(
            nr,
            fails,
            fill,
            ARGUMENTS.map((index) => word + index * step),
          );
    }
    if (!each) continue;
    for (const changed of ARGUMENTS) {
      for (const value of EDGES)
        for (const beside of [PAGE, 1])
          add(
            nr,
            0,
            LONG_ONES,
            ARGUMENTS.map((index) => (index === changed ? value : beside)),
          );
      for (const bit of BITS)
        add(
          nr,
          0,
          LONG_ONES,
          ARGUMENTS.map((index) => (index === changed ? bit : PAGE)),
        );
    }
  }
  return BigInt64Array.from(words);
}

let directory = '';
let program = '';
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'parity-arguments-'));
  program = join(directory, 'everyArgument');
  const compiled = spawnSync('gcc', ['-O1', '-no-pie', '-w', '-o', program, source], { encoding: 'utf8' });
  if (compiled.status !== 0) throw new Error(`gcc could not compile everyArgument.c: ${compiled.stderr}`);
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** The lines behind the one that sets the filter, without the column of the result. */
function traced(tracer: readonly string[], options: readonly string[], calls: string): string[] {
  const log = join(directory, 'log');
  const [file = '', ...rest] = [...tracer, ...options, '-o', log, program, calls];
  const run = spawnSync(file, rest, { stdio: 'ignore', timeout: 300_000, killSignal: 'SIGKILL', cwd: directory });
  if (run.status !== 0) throw new Error(`${tracer.join(' ')} ended with ${run.status ?? run.signal}`);
  const lines = readFileSync(log, 'latin1').split('\n');
  const begin = lines.findIndex((line) => /^prctl\((0x16|22 |PR_SET_SECCOMP|0x16 )/.test(line));
  return lines.slice(begin + 1).map((line) => line.replace(/ += /, ' = '));
}

describe.skipIf(spawnSync('strace', ['-V']).status !== 0)('every call with every kind of argument (needs strace)', () => {
  const runs: readonly (readonly [abi: Abi, ...options: string[]])[] = [
    ['x86_64'],
    ['x86_64', '-v'],
    ['x86_64', '-X', 'raw'],
    ['x86_64', '-y', '-s', '3'],
    ['i386'],
    ['i386', '-v', '-x'],
  ];
  for (const [abi, ...options] of runs) {
    test(`T6: ${abi} ${options.join(' ')}`, { timeout: 600_000 }, () => {
      const calls = listCalls(abi, options.length === 0);
      const list = join(directory, 'calls');
      writeFileSync(list, new Uint8Array(calls.buffer));
      const peer = traced(['strace'], options, list);
      const ours = traced([process.execPath, cli, 'trace'], options, list);
      expect(ours.length).toBe(peer.length);
      expect(peer.length).toBeGreaterThan(calls.length / WORDS);
      const different = ours.flatMap((line, index) => (line === peer[index] || isNewer(line) ? [] : [[line, peer[index]]]));
      expect(different.slice(0, 20)).toEqual([]);
    });
  }
});
