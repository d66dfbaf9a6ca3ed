import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { guarded } from './guardedDevices.js';
import { type NormaliseOptions, normaliseTrace, pidsOf } from './normalise.js';

export const cli = resolve(import.meta.dirname, '../../dist/cli.js');
const scenarios = resolve(import.meta.dirname, '../programs/scenarios');

/** The environment of every traced program: small and the same on all machines. */
const environment = { PATH: '/usr/bin:/bin', HOME: '/nonexistent', LC_ALL: 'C.UTF-8', PYTHONHASHSEED: '0', PYTHONDONTWRITEBYTECODE: '1' };

/** Compiles test/programs/scenarios/NAME.c into `directory`; returns the program's path. */
export function compileScenario(name: string, directory: string, flags: readonly string[] = []): string {
  const output = join(directory, [name, ...flags].join('').replaceAll('/', ''));
  const compiled = spawnSync('gcc', ['-O1', '-pthread', ...flags, '-o', output, join(scenarios, `${name}.c`)], { encoding: 'utf8' });
  if (compiled.status !== 0) throw new Error(`gcc could not compile ${name}.c: ${compiled.stderr}`);
  return output;
}

export interface Traced {
  /** What the tracer wrote to its -o file. */
  readonly text: string;
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  /** The program's own output. */
  readonly stdout: string;
  readonly stderr: string;
}

function traceOnce(tracer: readonly string[], options: readonly string[], command: readonly string[], stdin: string): Traced {
  const directory = mkdtempSync(join(tmpdir(), 'parity-'));
  try {
    const log = join(directory, 'log');
    const [file, ...rest] = guarded([...tracer, ...options, '-o', log, ...command], directory);
    const run = spawnSync(file ?? '', rest, { cwd: directory, env: environment, encoding: 'utf8', input: stdin, timeout: 60_000, killSignal: 'SIGKILL' });
    if (run.error) throw run.error;
    return { text: readFileSync(log, 'utf8'), status: run.status, signal: run.signal, stdout: run.stdout, stderr: run.stderr };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

export interface Both {
  readonly ours: Traced;
  readonly peer: Traced;
  readonly oursLines: string[];
  readonly peerLines: string[];
}

/** Whether a process id of one run is a number of another meaning in the other: then a placeholder for it would make a difference. */
function mistakable(one: string, other: string): boolean {
  const numbers = new Set(other.match(/\b\d{2,7}\b/g));
  const others = new Set(pidsOf(other));
  return pidsOf(one).some((pid) => numbers.has(pid) && !others.has(pid));
}

/** Traces `command` with strace and with ours, one after the other, each in an empty directory of its own. */
export function runBoth(options: readonly string[], command: readonly string[], normalise: NormaliseOptions = {}, stdin = '', attempts = 5): Both {
  const peer = traceOnce(['strace'], options, command, stdin);
  const ours = traceOnce([process.execPath, cli, 'trace'], options, command, stdin);
  if (attempts > 1 && (mistakable(ours.text, peer.text) || mistakable(peer.text, ours.text))) return runBoth(options, command, normalise, stdin, attempts - 1);
  return { ours, peer, oursLines: normaliseTrace(ours.text, normalise), peerLines: normaliseTrace(peer.text, normalise) };
}
