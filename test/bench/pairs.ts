import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

export interface Contender {
  readonly name: string;
  readonly command: readonly [file: string, ...args: string[]];
}

interface Run {
  readonly wallMs: number;
  /** Highest resident set of the process that was started, in MiB (VmHWM, sampled); 0 when it was too short to be seen. */
  readonly peakMiB: number;
}

const SAMPLE_MS = 100;

function peakResidentMiB(pid: number): number {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
  } catch {
    return 0; // it has just ended
  }
}

function runOnce({ name, command: [file, ...args] }: Contender): Promise<Run> {
  return new Promise((resolve, reject) => {
    const began = process.hrtime.bigint();
    const child = spawn(file, args, { stdio: 'ignore' });
    let peakMiB = 0;
    const sampling = setInterval(() => {
      if (child.pid !== undefined) peakMiB = Math.max(peakMiB, peakResidentMiB(child.pid));
    }, SAMPLE_MS);
    child.on('error', reject);
    child.on('exit', (code, signal) => {
      clearInterval(sampling);
      const wallMs = Number(process.hrtime.bigint() - began) / 1e6;
      if (code === 0) resolve({ wallMs, peakMiB });
      else reject(new Error(`${name}: ${[file, ...args].join(' ')} ended with ${signal ?? code}`));
    });
  });
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? (sorted[middle] ?? Number.NaN) : ((sorted[middle - 1] ?? Number.NaN) + (sorted[middle] ?? Number.NaN)) / 2;
}

/**
 * Runs the contenders in turn, `rounds` times, and prints each one's wall time (minimum, median, maximum), peak
 * memory, and the median over the rounds of its ratio to each peer in the same round.
 */
export async function comparePairs(title: string, contenders: readonly Contender[], peers: readonly Contender[], rounds: number): Promise<void> {
  const all = [...contenders, ...peers];
  const runs = new Map<Contender, Run[]>(all.map((contender) => [contender, []]));
  for (let round = 0; round < rounds; round++) {
    for (const contender of all) runs.get(contender)?.push(await runOnce(contender));
  }
  console.log(`\n${title}, ${rounds} rounds in turn; a machine that others use too is noisy: compare medians`);
  for (const contender of all) {
    const own = runs.get(contender) ?? [];
    const walls = own.map(({ wallMs }) => wallMs);
    const ratios = peers
      .filter((peer) => peer !== contender)
      .map((peer) => {
        const ratio = median(own.map(({ wallMs }, round) => (runs.get(peer)?.[round]?.wallMs ?? Number.NaN) / wallMs));
        return `${ratio.toFixed(2)}× as fast as ${peer.name}`;
      });
    const seconds = [Math.min(...walls), median(walls), Math.max(...walls)].map((wall) => (wall / 1e3).toFixed(2));
    const memory = Math.max(...own.map(({ peakMiB }) => peakMiB));
    console.log(`  ${contender.name.padEnd(28)} ${seconds.join(' / ')} s (min/median/max)  peak ${memory.toFixed(0)} MiB  ${ratios.join(', ')}`);
  }
}
