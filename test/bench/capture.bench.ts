/**
 * The cost of tracing, against strace in the same run: 1 M getppid calls, a walk of /usr, four busy threads, and
 * the tracer's memory over 5 M calls. `npm run bench -- capture [--calls N] [--rounds N] [--memory-calls N]`.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type Contender, comparePairs } from './pairs.js';

const { values } = parseArgs({
  options: {
    calls: { type: 'string', default: '1000000' },
    rounds: { type: 'string', default: '3' },
    'memory-calls': { type: 'string', default: '5000000' },
  },
});
const rounds = Number(values.rounds);
const directory = mkdtempSync(join(tmpdir(), 'bench-capture-'));
const cli = resolve('dist/cli.js');

function compile(name: string): string {
  const output = join(directory, name);
  const { status, stderr } = spawnSync('gcc', ['-O2', '-pthread', '-o', output, resolve(`test/programs/bench/${name}.c`)], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`gcc could not compile ${name}.c: ${stderr}`);
  return output;
}

const recording = join(directory, 'bench.sctrace');
const ours = (program: readonly string[]): Contender[] => [
  { name: 'ours, to a trace file', command: [process.execPath, cli, 'trace', '-f', '--record-only', recording, ...program] },
  { name: 'ours, to text', command: [process.execPath, cli, 'trace', '-f', '-o', '/dev/null', ...program] },
];
const peers = (program: readonly string[]): Contender[] => [
  { name: 'strace', command: ['strace', '-f', '-o', '/dev/null', ...program] },
  { name: 'strace on one CPU', command: ['taskset', '-c', '0', 'strace', '-f', '-o', '/dev/null', ...program] },
];

async function main(): Promise<void> {
  const getppid = compile('getppidLoop');
  const busy = compile('busyThreads');
  const programs: [string, string[]][] = [
    [`${values.calls} × getppid`, [getppid, values.calls]],
    ['find /usr -type f', ['find', '/usr', '-type', 'f']],
    ['4 busy threads, 100,000 calls each', [busy, '4', '100000']],
  ];
  for (const [title, program] of programs) await comparePairs(title, ours(program), peers(program), rounds);

  await comparePairs(`memory: ${values['memory-calls']} × getppid`, ours([getppid, values['memory-calls']]), [], 1);
  console.log(`  the recording takes ${(statSync(recording).size / Number(values['memory-calls'])).toFixed(0)} bytes a call`);
}

main()
  .finally(() => rmSync(directory, { recursive: true, force: true }))
  .catch((error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  });
