/** A session that watches for crashes: each is told of as it comes, and can be opened as a stopped thread. */
import { ContinuedEvent, Event, OutputEvent, StoppedEvent, TerminatedEvent, ThreadEvent } from '@vscode/debugadapter';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { CrashMonitorError, type CrashMonitorSession } from '../../crash/crashMonitor.js';
import { CrashPipeline } from '../../crash/crashPipeline.js';
import type { CrashServices } from '../../crash/crashReport.js';
import { crashSignalNamed, crashSignalNames } from '../../crash/crashSignals.js';
import { CrashStatistics } from '../../crash/crashStatistics.js';
import { FileMemory } from '../../crash/fileMemory.js';
import { memoryUsed } from '../../crash/memoryUsed.js';
import { isNamed } from '../../crash/processFilter.js';
import { type CrashDto, crashEvents, crashRequests } from '../../protocol/crashes.js';
import type { MonitorConfiguration } from '../../protocol/launchConfiguration.js';
import type { Client } from '../connection.js';
import { badConfiguration, monitorRefused, unknownCrash } from '../errors.js';
import type { RequestHandlers } from '../requestTypes.js';
import type { Services } from '../services.js';
import { CrashShelf } from './crashShelf.js';
import { OpenCrashes } from './openCrashes.js';

/** Frames of a report. */
const DEPTH = 256;
const MEMORY_LIMIT = 400e6;
const TELL_MS = 100;
/** Crashes in one event: of a storm the client needs no more than the latest. */
const MOST_TOLD = 200;

const launchers = { none: [], pkexec: ['pkexec'], sudo: ['sudo', '-n'] } as const;

export class CrashMonitoring {
  readonly #shelf = new CrashShelf();
  readonly #open: OpenCrashes;
  readonly #pipeline: CrashPipeline;
  readonly handlers: Partial<RequestHandlers>;
  #monitor: CrashMonitorSession | undefined;
  #untold: CrashDto[] = [];
  #timer: NodeJS.Timeout | undefined;
  readonly #ended: Promise<void>;
  #end!: () => void;

  constructor(
    private readonly client: Client,
    private readonly services: Services,
    private readonly configuration: MonitorConfiguration,
  ) {
    this.#open = new OpenCrashes(client);
    this.#ended = new Promise((resolve) => {
      this.#end = resolve;
    });
    this.#pipeline = new CrashPipeline(this.#crashServices(), new CrashStatistics(process.hrtime.bigint()), {
      depth: DEPTH,
      memoryLimit: MEMORY_LIMIT,
      wanted: (facts) => isNamed(facts, configuration.processName),
      write: (report, group) => this.#tell(this.#shelf.add(report, group)),
      note: (message) => this.#say(message),
      memoryUsed,
      releaseSymbols: () => this.#crashServices(),
      pause: () => this.#monitor?.pause(),
      resume: () => this.#monitor?.resume(),
      onWriteError: (error) => this.#say(error instanceof Error ? error.message : String(error)),
    });
    const close = ({ threadId }: { readonly threadId: number }) => this.#close(threadId);
    this.handlers = {
      ...this.#open.handlers,
      [crashRequests.open]: ({ number }) => this.#show(number),
      continue: (args) => {
        close(args);
        return { allThreadsContinued: false };
      },
      next: close,
      stepIn: close,
      stepOut: close,
      pause: () => undefined,
      terminate: () => void this.leave(),
    };
  }

  /** Rejects with DapError when crashes cannot be watched for; the client is told why in an event before. */
  async start(): Promise<void> {
    const { pid, elevation } = this.configuration;
    const signals = this.#signals();
    try {
      this.#monitor = await this.services.crashMonitor(launchers[elevation]).start(
        { signals, ...(pid === undefined ? {} : { pid }) },
        {
          crash: (facts) => this.#pipeline.accept(facts),
          counters: ({ detected, filtered, captured, dropped }) =>
            this.client.sendEvent(new Event(crashEvents.counters, { detected, filtered, captured, dropped })),
          ended: (error) => void this.#over(error),
        },
      );
    } catch (error) {
      if (!(error instanceof CrashMonitorError)) throw error;
      const { refusal, message, remedies } = error;
      this.client.sendEvent(new Event(crashEvents.refusal, { refusal, message, remedies }));
      throw monitorRefused(message);
    }
    const { scope, uid } = this.#monitor.features;
    const whose = pid !== undefined ? `process ${pid}` : scope === 'all' ? 'all processes' : `processes of user ${uid}`;
    this.#say(`Watching for crashes of ${whose}.`);
  }

  /** Settles when the monitor has stopped and every crash that it had seen was told of. */
  async leave(): Promise<void> {
    if (this.#monitor === undefined) return;
    this.#monitor.stop();
    await this.#ended;
  }

  #crashServices(): CrashServices {
    const { symbolizer, disassembler } = this.services;
    return { symbolizer, disassembler, files: new FileMemory() };
  }

  #signals(): number[] {
    return this.configuration.signals.map((word) => {
      const signo = crashSignalNamed(word);
      if (signo !== undefined) return signo;
      throw badConfiguration([{ code: 'wrongType', message: `"signals" must be of ${crashSignalNames.join(', ')}, not ${JSON.stringify(word)}` }]);
    });
  }

  #tell(crash: CrashDto): void {
    this.#untold.push(crash);
    if (this.#untold.length > MOST_TOLD) this.#untold.shift();
    this.#timer ??= setTimeout(() => this.#tellNow(), TELL_MS);
  }

  #tellNow(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const crashes = this.#untold;
    this.#untold = [];
    if (crashes.length > 0) this.client.sendEvent(new Event(crashEvents.crashes, { crashes, oldest: this.#shelf.oldest }));
  }

  #show(number: number): void {
    const crash = this.#shelf.get(number);
    if (crash === undefined) throw unknownCrash(number, this.#shelf.oldest);
    const { context, diagnosis } = crash.report;
    this.#open.open(crash);
    const stopped: DebugProtocol.StoppedEvent = new StoppedEvent('exception', number, diagnosis.summary);
    stopped.body.description = `Crashed with ${context.signal}`;
    stopped.body.allThreadsStopped = false;
    // Behind the answer to the request.
    setImmediate(() => {
      this.client.sendEvent(new ThreadEvent('started', number));
      this.client.sendEvent(stopped);
    });
  }

  /** The thread cannot go on: it goes. */
  #close(number: number): void {
    if (!this.#open.close(number)) return;
    setImmediate(() => {
      this.client.sendEvent(new ContinuedEvent(number, false));
      this.client.sendEvent(new ThreadEvent('exited', number));
    });
  }

  async #over(error: CrashMonitorError | undefined): Promise<void> {
    await this.#pipeline.drained();
    this.#tellNow();
    if (error !== undefined) this.#say(error.message);
    this.#end();
    this.client.sendEvent(new TerminatedEvent());
  }

  #say(text: string): void {
    this.client.sendEvent(new OutputEvent(`${text}\n`, 'console'));
  }
}
