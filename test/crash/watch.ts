/** Watches real crashes by the real helper. */
import { bpfCrashMonitor, type CrashMonitorLaunch } from '../../adapter/capture/crashMonitor.js';
import { loadAddon } from '../../adapter/capture/loadAddon.js';
import type { CrashFacts } from '../../adapter/crash/crashFacts.js';
import { type CrashCounters, CrashMonitorError, type CrashMonitorOptions, type CrashMonitorSession } from '../../adapter/crash/crashMonitor.js';
import type { Frame, UnwindEnd } from '../../adapter/symbols/frame.js';
import { NativeSymbolizer, type SymbolizerAddon } from '../../adapter/symbols/nativeSymbolizer.js';

/** Why crashes cannot be watched here; undefined where they can. For the name of skipped tests. */
export async function whyNot(): Promise<string | undefined> {
  try {
    const watch = await Watch.start();
    await watch.stop();
    return undefined;
  } catch (error) {
    if (error instanceof CrashMonitorError && ['oldKernel', 'noBtf', 'noPrivilege'].includes(error.refusal)) return error.message;
    throw error;
  }
}

export class Watch {
  readonly crashes: CrashFacts[] = [];
  readonly counters: CrashCounters[] = [];
  readonly ended: Promise<{ readonly error: CrashMonitorError | undefined; readonly last: CrashCounters }>;
  #session: CrashMonitorSession | undefined;
  #changed: () => void = () => undefined;
  #end: (how: { error: CrashMonitorError | undefined; last: CrashCounters }) => void = () => undefined;

  private constructor() {
    this.ended = new Promise((resolve) => {
      this.#end = resolve;
    });
  }

  static async start(options: CrashMonitorOptions = {}, launch: CrashMonitorLaunch = {}): Promise<Watch> {
    const watch = new Watch();
    watch.#session = await bpfCrashMonitor(launch).start(
      { countersIntervalMs: 100, ...options },
      {
        crash: (facts) => {
          watch.crashes.push(facts);
          watch.#changed();
        },
        counters: (counters) => {
          watch.counters.push(counters);
          watch.#changed();
        },
        ended: (error, last) => {
          watch.#end({ error, last });
          watch.#changed();
        },
      },
    );
    return watch;
  }

  get session(): CrashMonitorSession {
    if (this.#session === undefined) throw new Error('not started');
    return this.#session;
  }

  /** Resolves once `holds` is true, which is asked whenever something arrives. */
  until(holds: () => boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      const look = () => {
        if (holds()) resolve();
      };
      this.#changed = look;
      void this.ended.then(({ error }) => {
        if (!holds()) reject(error ?? new Error('the monitor has ended'));
      });
      look();
    });
  }

  /** The crash of this process; waits for it. */
  async crashOf(pid: number | undefined): Promise<CrashFacts> {
    const found = () => this.crashes.find((each) => each.pid === pid);
    await this.until(() => found() !== undefined);
    return found()!;
  }

  /** Stops, and returns the final counters once everything has been delivered. */
  async stop(): Promise<CrashCounters> {
    this.session.stop();
    const { error, last } = await this.ended;
    if (error !== undefined) throw error;
    return last;
  }
}

let symbolizer: NativeSymbolizer | undefined;

/** The stack of a process that is gone. */
export function stackOf(crash: CrashFacts, limit = 100): Promise<{ frames: Frame[]; end: UnwindEnd }> {
  symbolizer ??= new NativeSymbolizer(loadAddon<SymbolizerAddon>());
  return symbolizer.stack({ maps: crash.maps, registers: crash.registers, stackAddress: crash.stackAddress, stack: crash.stack }, limit);
}

/** The functions of a program's own file, innermost first. */
export function functionsOf(frames: readonly Frame[], file: string): string[] {
  return frames.filter(({ module }) => module === file).map(({ symbol }) => symbol ?? '?');
}

export const mapsText = (crash: CrashFacts): string => Buffer.from(crash.maps).toString();
