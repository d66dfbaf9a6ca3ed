/** Watches for crashes by the helper program syscall-trace-bpf, which alone needs privilege. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import {
  type CrashCounters,
  type CrashMonitor,
  CrashMonitorError,
  type CrashMonitorEvents,
  type CrashMonitorFeatures,
  type CrashMonitorOptions,
  type CrashMonitorSession,
} from '../crash/crashMonitor.js';
import { LAYOUT_VERSION, recordTypes } from '../record/layout.js';
import { RecordStream, RecordStreamError } from '../record/recordStream.js';
import { isFinal, readCounters, readCrash, readFeatures, readRefusal, readVersion, recordType } from './crashRecords.js';
import { explainRefusal } from './explainRefusal.js';
import { nativeFile } from './loadAddon.js';
import { monitorControl, monitorRequest } from './monitorRequests.js';

const noCounters: CrashCounters = {
  timeNs: 0n,
  detected: 0,
  filtered: 0,
  captured: 0,
  dropped: 0,
  reduced: 0,
  delivered: 0,
  ringBytes: 0,
  ringUsed: 0,
  helperMemory: 0,
  trackedProcesses: 0,
  mappingsLost: 0,
};

/** Path of the helper: beside the addon. `SYSCALL_TRACE_BPF` names another one. */
export function helperPath(): string {
  const named = process.env.SYSCALL_TRACE_BPF;
  return named !== undefined && named !== '' ? named : nativeFile('syscall-trace-bpf');
}

export interface CrashMonitorLaunch {
  /** The helper; helperPath() by default. */
  readonly helper?: string;
  /** What runs it with privilege, e.g. `['pkexec']` or `['sudo', '-n']`: it must hand on standard input and output. */
  readonly launcher?: readonly string[];
}

/** A crash monitor whose helper is started anew for each session. */
export function bpfCrashMonitor(launch: CrashMonitorLaunch = {}): CrashMonitor {
  return {
    start: (options, events) =>
      new Promise((resolve, reject) => {
        const helper = launch.helper ?? helperPath();
        if (!existsSync(helper)) {
          reject(
            new CrashMonitorError('noHelper', `Can't watch crashes system-wide: ${helper} is not there; it is built where clang and libbpf-dev are installed`),
          );
          return;
        }
        const [file = helper, ...args] = [...(launch.launcher ?? []), helper];
        const child = spawn(file, args, { stdio: ['pipe', 'pipe', 'pipe'] });
        new HelperSession(child, helper, options, events, resolve, reject);
      }),
  };
}

class HelperSession implements CrashMonitorSession {
  readonly #child: ChildProcess;
  readonly #helper: string;
  readonly #events: CrashMonitorEvents;
  readonly #resolve: (session: CrashMonitorSession) => void;
  readonly #reject: (error: CrashMonitorError) => void;
  readonly #records = new RecordStream();
  #state: 'starting' | 'running' | 'over' = 'starting';
  #features: CrashMonitorFeatures | undefined;
  #last = noCounters;
  #final = false;
  /** What the helper, or what should have started it, wrote to standard error. */
  #complaint = '';
  #failure: CrashMonitorError | undefined;

  constructor(
    child: ChildProcess,
    helper: string,
    options: CrashMonitorOptions,
    events: CrashMonitorEvents,
    resolve: (session: CrashMonitorSession) => void,
    reject: (error: CrashMonitorError) => void,
  ) {
    this.#child = child;
    this.#helper = helper;
    this.#events = events;
    this.#resolve = resolve;
    this.#reject = reject;
    child.on('error', (error) => this.#end(new CrashMonitorError('failed', `Can't run ${helper}: ${error.message}`)));
    child.on('close', (status, signal) => this.#end(this.#whyEnded(status, signal)));
    child.stdout?.on('data', (chunk: Buffer) => this.#receive(chunk));
    child.stderr?.on('data', (chunk: Buffer) => {
      this.#complaint = (this.#complaint + chunk).slice(-1000);
    });
    // A helper that has gone is told of by 'close'.
    child.stdin?.on('error', () => undefined);
    child.stdin?.write(monitorRequest(options));
  }

  get features(): CrashMonitorFeatures {
    if (this.#features === undefined) throw new Error('the monitor has not started');
    return this.#features;
  }

  stop(): void {
    this.#child.stdin?.write(monitorControl('stop'));
  }

  pause(): void {
    this.#child.stdin?.write(monitorControl('pause'));
  }

  resume(): void {
    this.#child.stdin?.write(monitorControl('resume'));
  }

  #receive(chunk: Uint8Array): void {
    try {
      for (const record of this.#records.push(chunk)) this.#obey(record);
    } catch (error) {
      if (!(error instanceof RecordStreamError)) throw error;
      this.#failure = new CrashMonitorError('failed', `${this.#helper} sent ${error.message}: it is of another version`);
      this.#child.stdin?.destroy();
    }
  }

  #obey(record: DataView): void {
    switch (recordType(record)) {
      case recordTypes.crash:
        this.#events.crash(readCrash(record));
        break;
      case recordTypes.crashCounters:
        this.#last = readCounters(record);
        this.#final = isFinal(record);
        this.#events.counters(this.#last);
        break;
      case recordTypes.monitorRefusal:
        this.#failure = explainRefusal(readRefusal(record), this.#helper);
        break;
      case recordTypes.monitorReady:
        this.#begin(record);
    }
  }

  #begin(record: DataView): void {
    if (readVersion(record) !== LAYOUT_VERSION) throw new RecordStreamError(`layout version ${readVersion(record)}`);
    this.#features = readFeatures(record);
    this.#state = 'running';
    this.#resolve(this);
  }

  /** Undefined when it ended in order. */
  #whyEnded(status: number | null, signal: NodeJS.Signals | null): CrashMonitorError | undefined {
    if (this.#failure !== undefined) return this.#failure;
    if (this.#final && status === 0) return undefined;
    const how = signal === null ? `ended with status ${status ?? '?'}` : `was ended by ${signal}`;
    const complaint = this.#complaint.trim();
    return new CrashMonitorError('failed', `${this.#helper} ${how}${complaint === '' ? '' : `: ${complaint}`}`);
  }

  #end(error: CrashMonitorError | undefined): void {
    const before = this.#state;
    this.#state = 'over';
    this.#child.stdin?.destroy();
    if (before === 'starting') this.#reject(error ?? new CrashMonitorError('failed', `${this.#helper} ended before it began`));
    else if (before === 'running') this.#events.ended(error, this.#last);
  }
}
