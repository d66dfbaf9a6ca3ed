/**
 * T6, T14: a program that makes random system calls under the tracer, as text, as JSON and as a recording. The tracer must not
 * crash, hang, grow, harm, or hand on what the program would like to tell a terminal.
 *
 * FUZZ_SECONDS: how long (npm run fuzz -- --seconds N); FUZZ_SEED: where to begin. A failure names its seed.
 */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createReadStream, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, expect, it } from 'vitest';
import { UNDECODABLE } from '../../adapter/decode/undecodable.js';

const cli = resolve(import.meta.dirname, '../../dist/cli.js');
const folder = mkdtempSync(join(tmpdir(), 'fuzz-syscalls-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const program = join(folder, 'randomSyscalls');
execFileSync('gcc', ['-O1', '-static', '-pthread', '-o', program, resolve(import.meta.dirname, '../programs/fuzz/randomSyscalls.c')]);

const sanitized = process.env.SYSCALL_TRACE_PRELOAD !== undefined;
const seconds = Number(process.env.FUZZ_SECONDS ?? 15);
const firstSeed = Number(process.env.FUZZ_SEED ?? 1);
const WORKERS = 4;
const CALLS = 400;
const ROUND_TIMEOUT_MS = 90_000;
/** Of the tracer; ASan keeps what was freed for a while. */
const MEMORY_LIMIT_KB = (sanitized ? 1500 : 450) * 1024;
/** Of one round's output: some calls copy much, but each record is bounded. */
const OUTPUT_LIMIT = 200 * 2 ** 20;
/** Exit status of the program where it may not have namespaces of its own. */
const CANNOT_SANDBOX = 77;

interface Ended {
  readonly code: number | null;
  readonly signal: string | null;
  readonly stderr: string;
  readonly peakKb: number;
}

function peakKb(pid: number): number {
  try {
    return Number(/^VmHWM:\s*(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);
  } catch {
    return 0;
  }
}

/** Runs the command line to its end, and watches how much memory it takes. */
async function run(args: readonly string[]): Promise<Ended> {
  const child = spawn(process.execPath, [cli, ...args], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, LD_PRELOAD: process.env.SYSCALL_TRACE_PRELOAD ?? '' },
  });
  let stderr = '';
  child.stderr.on('data', (data: Buffer) => {
    stderr = (stderr + data.toString('latin1')).slice(-20_000);
  });
  let peak = 0;
  const watch = setInterval(() => {
    peak = Math.max(peak, peakKb(child.pid ?? 0));
  }, 50);
  const timeout = setTimeout(() => child.kill('SIGABRT'), ROUND_TIMEOUT_MS);
  const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
  clearInterval(watch);
  clearTimeout(timeout);
  return { code, signal, stderr, peakKb: peak };
}

/** What lines begin with, but for the pid. */
const wellFormed =
  /^\d+ +(?:[a-z_0-9]+\(.*(?:= .+|<unfinished \.\.\.>|<detached \.\.\.>)|<\.\.\. [a-z_0-9]+ resumed>.*|--- .+ ---|\+\+\+ .+ \+\+\+|\[ Process PID=.+ \])$/;

async function checkText(path: string): Promise<number> {
  let count = 0;
  for await (const line of createInterface({ input: createReadStream(path, 'latin1') })) {
    count++;
    if (!/^[\x20-\x7e]*$/.test(line) || !wellFormed.test(line) || line.includes(UNDECODABLE))
      throw new Error(`line ${count}: ${JSON.stringify(line.slice(0, 500))}`);
  }
  return count;
}

async function checkJson(path: string): Promise<number> {
  let count = 0;
  for await (const line of createInterface({ input: createReadStream(path, 'utf8') })) {
    count++;
    JSON.parse(line);
    if (/[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/u.test(line) || line.includes(UNDECODABLE))
      throw new Error(`line ${count}: ${JSON.stringify(line.slice(0, 500))}`);
  }
  return count;
}

const expectSane = (ended: Ended, what: string): void => {
  expect({ ...ended, peakKb: 0 }, what).toEqual({ code: 0, signal: null, stderr: '', peakKb: 0 });
  expect(ended.peakKb, `${what}: memory`).toBeLessThan(MEMORY_LIMIT_KB);
};

async function round(seed: number): Promise<number> {
  const output = join(folder, 'output');
  const recording = join(folder, 'recording.sctrace');
  const traced = ['--', program, String(seed), String(WORKERS), String(CALLS)];
  switch (seed % 4) {
    case 0:
      expectSane(await run(['trace', '-f', '--json', '-o', output, ...traced]), `--json, seed ${seed}`);
      break;
    case 1:
      expectSane(await run(['trace', '-f', '-v', '-y', '-yy', '-s', '64', '-o', output, ...traced]), `-v -yy, seed ${seed}`);
      break;
    case 2:
      expectSane(await run(['trace', '-f', '-X', 'verbose', '-x', '-T', '-o', output, ...traced]), `-X verbose, seed ${seed}`);
      break;
    default:
      expectSane(await run(['trace', '-f', '-v', '-s', '64', `--record=${recording}`, '-o', '/dev/null', ...traced]), `--record, seed ${seed}`);
      expect(statSync(recording).size).toBeLessThan(OUTPUT_LIMIT);
      expectSane(await run(['print', '-f', '-v', '-s', '64', '-o', output, recording]), `print, seed ${seed}`);
  }
  expect(statSync(output).size).toBeLessThan(OUTPUT_LIMIT);
  return seed % 4 === 0 ? checkJson(output) : checkText(output);
}

const probe = await run(['trace', '-f', '-o', '/dev/null', program, '1', '0', '0']);

it.skipIf(probe.code === CANNOT_SANDBOX)(`T6, T14: random system calls for ${seconds} s`, { timeout: (seconds + 200) * 1000 }, async () => {
  const end = Date.now() + seconds * 1000;
  let lines = 0;
  let rounds = 0;
  for (let seed = firstSeed; rounds < 4 || Date.now() < end; seed++, rounds++) {
    try {
      lines += await round(seed);
    } catch (error) {
      throw new Error(`FUZZ_SEED=${seed}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
    }
  }
  // Each round traces some thousand events, or something is wrong with the program.
  expect(lines).toBeGreaterThan(rounds * WORKERS * 100);
});
