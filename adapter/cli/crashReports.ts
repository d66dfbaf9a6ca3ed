import { loadAddon } from '../capture/loadAddon.js';
import type { CrashFacts } from '../crash/crashFacts.js';
import { understandCrash } from '../crash/crashReport.js';
import { crashSignals } from '../crash/crashSignals.js';
import { crashText } from '../crash/crashText.js';
import { FileMemory } from '../crash/fileMemory.js';
import type { Disassembler } from '../crash/instruction.js';
import { LastCalls } from '../crash/lastCalls.js';
import { TraceCrashes } from '../crash/traceCrashes.js';
import type { LineVocabulary } from '../decode/lineOptions.js';
import type { TraceFile } from '../record/traceFile.js';
import type { RecordSink } from '../store/ingest.js';
import { NativeSymbolizer, type SymbolizerAddon } from '../symbols/nativeSymbolizer.js';

/** Reports that are made of one trace; of further crashes only how many there were. */
const MOST_REPORTS = 20;
const FRAMES = 64;

/** Explains the crashes of a traced program, each with the system calls that came before it (trace --crash-report). */
export class CrashReports {
  readonly sinks: readonly RecordSink[];
  readonly #lastCalls: LastCalls;
  readonly #reports: Promise<string>[] = [];
  readonly #services: Parameters<typeof understandCrash>[1];
  #more = 0;

  constructor(file: TraceFile, vocabulary: Pick<LineVocabulary, 'syscall'>) {
    const addon = loadAddon<SymbolizerAddon & Disassembler>();
    this.#services = { symbolizer: new NativeSymbolizer(addon), disassembler: addon, files: new FileMemory() };
    this.#lastCalls = new LastCalls(vocabulary);
    this.sinks = [this.#lastCalls, new TraceCrashes(new Set(crashSignals), file, (facts) => this.#crash(facts))];
  }

  /** All reports, in the order of the crashes; empty when there was none. */
  async text(): Promise<string> {
    const reports = await Promise.all(this.#reports);
    const more = this.#more === 0 ? '' : `${this.#more} more ${this.#more === 1 ? 'crash is' : 'crashes are'} not reported\n`;
    return reports.length === 0 ? '' : `\n${reports.join('')}${more}`;
  }

  #crash(facts: CrashFacts): void {
    // What the program takes care of itself is no crash of it.
    if (facts.handled) return;
    if (this.#reports.length === MOST_REPORTS) {
      this.#more++;
      return;
    }
    const lastCalls = this.#lastCalls.of(facts.pid);
    const report = understandCrash(facts, this.#services, { depth: FRAMES, lastCalls });
    this.#reports.push(report.then((crash) => crashText(crash, { registers: true, stack: true, verbose: false })));
  }
}
