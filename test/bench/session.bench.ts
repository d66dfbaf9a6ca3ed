/**
 * A debug session while it records and after: the time of the program against strace’s in the same run, the adapter’s memory,
 * and how long the views wait for a page of rows. `npm run bench -- session [--calls N]`.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { CountersEvent, RowsGetResponse } from '../../adapter/protocol/requests.js';
import { DapClient } from '../dap/dapClient.js';

const { values } = parseArgs({ options: { calls: { type: 'string', default: '2000000' } } });
const pageRows = 200;
const pagesAfter = 100;
const livePageEveryMs = 500;

const directory = mkdtempSync(join(tmpdir(), 'bench-session-'));

async function main(): Promise<void> {
  const program = join(directory, 'getppidLoop');
  const compiled = spawnSync('gcc', ['-g', '-O2', '-o', program, resolve('test/programs/bench/getppidLoop.c')], { encoding: 'utf8' });
  if (compiled.status !== 0) throw new Error(`gcc could not compile getppidLoop.c: ${compiled.stderr}`);

  const adapter = spawn(process.execPath, [resolve('dist/adapter.js')], { stdio: ['pipe', 'pipe', 'inherit'] });
  const client = new DapClient(adapter.stdout, adapter.stdin);
  await client.request('initialize', { adapterID: 'syscall-trace' });
  await client.request('configurationDone');
  console.log(`${values.calls} × getppid, source lines recorded (load ${loadavg()[0]?.toFixed(1)})`);
  const began = performance.now();
  await client.request('launch', { program, args: [values.calls], print: 'none', maximumSize: 0 });
  const live: number[] = [];
  const looking = setInterval(() => {
    const rows = client.events.findLast(({ event }) => event === 'syscallTrace/counters')?.body as CountersEvent | undefined;
    if (rows) void pageMs(client, Math.max(0, rows.rows - pageRows)).then((ms) => live.push(ms));
  }, livePageEveryMs);
  await client.event('terminated');
  clearInterval(looking);
  const sessionMs = performance.now() - began;

  const { total } = await client.request<RowsGetResponse>('syscallTrace/rows.get', { start: 0, count: 0 });
  const after: number[] = [];
  for (let i = 0; i < pagesAfter; i++) after.push(await pageMs(client, Math.floor(((total - pageRows) * i) / pagesAfter)));

  const straceBegan = performance.now();
  const strace = spawnSync('strace', ['-f', '-o', '/dev/null', program, values.calls]);
  const straceMs = performance.now() - straceBegan;
  console.log(`  session      ${seconds(sessionMs)}${strace.status === 0 ? `, ${(sessionMs / straceMs).toFixed(2)} × strace’s ${seconds(straceMs)}` : ''}`);
  console.log(`  peak memory  ${peakMiB(adapter)} MiB resident for ${total} rows`);
  console.log(`  pages        of ${pageRows} rows, live: ${spread(live)}; after: ${spread(after)}`);
  await client.request('disconnect');
}

async function pageMs(client: DapClient, start: number): Promise<number> {
  const began = performance.now();
  await client.request<RowsGetResponse>('syscallTrace/rows.get', { start, count: pageRows });
  return performance.now() - began;
}

/** VmHWM of proc(5). */
function peakMiB({ pid }: ChildProcess): string {
  return (Number(/^VmHWM:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1] ?? 0) / 1024).toFixed(0);
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}

function spread(times: readonly number[]): string {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (part: number) => `${(sorted[Math.floor((sorted.length - 1) * part)] ?? 0).toFixed(1)} ms`;
  return `median ${at(0.5)}, 95 % ${at(0.95)}, longest ${at(1)} (${sorted.length})`;
}

main()
  .catch((error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  })
  .finally(() => {
    rmSync(directory, { recursive: true, force: true });
    process.exit();
  });
