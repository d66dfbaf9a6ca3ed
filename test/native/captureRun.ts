/** Runs the real tracer on real programs and collects what it tells and records. */
import { closeSync, openSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { AttachTarget, CaptureEvent, CaptureOptions, CaptureSession, LaunchTarget } from '../../adapter/capture/backend.js';
import { ptraceBackend } from '../../adapter/capture/ptraceBackend.js';
import { encodePlan } from '../../adapter/plan/encode.js';
import { type Op, selection } from '../../adapter/plan/op.js';
import { type AbiName, abis } from '../../adapter/record/layout.js';
import { TraceFile } from '../../adapter/record/traceFile.js';
import { type Recorded, readRecords } from './records.js';

type Halted = Extract<CaptureEvent, { kind: 'halted' }>;
type Ended = Extract<CaptureEvent, { kind: 'ended' }>;

/** What to capture of one syscall number, in every ABI that is named. */
export interface Wanted {
  readonly nr: number;
  readonly abi?: AbiName;
  readonly selection?: number;
  readonly entry?: readonly Op[];
  readonly exit?: readonly Op[];
  readonly exitAlways?: readonly Op[];
}

/** A plan that gives all numbers `otherwise`, but those of `wanted`. */
export function planOf(wanted: readonly Wanted[] = [], otherwise: number = selection.trace): Uint32Array {
  const table = (abi: AbiName) => {
    const syscalls: { selection: number; plan: { entry: readonly Op[]; exit: readonly Op[]; exitAlways: readonly Op[] } }[] = [];
    const mine = wanted.filter((call) => (call.abi ?? 'x86_64') === abi);
    for (let nr = 0; nr <= Math.max(-1, ...mine.map((call) => call.nr)); nr++) {
      const call = mine.find((one) => one.nr === nr);
      const plan = { entry: call?.entry ?? [], exit: call?.exit ?? [], exitAlways: call?.exitAlways ?? [] };
      syscalls.push({ selection: call === undefined ? otherwise : (call.selection ?? selection.trace), plan });
    }
    return { defaultSelection: otherwise, syscalls };
  };
  return encodePlan({ x86_64: table('x86_64'), i386: table('i386'), x32: table('x32') });
}

/** execve with its path and arguments. */
export const execve: Wanted = {
  nr: 59,
  entry: [
    { op: 'cstr', at: { from: 'arg', index: 0 }, cap: 4096 },
    { op: 'strv', at: { from: 'arg', index: 1 }, max: 8, cap: 256 },
  ],
};

export interface RunOptions extends Partial<CaptureOptions> {
  readonly launch?: Partial<LaunchTarget>;
}

/** A capture in progress. */
export class Run {
  readonly events: CaptureEvent[] = [];
  readonly session: CaptureSession;
  readonly tracePath: string;
  readonly file: TraceFile;
  private waiting: { readonly found: (event: CaptureEvent) => boolean; readonly resolve: () => void }[] = [];

  constructor(target: LaunchTarget | AttachTarget, options: Partial<CaptureOptions> = {}) {
    this.tracePath = options.tracePath ?? path.join(os.tmpdir(), `capture-${process.pid}-${Run.count++}.sctrace`);
    const all: CaptureOptions = {
      tracePath: this.tracePath,
      temporary: true,
      maxBytes: 0,
      plan: planOf([execve]),
      follow: true,
      seccomp: 'off',
      lockstep: false,
      stackBytes: 4096,
      haltOnExec: false,
      haltSignals: [],
      debug: process.env.SYSCALL_TRACE_DEBUG === '1',
      ...options,
    };
    this.session = ptraceBackend.start(target, all, (event) => this.receive(event));
    this.file = new TraceFile(this.session.readFd, this.tracePath);
  }
  private static count = 0;

  private receive(event: CaptureEvent): void {
    this.events.push(event);
    const done = this.waiting.filter(({ found }) => found(event));
    this.waiting = this.waiting.filter((one) => !done.includes(one));
    for (const one of done) one.resolve();
  }

  private next(found: (event: CaptureEvent) => boolean): Promise<void> {
    return new Promise((resolve) => this.waiting.push({ found, resolve }));
  }

  get pid(): number {
    return this.session.pid ?? 0;
  }

  /** Everything recorded so far. */
  records(): Recorded[] {
    return readRecords(this.file);
  }

  get lost(): number {
    this.file.refresh();
    return this.file.lost;
  }

  /** Waits until a record satisfies `wanted`; it may be there already. */
  async record(wanted: (record: Recorded) => boolean): Promise<Recorded> {
    for (;;) {
      const progress = this.next(({ kind }) => kind === 'progress' || kind === 'ended');
      const found = this.records().find(wanted);
      if (found !== undefined) return found;
      if (this.ended !== undefined) throw new Error('tracing ended before that was recorded');
      await progress;
    }
  }

  private get ended(): Ended | undefined {
    return this.events.find((event) => event.kind === 'ended');
  }

  /** The next halt that has not been waited for. */
  async halted(): Promise<Halted> {
    for (;;) {
      const halts = this.events.filter((event) => event.kind === 'halted');
      const halt = halts[this.seenHalts];
      if (halt !== undefined) {
        this.seenHalts++;
        return halt;
      }
      if (this.ended !== undefined) throw new Error('tracing ended before a halt');
      await this.next(({ kind }) => kind === 'halted' || kind === 'ended');
    }
  }
  private seenHalts = 0;

  /** Waits for the end. Returns the wait status. */
  async end(): Promise<number> {
    if (this.ended === undefined) await this.next(({ kind }) => kind === 'ended');
    return this.ended?.status ?? -1;
  }
}

export const environment = (): string[] => Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${value}`]));

/** A launch with its output thrown away unless `launch.stdio` says otherwise. */
export function launch(argv: readonly string[], options: RunOptions = {}): Run {
  const sink = openSync('/dev/null', 'r+');
  try {
    const { launch: target, ...rest } = options;
    return new Run(
      { kind: 'launch', file: argv[0] ?? '', argv, env: environment(), cwd: process.cwd(), stdio: [sink, sink, sink], exitKill: true, ...target },
      rest,
    );
  } finally {
    closeSync(sink);
  }
}

/** Launches, waits for the end, and returns everything. */
export async function trace(argv: readonly string[], options: RunOptions = {}): Promise<{ run: Run; status: number; records: Recorded[] }> {
  const run = launch(argv, options);
  const status = await run.end();
  return { run, status, records: run.records() };
}

export const attach = (pids: readonly number[], options: Partial<CaptureOptions> = {}): Run => new Run({ kind: 'attach', pids }, options);

export { abis, selection };
