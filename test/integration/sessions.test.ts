import assert from 'node:assert/strict';
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import type { ExtensionApi } from '../../extension/main.js';
import type { Trace } from '../../extension/traces/trace.js';
import type { TraceRegistry } from '../../extension/traces/traceRegistry.js';
import { once } from './events.js';

const type = 'syscall-trace';

describe('a debug session', () => {
  let folder: vscode.WorkspaceFolder;
  let traces: TraceRegistry;
  const at = (file: string) => path.join(folder.uri.fsPath, file);

  before(async () => {
    const extension = vscode.extensions.getExtension<ExtensionApi>('syscall-trace.syscall-trace');
    assert.ok(extension);
    traces = (await extension.activate()).traces;
    const [first] = vscode.workspace.workspaceFolders ?? [];
    assert.ok(first);
    folder = first;
    assert.equal(spawnSync('make', ['--silent'], { cwd: folder.uri.fsPath }).status, 0);
  });

  /** Starts a session and resolves with its trace. */
  async function start(configuration: Partial<vscode.DebugConfiguration>): Promise<Trace> {
    const session = once(vscode.debug.onDidStartDebugSession, (started) => started.type === type);
    assert.equal(await vscode.debug.startDebugging(folder, { type, request: 'launch', name: 'test', ...configuration }), true);
    const trace = traces.find((await session).id);
    assert.ok(trace);
    return trace;
  }

  async function over(trace: Trace): Promise<Trace> {
    return once(traces.onDidChangeTrace, (changed) => changed === trace && trace.isOver, trace);
  }

  it('U1: is configured from the open source file when it names no program', async () => {
    await vscode.window.showTextDocument(vscode.Uri.file(at('crash.c')));
    const started = once(vscode.debug.onDidStartDebugSession, (session) => session.type === type);
    assert.equal(await vscode.debug.startDebugging(folder, { type, request: 'launch', name: 'from nothing' }), true);
    const { configuration, id } = await started;
    assert.equal(configuration.program, at('build/crash'));
    assert.equal(configuration.cwd, folder.uri.fsPath);
    const trace = traces.find(id);
    assert.ok(trace);
    await once(traces.onDidChangeTrace, (changed) => changed === trace && trace.state === 'halted', trace);
    await vscode.debug.stopDebugging();
    await over(trace);
  });

  it('U2: gives the views its rows, and its recording gives the same when it is over', async () => {
    const trace = await start({ program: at('build/tour') });
    assert.equal(traces.active, trace);
    const running = await trace.source?.rows({ start: 0, count: 5 });
    await over(trace);
    const recorded = await trace.source?.rows({ start: 0, count: 5 });
    assert.ok(running && recorded);
    assert.deepEqual(
      recorded.rows.slice(0, running.rows.length).map(({ name, args }) => [name, args]),
      running.rows.map(({ name, args }) => [name, args]),
    );
    assert.equal(
      recorded.rows.some(({ name }) => name === 'execve'),
      true,
    );
    assert.equal(recorded.total, trace.counters.rows);
    assert.equal(recorded.rows[0]?.kind, 'start');
  });

  it('U11: the statistics add up to the calls that were counted', async () => {
    const trace = traces.active;
    const statistics = await trace?.source?.statistics();
    assert.ok(trace && statistics);
    const sum = (of: 'calls' | 'errors') => statistics.rows.reduce((total, row) => total + row[of], 0);
    assert.equal(sum('errors'), trace.counters.errors);
    // A call that never returned (exit_group) is a row, but has nothing to count.
    assert.ok(trace.counters.calls - sum('calls') <= 20 && sum('calls') > 500, `${sum('calls')} of ${trace.counters.calls}`);
  });

  it('U10: details hold decoded arguments and the stack that made the call', async () => {
    const { source } = traces.active ?? {};
    const { rows } = (await source?.rows({ start: 0, count: 1000 })) ?? { rows: [] };
    const call = rows.find(({ args }) => args.includes('no-such-file.conf'));
    assert.ok(call);
    const details = await source?.details({ index: call.index });
    assert.ok(details);
    assert.ok(details.line.startsWith('openat(AT_FDCWD, "/etc/no-such-file.conf"'), details?.line);
    assert.ok(details.stack?.some(({ symbol, file }) => symbol === 'visit_errors' && file === at('tour.c')));
    assert.equal(details.row.source?.path, at('tour.c'));
  });

  it('U2: the recording is kept where the configuration says, else by the extension', async () => {
    const kept = traces.active?.recording;
    assert.ok(kept && existsSync(kept) && kept.endsWith('.sctrace'));
    assert.equal(readFileSync(kept).subarray(0, 8).toString('latin1'), 'SCTRACE\0');
  });

  it('U1: a program that is not there is refused, and leaves no trace behind', async () => {
    const before = traces.traces.length;
    const launch = vscode.debug.startDebugging(folder, { type, request: 'launch', name: 'none', program: at('build/none') });
    // The editor’s dialog, which tests cannot show, becomes the error.
    await assert.rejects(Promise.resolve(launch), /build\/none": no such file/);
    if (traces.traces.length !== before) await once(traces.onDidChangeList, () => traces.traces.length === before);
  });

  describe('attached', () => {
    let program: ChildProcess;
    beforeEach(async () => {
      program = spawn('sh', ['-c', 'echo ready; while read -r line; do echo "$line"; done'], { stdio: ['pipe', 'pipe', 'ignore'] });
      await new Promise((resolve) => program.stdout?.once('data', resolve));
    });
    afterEach(() => program.kill('SIGKILL'));

    it('U1 T2: traces a running process; stopping leaves it running', async () => {
      const started = once(vscode.debug.onDidStartDebugSession, ({ type: started }) => started === type);
      const trace = await start({ request: 'attach', pid: program.pid });
      const session = await started;
      const called = once(traces.onDidChangeTrace, (changed) => changed === trace && trace.counters.calls >= 2, trace);
      program.stdin?.write('hello\n');
      await called;
      // Also the window's own stop must only let go.
      await vscode.debug.stopDebugging(session);
      await over(trace);
      const answer = new Promise<string>((resolve) => program.stdout?.on('data', (data: Buffer) => data.includes('again') && resolve('again')));
      program.stdin?.write('again\n');
      assert.equal(await answer, 'again');
      assert.match(readFileSync(`/proc/${program.pid}/status`, 'utf8'), /^TracerPid:\s+0$/m);
    });
  });
});
