import { loadAddon } from '../capture/loadAddon.js';
import type { CrashFacts } from '../crash/crashFacts.js';
import { crashJsonLine } from '../crash/crashJson.js';
import type { CrashMonitorError, CrashMonitorOptions, CrashMonitorSession } from '../crash/crashMonitor.js';
import { CrashPipeline } from '../crash/crashPipeline.js';
import type { CrashServices } from '../crash/crashReport.js';
import { CrashStatistics, type ResourceUse, statisticsText } from '../crash/crashStatistics.js';
import { crashText } from '../crash/crashText.js';
import { FileMemory } from '../crash/fileMemory.js';
import type { Disassembler } from '../crash/instruction.js';
import { memoryUsed } from '../crash/memoryUsed.js';
import { isNamed } from '../crash/processFilter.js';
import type { DebuginfodClient } from '../symbols/debuginfod/debuginfodClient.js';
import { openDebuginfod } from '../symbols/debuginfod/openDebuginfod.js';
import { NativeSymbolizer, type SymbolizerAddon } from '../symbols/nativeSymbolizer.js';
import { groupLines } from './crashGroupLines.js';
import { CrashFile, type CrashOutput, standardOutput } from './crashOutput.js';
import { startMonitor } from './segfaultsMonitor.js';
import type { SegfaultsSettings } from './segfaultsOptions.js';
import { writeAll } from './writeAll.js';

/** Watches for crashes until the time is over or a signal comes. Returns the exit status. @throws CliError */
export async function segfaultsCommand(settings: SegfaultsSettings, operands: readonly string[], say: (message: string) => void): Promise<number> {
  const output = settings.output === undefined ? standardOutput : new CrashFile(settings.output, settings.append, settings.rotate);
  const command = new SegfaultsCommand(settings, output, say);
  try {
    return await command.run(operands);
  } finally {
    output.close();
  }
}

class SegfaultsCommand {
  readonly #addon = loadAddon<SymbolizerAddon & Disassembler>();
  readonly #statistics = new CrashStatistics(process.hrtime.bigint());
  readonly #pipeline: CrashPipeline;
  readonly #files = new FileMemory();
  readonly #debuginfod: DebuginfodClient | undefined;
  #symbolizer: NativeSymbolizer;
  #session: CrashMonitorSession | undefined;
  #stopped = false;
  #failed = false;

  constructor(
    private readonly settings: SegfaultsSettings,
    private readonly output: CrashOutput,
    private readonly say: (message: string) => void,
  ) {
    const { registers, stackTrace: stack, verbose, format } = settings;
    this.#debuginfod = settings.debuginfod ? openDebuginfod(say) : undefined;
    this.#symbolizer = this.#newSymbolizer();
    const shown = { registers, stack, verbose };
    this.#pipeline = new CrashPipeline(this.#services(), this.#statistics, {
      depth: settings.maxStackDepth,
      memoryLimit: settings.memoryLimitMegabytes * 1e6,
      // -p is tested by the monitor, -n here: a name can change.
      wanted: (facts) => isNamed(facts, settings.processName),
      write: (report, group) => this.output.write(format === 'json' ? crashJsonLine(report, group, shown) : crashText(report, shown)),
      note: (message) => this.say(message),
      memoryUsed,
      releaseSymbols: () => {
        this.#symbolizer = this.#newSymbolizer();
        return this.#services();
      },
      pause: () => this.#session?.pause(),
      resume: () => this.#session?.resume(),
      onWriteError: (error) => this.#writeFailed(error),
    });
  }

  async run(operands: readonly string[]): Promise<number> {
    const { settings } = this;
    const ended = new Promise<CrashMonitorError | undefined>((resolve, reject) => {
      const options: CrashMonitorOptions = { signals: settings.signals, ...(settings.pid === undefined ? {} : { pid: settings.pid }) };
      const events = {
        crash: (facts: CrashFacts) => this.#pipeline.accept(facts),
        counters: (counters: Parameters<CrashStatistics['update']>[0]) => this.#statistics.update(counters),
        ended: (error: CrashMonitorError | undefined, last: Parameters<CrashStatistics['update']>[0]) => {
          this.#statistics.update(last);
          resolve(error);
        },
      };
      startMonitor(operands, options, events, this.say).then((session) => this.#began(session), reject);
    });
    const timers = this.#listen();
    let error: CrashMonitorError | undefined;
    try {
      error = await ended;
    } finally {
      for (const timer of timers) clearInterval(timer);
    }
    await this.#pipeline.drained();
    this.#files.close();
    if (error !== undefined) this.say(error.message);
    this.#writeStatistics('Final statistics', true);
    return error !== undefined || this.#failed ? 1 : 0;
  }

  #began(session: CrashMonitorSession): void {
    this.#session = session;
    if (this.settings.verbose)
      this.say(`watching the crashes of ${session.features.scope === 'all' ? 'all processes' : `processes of user ${session.features.uid}`}`);
    if (this.#stopped) session.stop();
  }

  /** Signals and times that end it or are told of. */
  #listen(): NodeJS.Timeout[] {
    const { durationSeconds, statistics, statisticsIntervalSeconds } = this.settings;
    for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, () => this.#stop());
    process.on('SIGHUP', () => this.#reopen());
    const timers: NodeJS.Timeout[] = [];
    if (durationSeconds > 0) timers.push(setTimeout(() => this.#stop(), durationSeconds * 1000));
    if (statistics) timers.push(setInterval(() => this.#writeStatistics('Statistics', false), statisticsIntervalSeconds * 1000));
    return timers;
  }

  #stop(): void {
    if (this.#stopped) return;
    this.#stopped = true;
    this.#session?.stop();
  }

  #reopen(): void {
    if (this.settings.output === undefined) {
      this.#stop();
      return;
    }
    try {
      this.output.reopen();
    } catch (error) {
      this.#writeFailed(error);
    }
  }

  #writeFailed(error: unknown): void {
    this.#failed = true;
    this.say(error instanceof Error ? error.message : String(error));
    this.#stop();
  }

  #newSymbolizer(): NativeSymbolizer {
    return new NativeSymbolizer(this.#addon, this.settings.symbolCacheLimit, this.#debuginfod);
  }

  #services(): CrashServices {
    return { symbolizer: this.#symbolizer, disassembler: this.#addon, files: this.#files };
  }

  #writeStatistics(title: string, withGroups: boolean): void {
    const groups = withGroups ? groupLines(this.#pipeline.groups.all()) : '';
    const text = `${title}:\n${statisticsText(this.#statistics.snapshot(process.hrtime.bigint()), this.#use())}${groups}`;
    try {
      writeAll(2, text);
    } catch {
      // stderr is gone: there is nobody to tell.
    }
  }

  #use(): ResourceUse {
    const { addresses } = this.#symbolizer.counters();
    const { symbolCacheLimit, memoryLimitMegabytes } = this.settings;
    return {
      memory: memoryUsed(),
      memoryLimit: memoryLimitMegabytes * 1e6,
      symbolHits: addresses.hits,
      symbolMisses: addresses.misses,
      symbolEntries: addresses.misses - addresses.evictions,
      symbolLimit: symbolCacheLimit,
    };
  }
}
