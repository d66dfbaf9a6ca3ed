/**
 * Addresses a second, cold and warm, against addr2line -fiC, llvm-symbolizer and eu-addr2line in the same run, and the memory for
 * a large C++ program. Each tool gets the same addresses on its standard input, twice: the first time counts from its start
 * (cold), the second time from the last answer to the first (warm). `npm run bench -- symbolize [--addresses N] [--rounds N] [--copies N] [FILE…]`.
 */
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { randomTextAddresses } from '../native/symbols/textAddresses.js';
import { largeProgram } from './largeProgram.js';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    addresses: { type: 'string', default: '20000' },
    rounds: { type: 'string', default: '3' },
    /** Of each unit of the large program: 14 make about 190 MB. */
    copies: { type: 'string', default: '14' },
    /** Seconds after which a tool is given up. */
    patience: { type: 'string', default: '120' },
  },
});

interface Tool {
  readonly name: string;
  readonly command: (file: string) => readonly [string, ...string[]];
  /** Matches once an address in what it prints. */
  readonly answer: RegExp;
}

const tools: readonly Tool[] = [
  { name: 'syscall-trace symbolize', command: (file) => [process.execPath, resolve('dist/cli.js'), 'symbolize', '--exe', file], answer: /^0x[0-9a-f]+: /gm },
  { name: 'addr2line -fiC', command: (file) => ['addr2line', '-afiC', '-e', file], answer: /^0x[0-9a-f]{16}$/gm },
  { name: 'llvm-symbolizer', command: (file) => ['llvm-symbolizer', '-e', file], answer: /^$/gm },
  { name: 'eu-addr2line -fiC', command: (file) => ['eu-addr2line', '-afiC', '-e', file], answer: /^0x[0-9a-f]{16}$/gm },
];

interface Timing {
  readonly coldMs: number;
  readonly warmMs: number;
  readonly peakMiB: number;
}

/** Undefined when the tool is not there or takes too long. */
function measure(tool: Tool, file: string, input: string, count: number): Promise<Timing | undefined> {
  const [program, ...args] = tool.command(file);
  return new Promise((done) => {
    const began = performance.now();
    const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'inherit'] });
    const givenUp = setTimeout(() => child.kill(), Number(values.patience) * 1000);
    let answers = 0;
    let coldMs = 0;
    let timing: Timing | undefined;
    let rest = '';
    child.stdout.setEncoding('latin1');
    child.stdout.on('data', (chunk: string) => {
      const end = chunk.lastIndexOf('\n') + 1;
      answers += (rest + chunk.slice(0, end)).match(tool.answer)?.length ?? 0;
      rest = end === 0 ? rest + chunk : chunk.slice(end);
      if (coldMs === 0 && answers >= count) {
        coldMs = performance.now() - began;
        child.stdin.write(input);
      } else if (timing === undefined && answers >= 2 * count) {
        timing = { coldMs, warmMs: performance.now() - began - coldMs, peakMiB: peakMiB(child.pid) };
        child.stdin.end();
      }
    });
    child.stdin.on('error', () => undefined);
    child.on('error', () => done(undefined));
    child.on('close', () => {
      clearTimeout(givenUp);
      done(timing);
    });
    child.stdin.write(input);
  });
}

function peakMiB(pid: number | undefined): number {
  return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
}

function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? Number.NaN;
}

function sectionMiB(file: string, section: string): number {
  const { stdout } = spawnSync('readelf', ['-SW', file], { encoding: 'utf8' });
  const [, size = '0'] = new RegExp(` ${section.replace('.', '\\.')} +\\w+ +[0-9a-f]+ [0-9a-f]+ ([0-9a-f]+)`).exec(stdout) ?? [];
  return Number.parseInt(size, 16) / 1024 / 1024;
}

async function bench(file: string): Promise<void> {
  const count = Number(values.addresses);
  const input = randomTextAddresses(file, count)
    .map((address) => `0x${address.toString(16)}\n`)
    .join('');
  const timings = new Map<Tool, Timing[]>(tools.map((tool) => [tool, []]));
  const hopeless = new Set<Tool>();
  for (let round = 0; round < Number(values.rounds); round++) {
    for (const tool of tools) {
      if (hopeless.has(tool)) continue;
      const timing = await measure(tool, file, input, count);
      if (timing === undefined) hopeless.add(tool);
      else timings.get(tool)?.push(timing);
    }
  }
  console.log(
    `\n${basename(file)}: .debug_info ${sectionMiB(file, '.debug_info').toFixed(1)} MiB, ${count} addresses, medians of ${values.rounds} rounds (load ${loadavg()[0]?.toFixed(1)})`,
  );
  const [own] = tools;
  const of = (tool: Tool | undefined, what: keyof Timing): number =>
    tool === undefined ? Number.NaN : median((timings.get(tool) ?? []).map((timing) => timing[what]));
  for (const tool of tools) {
    if (hopeless.has(tool)) {
      console.log(`  ${tool.name.padEnd(26)} is not there, or took longer than ${values.patience} s`);
      continue;
    }
    const [cold, warm] = [of(tool, 'coldMs'), of(tool, 'warmMs')];
    const ratios = tool === own ? '' : `  we are ${(cold / of(own, 'coldMs')).toFixed(1)} × as fast cold, ${(warm / of(own, 'warmMs')).toFixed(1)} × warm`;
    console.log(
      `  ${tool.name.padEnd(26)} cold ${cold.toFixed(0).padStart(7)} ms  warm ${warm.toFixed(0).padStart(7)} ms  peak ${of(tool, 'peakMiB').toFixed(0).padStart(5)} MiB${ratios}`,
    );
  }
}

async function main(): Promise<void> {
  const folder = join(tmpdir(), 'syscall-trace-bench');
  mkdirSync(folder, { recursive: true });
  const files = positionals.length > 0 ? positionals : [largeProgram(folder, Number(values.copies))];
  for (const file of files) await bench(file);
}

void main();
