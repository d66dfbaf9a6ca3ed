/**
 * What the crash monitor costs while nothing crashes: a walk of /usr and a loop that forks and execs, with the monitor on against off,
 * in turn. `npm run bench -- crashMonitor [--rounds N]`. Needs root or the capabilities.
 */
import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { bpfCrashMonitor } from '../../adapter/capture/crashMonitor.js';

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '15' } } });
const rounds = Number(values.rounds);

const programs: ReadonlyArray<readonly [title: string, file: string, args: readonly string[]]> = [
  ['find /usr', 'find', ['/usr']],
  ['200 × fork and exec', 'sh', ['-c', 'i=0; while [ $i -lt 200 ]; do /bin/true; i=$((i+1)); done']],
];

interface Run {
  readonly wallMs: number;
  /** User and system time of the program and its children. */
  readonly cpuMs: number;
}

function run(file: string, args: readonly string[]): Run {
  const began = process.hrtime.bigint();
  const child = spawnSync('sh', ['-c', '"$0" "$@" > /dev/null; times', file, ...args], { encoding: 'utf8' });
  const wallMs = Number(process.hrtime.bigint() - began) / 1e6;
  if (child.status !== 0) throw new Error(`${file} ended with ${child.status}`);
  // The second line of `times` is that of the children: 0m0.012s 0m0.034s.
  const [user = 0, system = 0] = [...(child.stdout.split('\n')[1] ?? '').matchAll(/(\d+)m([\d.]+)s/g)].map(([, m, s]) => (Number(m) * 60 + Number(s)) * 1000);
  return { wallMs, cpuMs: user + system };
}

async function runWatched(file: string, args: readonly string[]): Promise<Run> {
  const nothing = () => undefined;
  let end: () => void = nothing;
  const ended = new Promise<void>((settle) => {
    end = settle;
  });
  const session = await bpfCrashMonitor({ helper: resolve('dist/native/syscall-trace-bpf') }).start(
    {},
    { crash: nothing, counters: nothing, ended: () => end() },
  );
  const result = run(file, args);
  session.stop();
  await ended;
  return result;
}

const median = (numbers: readonly number[]): number => [...numbers].sort((a, b) => a - b)[numbers.length >> 1] ?? Number.NaN;

async function main(): Promise<void> {
  for (const [title, file, args] of programs) {
    run(file, args);
    const pairs: { readonly off: Run; readonly on: Run }[] = [];
    for (let round = 0; round < rounds; round++) {
      // Each comes first as often as the other.
      if (round % 2 === 0) {
        const off = run(file, args);
        pairs.push({ off, on: await runWatched(file, args) });
      } else {
        const on = await runWatched(file, args);
        pairs.push({ off: run(file, args), on });
      }
    }
    console.log(`\n${title}: crash monitor on against off, ${rounds} pairs`);
    for (const { off, on } of pairs) {
      console.log(
        `  wall ${on.wallMs.toFixed(0)} / ${off.wallMs.toFixed(0)} ms = ${(on.wallMs / off.wallMs).toFixed(3)}   CPU ${on.cpuMs.toFixed(0)} / ${off.cpuMs.toFixed(0)} ms`,
      );
    }
    const wall = pairs.map(({ on, off }) => on.wallMs / off.wallMs);
    const cpu = pairs.map(({ on, off }) => on.cpuMs / off.cpuMs);
    const noise = pairs.slice(1).map(({ off }, i) => off.wallMs / (pairs[i]?.off.wallMs ?? Number.NaN));
    console.log(
      `  median ratio: wall ${median(wall).toFixed(3)}, CPU ${median(cpu).toFixed(3)}; off against off of the next pair: ` +
        `${Math.min(...noise).toFixed(3)} … ${Math.max(...noise).toFixed(3)}`,
    );
  }
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
