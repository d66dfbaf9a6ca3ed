/** `syscall-trace segfaults` on the whole system, by the real helper. */
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, describe, expect, it } from 'vitest';
import { helperPath } from '../../adapter/capture/crashMonitor.js';
import schema from '../../adapter/crash/crash.schema.json' with { type: 'json' };
import { cli, ended, rest, temporaryFolder, until } from '../cli/runCli.js';
import { expectedFaults, ownFrames } from '../native/crash/expectedFaults.js';
import { FaultPrograms, faultsSource } from '../native/crash/faultPrograms.js';
import { whyNoFileCapabilities } from './fileCapabilities.js';
import { whyNot } from './watch.js';

const reason = await whyNot();
const folder = temporaryFolder();
const programs = new FaultPrograms();
afterAll(() => programs.remove());
const validate = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(schema);

interface Crash {
  readonly pid: number;
  readonly signal: string;
  readonly fault_code: string;
  readonly access: string | null;
  readonly handled: boolean;
  readonly detail: string;
  readonly comm: string;
  readonly cause: { readonly kind: string; readonly summary: string };
  readonly stack_trace?: readonly { readonly symbol: string | null; readonly file: string | null; readonly line: number | null }[];
  readonly group?: { readonly id: string; readonly count: number };
}

function crashesIn(file: string): Crash[] {
  const lines = readFileSync(file, 'utf8').split('\n').slice(0, -1);
  return lines.map((line) => {
    const crash: unknown = JSON.parse(line);
    expect(validate(crash), `${line}\n${JSON.stringify(validate.errors)}`).toBe(true);
    return crash as Crash;
  });
}

/** The monitor, once it watches. */
async function monitor(...options: string[]): Promise<{ child: ChildProcess; said: () => Promise<string> }> {
  const child = spawn(process.execPath, [cli, 'segfaults', '-v', ...options], { stdio: ['ignore', 'ignore', 'pipe'] });
  const begun = await until(child.stderr!, /watching the crashes of/);
  const more = rest(child.stderr!);
  return { child, said: async () => begun + (await more) };
}

async function stop(child: ChildProcess): Promise<void> {
  child.kill('SIGTERM');
  expect(await ended(child)).toEqual({ status: 0, signal: null });
}

/** Runs a program without a core dump; returns its pid. */
const run = (...argv: string[]): number => spawnSync('sh', ['-c', 'ulimit -c 0; exec "$0" "$@"', ...argv], { stdio: 'ignore' }).pid;

const counts = (text: string): number[] => (/Detected: +(\d+) = (\d+) filtered \+ (\d+) captured \+ (\d+) dropped/.exec(text) ?? []).slice(1).map(Number);

describe.skipIf(reason !== undefined)(`the whole system${reason === undefined ? '' : ` (skipped: ${reason})`}`, () => {
  it('C2, C4, C5: 300 crashes of programs that die at once, each with its cause and each frame to the line', async () => {
    const file = join(folder, 'all');
    const { child, said } = await monitor('--format=json', '-t', '--max-stack-depth=1100', '--signals=all', '--memory-limit=400', '-n', 'faults', '-o', file);
    const kinds = ['nullPointer', 'useAfterUnmap', 'stackOverflow', 'readOnlyWrite', 'badJump', 'nonCanonical', 'insideLibc', 'thread', 'handler', 'deep'];
    const others = ['handled', 'protectedPage', 'division', 'aborted', 'threadOverflow', 'misaligned'];
    const files = [programs.build('gcc -O2 -fomit-frame-pointer'), programs.build('static-pie'), programs.stripped()];
    const expected = new Map<number, string>();
    for (let round = 0; expected.size < 300; round++) {
      const program = files[round % files.length]!;
      for (const kind of [...kinds, ...others].slice(0, 300 - expected.size)) expected.set(run(program, kind), kind);
    }
    await expect.poll(() => readFileSync(file, 'utf8').split('\n').length - 1, { timeout: 60_000 }).toBe(300);
    await stop(child);
    const crashes = crashesIn(file);
    expect(new Set(crashes.map(({ pid }) => pid)).size).toBe(300);
    for (const crash of crashes) check(crash, expected.get(crash.pid)!);
    const [detected, filtered, captured, dropped] = counts(await said());
    expect(detected).toBe(filtered! + captured! + dropped!);
    expect([captured, dropped]).toEqual([300, 0]);
  }, 180_000);

  function check(crash: Crash, kind: string): void {
    const fault = expectedFaults[kind]!;
    const about = `${kind}: ${JSON.stringify(crash)}`;
    expect([crash.signal, crash.fault_code, crash.cause.kind, crash.detail], about).toEqual([fault.signal, fault.code, fault.kind, 'full']);
    expect(crash.access ?? undefined, about).toBe(fault.access);
    expect(crash.handled, about).toBe(kind === 'handled');
    if (fault.summary !== undefined) expect(crash.cause.summary).toMatch(fault.summary);
    const frames = crash.stack_trace!.filter(({ file }) => file === faultsSource).map(({ symbol, line }) => [symbol, line]);
    if (fault.kind === 'stackOverflow') expect(new Set(frames.map(([symbol]) => symbol)), about).toEqual(new Set(['descend']));
    else expect(frames, about).toEqual(ownFrames(fault));
  }

  it('C12, C13: a storm is counted to the last crash within the memory limit, equal crashes together, and what was left out is said', async () => {
    const file = join(folder, 'storm');
    const { child, said } = await monitor('--format=json', '-t', '--memory-limit=32', '-n', 'faults', '-o', file);
    const program = programs.build('gcc -O0');
    const loop = 'ulimit -c 0; for i in $(seq 200); do "$0" nullPointer & "$0" nullWrite; done; wait';
    expect(spawnSync('sh', ['-c', loop, program], { stdio: 'ignore', timeout: 60_000 }).status).toBe(0);
    await expect.poll(() => readFileSync(file, 'utf8').split('\n').length - 1, { timeout: 60_000 }).toBe(400);
    await stop(child);
    const text = await said();
    const [detected, filtered, captured, dropped] = counts(text);
    expect(detected).toBe(filtered! + captured! + dropped!);
    expect([captured, dropped]).toEqual([400, 0]);
    const crashes = crashesIn(file);
    const shed = crashes.filter(({ detail }) => detail !== 'full').length;
    const [, noSymbols, brief] = /Shed: +(\d+) without symbols, (\d+) brief/.exec(text) ?? [];
    expect(Number(noSymbols) + Number(brief)).toBe(shed);
    // 32 MB are less than Node itself takes.
    expect(shed).toBeGreaterThan(0);
    expect(text).toMatch(/memory is (very )?short: crashes are reported (without symbols and stacks|by fault and process only)/);
  }, 120_000);

  it('C6: -p is tested in the kernel, others count as filtered', async () => {
    const file = join(folder, 'one');
    const program = programs.build('gcc -O0');
    const chosen = spawn('sh', ['-c', 'ulimit -c 0; read line; exec "$0" nullPointer', program], { stdio: ['pipe', 'ignore', 'ignore'] });
    const { child, said } = await monitor('--format=json', '-p', String(chosen.pid), '-o', file);
    run(program, 'nullWrite');
    chosen.stdin.end('go\n');
    await expect.poll(() => readFileSync(file, 'utf8'), { timeout: 30_000 }).toMatch(/\n$/);
    await stop(child);
    expect(crashesIn(file)).toMatchObject([{ pid: chosen.pid, cause: { kind: 'nullPointer' } }]);
    const [detected, filtered, captured] = counts(await said());
    expect(captured).toBe(1);
    expect(filtered).toBeGreaterThanOrEqual(1);
    expect(detected).toBe(filtered! + 1);
  });

  it('C10: a helper that is killed ends it with a message, and what was written is whole', async () => {
    const file = join(folder, 'killed');
    const { child, said } = await monitor('--format=json', '-n', 'faults', '-o', file);
    run(programs.build('gcc -O0'), 'nullPointer');
    await expect.poll(() => readFileSync(file, 'utf8'), { timeout: 30_000 }).toMatch(/\n$/);
    const helper = readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8').trim();
    process.kill(Number(helper), 'SIGKILL');
    expect(await ended(child)).toEqual({ status: 1, signal: null });
    expect(await said()).toMatch(/\nsyscall-trace: \S+ was ended by SIGKILL\nFinal statistics:\n/);
    expect(crashesIn(file)).toHaveLength(1);
  });

  const mayReadUs = () => spawnSync('setpriv', ['--reuid=1000', '--clear-groups', process.execPath, cli, '--version'], { cwd: '/' }).status === 0;
  const noUser = whyNoFileCapabilities() ?? (mayReadUs() ? undefined : 'needs a checkout that everybody may read');
  describe.skipIf(noUser !== undefined)(`C14: as an ordinary user${noUser === undefined ? '' : ` (skipped: ${noUser})`}`, () => {
    const user = ['--reuid=1000', '--regid=1000', '--clear-groups', '--inh-caps=-all'];
    const asUser = (args: readonly string[], env: NodeJS.ProcessEnv = {}) =>
      spawn('setpriv', [...user, process.execPath, cli, 'segfaults', ...args], {
        stdio: ['ignore', 'pipe', 'pipe'],
        cwd: '/',
        env: { ...process.env, ...env },
      });

    it('without the capabilities: which are missing and how to grant them, status 3', async () => {
      const child = asUser(['-d', '1']);
      const [out, said] = [rest(child.stdout), rest(child.stderr)];
      expect(await ended(child)).toEqual({ status: 3, signal: null });
      expect(await out).toBe('');
      expect(await said).toMatch(
        /^syscall-trace: Can't watch crashes system-wide: \S+ lacks CAP_BPF and CAP_PERFMON; grant it by: sudo setcap cap_bpf,cap_perfmon\+ep \S+ \(or run as root\)\n$/,
      );
    });

    it('with them: the crashes of own processes, and of nobody else', async () => {
      const helper = join(folder, 'syscall-trace-bpf');
      copyFileSync(helperPath(), helper);
      for (const path of [folder, helper, programs.folder]) chmodSync(path, 0o755);
      execFileSync('setcap', ['cap_bpf,cap_perfmon+ep', helper]);
      const child = asUser(['-v', '--format=json', '-t'], { SYSCALL_TRACE_BPF: helper });
      await until(child.stderr, /watching the crashes of processes of user 1000/);
      const [out, said] = [rest(child.stdout), rest(child.stderr)];
      const program = programs.build('gcc -O0');
      run(program, 'nullWrite');
      const own = spawnSync('setpriv', [...user, 'sh', '-c', 'ulimit -c 0; exec "$0" nullPointer', program], { stdio: 'ignore' }).pid;
      await stop(child);
      const file = join(folder, 'own');
      writeFileSync(file, await out);
      const crashes = crashesIn(file);
      expect(crashes).toMatchObject([{ pid: own, cause: { kind: 'nullPointer' } }]);
      check(crashes[0]!, 'nullPointer');
      expect(counts(await said)).toEqual([1, 0, 1, 0]);
    });
  });
});
