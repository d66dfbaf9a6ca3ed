/**
 * The cost of a stack on every call, twelve functions deep: ours with and without, and strace -k with a share of the calls (its
 * time for all of them is reckoned from the difference to a run without calls). Then stacks a second from cached rows.
 * `npm run bench -- stacks [--calls N] [--strace-calls N] [--rounds N]`.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    calls: { type: 'string', default: '100000' },
    'strace-calls': { type: 'string', default: '2000' },
    rounds: { type: 'string', default: '3' },
  },
});
const calls = Number(values.calls);
const straceCalls = Number(values['strace-calls']);
const rounds = Number(values.rounds);
const directory = mkdtempSync(join(tmpdir(), 'bench-stacks-'));
const cli = resolve('dist/cli.js');

function compile(compiler: string, source: string, flags: readonly string[], inputs: readonly string[] = []): string {
  const output = join(directory, source.replace(/\.\w+$/, ''));
  const { status, stderr } = spawnSync(compiler, [...flags, '-o', output, resolve(`test/programs/bench/${source}`), ...inputs, '-ldw', '-lelf'], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`${compiler} could not compile ${source}: ${stderr}`);
  return output;
}

/** Wall time in ms. */
function timed(file: string, args: readonly string[]): number {
  const began = process.hrtime.bigint();
  const { status, error } = spawnSync(file, args, { stdio: 'ignore' });
  if (error) throw error;
  if (status !== 0) throw new Error(`${file} ${args.join(' ')} ended with ${status}`);
  return Number(process.hrtime.bigint() - began) / 1e6;
}

function median(list: readonly number[]): number {
  const sorted = list.toSorted((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? Number.NaN;
}

function traceCosts(): void {
  const program = compile('gcc', 'deepCalls.c', ['-O1', '-g']);
  const ours = (options: readonly string[], count: number) => timed(process.execPath, [cli, 'trace', ...options, program, String(count)]);
  const strace = (count: number) => timed('strace', ['-k', '-o', '/dev/null', program, String(count)]);
  const kinds = {
    'ours, to a recording': () => ours(['--record-only', join(directory, 'bench.sctrace')], calls),
    'ours, to a recording, -k': () => ours(['-k', '--record-only', join(directory, 'bench.sctrace')], calls),
    'ours, to text': () => ours(['-o', '/dev/null'], calls),
    'ours, to text, -k': () => ours(['-k', '-o', '/dev/null'], calls),
    'strace -k (reckoned)': () => ((strace(straceCalls) - strace(0)) / straceCalls) * calls,
  };
  const times = new Map<string, number[]>();
  for (let round = 0; round < rounds; round++) {
    for (const [name, run] of Object.entries(kinds)) times.set(name, [...(times.get(name) ?? []), run()]);
  }
  const of = (name: keyof typeof kinds) => median(times.get(name) ?? []);
  console.log(`\n${calls} × getppid, 12 functions deep; medians of ${rounds} rounds in turn`);
  for (const name of Object.keys(kinds) as (keyof typeof kinds)[]) console.log(`  ${name.padEnd(26)} ${(of(name) / 1000).toFixed(2)} s`);
  console.log(`  a recording with stacks takes ${(of('ours, to a recording, -k') / of('ours, to a recording')).toFixed(2)} × that without`);
  console.log(`  text with stacks takes        ${(of('ours, to text, -k') / of('ours, to text')).toFixed(2)} × that without`);
  console.log(`  strace -k takes               ${(of('strace -k (reckoned)') / of('ours, to text, -k')).toFixed(0)} × ours, to text`);
}

function unwindRate(): void {
  const units = [
    'callFrameEntries',
    'callFrameProgram',
    'cfiFile',
    'codeMap',
    'expression',
    'expressionReader',
    'mappings',
    'rowTable',
    'rowTableBuilder',
    'rowTableCache',
    'signalTrampoline',
    'unwinder',
  ];
  const inputs = [
    ...units.map((unit) => `native/unwind/${unit}.cc`),
    ...['ptrace/liveStacks', 'ptrace/stackWindow', 'ptrace/remoteMemory', 'ptrace/procFiles', 'ptrace/debugLog', 'symbols/moduleFile', 'symbols/buildId'].map(
      (unit) => `native/${unit}.cc`,
    ),
  ];
  const program = compile('g++', 'unwindRate.cc', ['-std=c++20', '-O2', '-pthread', '-D_GNU_SOURCE', '-Inative'], inputs);
  const { stdout, status } = spawnSync(program, [String(rounds)], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`unwindRate ended with ${status}`);
  console.log(`\n${stdout.trimEnd()}`);
}

try {
  traceCosts();
  unwindRate();
} finally {
  rmSync(directory, { recursive: true, force: true });
}
