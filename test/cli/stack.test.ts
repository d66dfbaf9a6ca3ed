/** `syscall-trace stack`: threads of running processes and of core files, compared with gdb at places where programs happen to be. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { hasTool, run, Workshop } from '../native/symbols/snapshots.js';
import { ours as cli } from './runCli.js';

const workshop = new Workshop();
afterAll(() => workshop.remove());

interface ShownThread {
  readonly tid: number;
  readonly end: string;
  readonly frames: readonly { readonly address: string; readonly inlined: boolean; readonly symbol?: string; readonly file?: string }[];
}

const started: ChildProcess[] = [];
afterEach(async () => {
  for (const child of started.splice(0)) {
    const ended = child.exitCode === null && child.signalCode === null ? once(child, 'exit') : undefined;
    child.kill('SIGKILL');
    await ended;
  }
});

/** Starts a program and waits until it says "ready". */
async function start(command: readonly string[]): Promise<number> {
  const [file = '', ...args] = command;
  const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  started.push(child);
  await once(child.stdout!, 'data');
  return child.pid!;
}

const python =
  'import threading, time\ndef deep(n):\n  if n: return deep(n - 1)\n  print("ready", flush=True)\n  while True: sorted([3, 1, 2], key=lambda x: -x)\nfor i in range(4): threading.Thread(target=time.sleep, args=(60,), daemon=True).start()\ndeep(20)';
const node =
  'const { Worker } = require("worker_threads"); let left = 2; for (let i = 0; i < 2; i++) new Worker("require(`worker_threads`).parentPort.postMessage(1); setInterval(() => {}, 1000)", { eval: true }).on("message", () => --left || console.log("ready")); setTimeout(() => process.exit(), 60000)';

/** More moments with STACK_ROUNDS=50. */
const rounds = Number(process.env.STACK_ROUNDS ?? 1);

/** The pcs of all real frames of each thread, by gdb. */
function gdbStacks(program: string, core: string): Map<number, string[]> {
  const script = join(workshop.directory, 'stacks.py');
  writeFileSync(
    script,
    `import gdb
for thread in gdb.selected_inferior().threads():
    thread.switch()
    frame = gdb.newest_frame()
    pcs = []
    while frame is not None:
        if frame.type() in (gdb.NORMAL_FRAME, gdb.SIGTRAMP_FRAME): pcs.append(hex(frame.pc()))
        frame = frame.older()
    print("STACK", thread.ptid[1], *pcs)
`,
  );
  const settings = ['set debuginfod enabled off', 'set backtrace past-main on', 'set backtrace limit 500'];
  const output = run('gdb', ['-nx', '-batch', ...settings.flatMap((line) => ['-iex', line]), program, core, '-x', script]);
  return new Map([...output.matchAll(/^STACK (\d+) (.*)$/gm)].map((match) => [Number(match[1]), (match[2] ?? '').split(' ')]));
}

const gdb = hasTool('gdb') && spawnSync('gdb', ['-nx', '-batch', '-ex', 'python print(1)'], { encoding: 'utf8' }).stdout === '1\n';

describe.skipIf(!gdb)('S10: every thread of a core file to its start, with the frames that gdb finds', () => {
  const programs: [string, () => string[]][] = [
    ['a C++ program without frame pointers', () => [workshop.compile('busyThreads.cc', ['-O2', '-fomit-frame-pointer'])]],
    ['Python', () => ['python3', '-c', python]],
    ['Node', () => [process.execPath, '-e', node]],
  ];
  test.each(programs)(
    '%s',
    async (_, command) => {
      const pid = await start(command());
      for (let round = 0; round < rounds; round++) {
        const prefix = join(workshop.directory, 'core');
        run('gcore', ['-o', prefix, String(pid)]);
        const core = `${prefix}.${pid}`;
        const theirs = gdbStacks(`/proc/${pid}/exe`, core);
        const { stdout } = cli(['stack', '--json', '--core', core]);
        const { threads } = JSON.parse(stdout) as { threads: ShownThread[] };
        expect(threads.length).toBe(theirs.size);
        expect(threads.length).toBeGreaterThan(4);
        for (const { tid, end, frames } of threads) {
          const ours = frames.filter(({ inlined }) => !inlined).map(({ address }) => address);
          expect([tid, ours]).toEqual([tid, theirs.get(tid)]);
          expect([tid, end]).toEqual([tid, 'start']);
        }
      }
    },
    180_000,
  );
});

test('S10: the threads of a running process, which then runs on untraced', async () => {
  const pid = await start([workshop.compile('busyThreads.cc', ['-O2', '-g', '-fomit-frame-pointer'])]);
  for (let round = 0; round < 3; round++) {
    const { stdout, status } = cli(['stack', '--json', String(pid)]);
    expect(status).toBe(0);
    const { threads } = JSON.parse(stdout) as { threads: ShownThread[] };
    expect(threads.map(({ end }) => end)).toEqual(Array.from({ length: 13 }, () => 'start'));
    expect(threads[0]).toMatchObject({ tid: pid });
    expect(threads[0]!.frames.some(({ symbol, file }) => symbol === 'main' && file?.endsWith('/busyThreads.cc'))).toBe(true);
    expect(threads.slice(1).every(({ frames }) => frames.some(({ symbol }) => symbol?.includes('work(unsigned int)')))).toBe(true);
  }
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  expect(status).toMatch(/^TracerPid:\t0$/m);
  expect(status).not.toMatch(/^State:\t[tT]/m);
});

test('S10: a stopped process stays stopped', async () => {
  const pid = await start([workshop.compile('busyThreads.cc', ['-O2', '-g', '-fomit-frame-pointer'])]);
  const state = () => /^State:\t(\w)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  process.kill(pid, 'SIGSTOP');
  await expect.poll(state, { timeout: 10_000 }).toBe('T');
  const { stdout } = cli(['stack', String(pid)]);
  expect(stdout).toMatch(/^Process \d+: .*busyThreads.*\n\nThread \d+ \(busyThreads/);
  expect(stdout).toMatch(/^#\d+ +0x[0-9a-f]{16} main\+0x[0-9a-f]+ at \/.*busyThreads\.cc:\d+:\d+ in \//m);
  await expect.poll(state, { timeout: 10_000 }).toBe('T');
});

test('S10: what cannot be shown is said in one line', async () => {
  expect(cli(['stack', '2147483646'])).toMatchObject({
    status: 1,
    stderr: "syscall-trace: Can't attach to process 2147483646: there is no such process\n",
  });
  expect(cli(['stack'])).toMatchObject({ status: 2, stderr: 'syscall-trace: must have PID… or --core FILE\n' });
  expect(cli(['stack', '--core', '/etc/hostname'])).toMatchObject({ status: 1, stderr: expect.stringContaining('it is not an ELF file') });
  expect(cli(['stack', '--core', process.execPath])).toMatchObject({ status: 1, stderr: expect.stringContaining('it is not a core file') });
  expect(cli(['stack', '--core', '/nowhere'])).toMatchObject({ status: 1, stderr: expect.stringContaining('No such file') });
});

test('S10: trace --stack prints stacks below calls that fail, or take long', () => {
  const program = ['sh', '-c', 'cat /nonexistent; sleep 0.2'];
  const blocks = (when: string) => {
    const log = join(workshop.directory, 'trace.txt');
    const { stderr } = cli(['trace', '-f', '--stack', when, '-o', log, ...program]);
    expect(stderr).toContain('nonexistent');
    // Each call with the lines of its stack below it.
    return readFileSync(log, 'utf8')
      .split(/\n(?! >)/)
      .filter((block) => block.includes('\n > '));
  };
  const failed = blocks('errors');
  expect(failed.some((block) => block.includes('"/nonexistent"'))).toBe(true);
  expect(failed.filter((block) => !/ = (-1|\?) E/.test(block))).toEqual([]);
  const slow = blocks('slow>150ms');
  expect(slow.some((block) => block.includes('nanosleep'))).toBe(true);
  expect(slow.some((block) => block.includes('brk('))).toBe(false);
  const refused = cli(['trace', '--stack', 'ret < 0', 'true']);
  expect([refused.status, refused.stderr.split('\n').length]).toEqual([2, 2]);
});
