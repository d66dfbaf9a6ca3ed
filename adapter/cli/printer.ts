import type { DecodeOptions } from '../decode/emitter.js';
import type { LineVocabulary } from '../decode/lineOptions.js';
import { LineWriter, type StackLines } from '../decode/lineWriter.js';
import { personalityName } from '../decode/personality.js';
import { JsonLinesWriter } from '../export/jsonLines.js';
import { CallFilter } from '../filter/callFilter.js';
import { CallLimit } from '../filter/callLimit.js';
import { recordFlags } from '../record/layout.js';
import type { RecordCursor } from '../record/recordCursor.js';
import type { TraceFile } from '../record/traceFile.js';
import { histogramTable } from '../stats/histogramTable.js';
import { type SummaryOptions, summaryTable } from '../stats/summaryTable.js';
import { SyscallStatistics } from '../stats/syscallStatistics.js';
import { Ingest, type RecordSink } from '../store/ingest.js';
import { RecordedStacks } from '../store/recordedStacks.js';
import type { Task } from '../store/task.js';
import { TaskFacts } from '../store/taskFacts.js';
import type { Symbolizer } from '../symbols/frame.js';
import { isMentionFiltered, mentions, styledVocabulary } from './callStyles.js';
import { CrashReports } from './crashReports.js';
import type { Destination } from './destination.js';
import { lineOptions, quietMessages } from './lineSettings.js';
import { liveNamespaces } from './pidNamespaces.js';
import { ProcessMessages } from './processMessages.js';
import { processNames } from './processNames.js';
import type { TraceSettings } from './settings.js';
import { stackPrinter } from './stackPrinter.js';
import { TraceOutputs } from './traceOutputs.js';
import { writeAll } from './writeAll.js';

export interface PrinterOptions {
  readonly settings: TraceSettings;
  readonly file: TraceFile;
  readonly vocabulary: LineVocabulary;
  readonly launched: boolean;
  /** The trace is being made; a recording has wall-clock times only. */
  readonly live: boolean;
  /** One destination, or how to get that of a task (-ff). */
  readonly destination: Destination | ((tid: number) => Destination);
  /** Write lines that are begun, too. */
  readonly partial: boolean;
  /** Unwinds and names the stacks of -k; undefined without it. */
  readonly symbolizer: Symbolizer | undefined;
  /** As many calls as --syscall-limit allows have returned. */
  readonly onLimit: () => void;
  /** Says something to the user, not as part of the trace. */
  readonly say: (message: string) => void;
}

/** Everything that looks at the records of one trace for the command line: lines or JSON, counts, messages. */
export class Printer {
  readonly ingest: Ingest;
  readonly #outputs: TraceOutputs;
  readonly #statistics: SyscallStatistics | undefined;
  readonly #messages: ProcessMessages;
  readonly #vocabulary: LineVocabulary;
  readonly #facts: TaskFacts | undefined;
  readonly #crashes: CrashReports | undefined;

  constructor(private readonly options: PrinterOptions) {
    const { settings, file, launched } = options;
    const sinks: RecordSink[] = [];
    this.ingest = new Ingest(file, sinks);
    this.#outputs = new TraceOutputs(options.destination, options.partial, this.#stackLines(sinks));
    if (settings.pidDetails.size > 0) {
      this.#facts = new TaskFacts(options.live ? liveNamespaces() : () => undefined);
      sinks.push(this.#facts);
    }
    const quiet = settings.json || quietMessages(settings, launched).has('attach');
    this.#messages = new ProcessMessages(quiet, settings.adopt !== undefined, (message) => this.#say(message));
    sinks.push(this.#messages);
    this.#statistics = settings.summary === 'none' ? undefined : new SyscallStatistics(options.live && !settings.wallClock ? 'cpu' : 'wall');
    this.#vocabulary = styledVocabulary(options.vocabulary, settings);
    const callSinks: RecordSink[] = [];
    if (this.#statistics !== undefined) callSinks.push(counted(this.#statistics, settings));
    if (settings.summary !== 'only' && !settings.recordOnly) callSinks.push(this.#lineSink());
    const limited = settings.callLimit === undefined ? callSinks : [this.#limit(settings.callLimit, callSinks)];
    this.#crashes = settings.crashReport ? new CrashReports(file, options.vocabulary) : undefined;
    sinks.push(...(this.#crashes?.sinks ?? []));
    if (isMentionFiltered(settings)) sinks.push(new CallFilter(mentions(settings, options.vocabulary, options.say), limited));
    else sinks.push(...limited);
  }

  /** Writes what the records so far have brought. */
  flush(): void {
    this.#messages.announce();
    this.#outputs.flush();
  }

  /** Settles when enough of what is in the making is done to go on. */
  get backlog(): Promise<void> | undefined {
    return this.#outputs.backlog;
  }

  /** Whether nobody reads the output any more. */
  get broken(): boolean {
    return this.#outputs.broken;
  }

  /** Writes the rest, and the summary. */
  async finish(): Promise<void> {
    this.flush();
    await this.#outputs.settle();
    const { destination } = this.options;
    if (this.#statistics !== undefined && typeof destination !== 'function') destination.write(this.#summary(this.#statistics));
    await this.#reportCrashes();
    await this.#outputs.close();
  }

  /** Behind the trace; beside it where that has a form of its own, or a file for each process. */
  async #reportCrashes(): Promise<void> {
    const text = (await this.#crashes?.text()) ?? '';
    const { destination, settings } = this.options;
    if (text === '') return;
    if (typeof destination !== 'function' && !settings.json) destination.write(text);
    else writeAll(2, text);
  }

  #stackLines(sinks: RecordSink[]): StackLines | undefined {
    const { settings, file, symbolizer } = this.options;
    const { stacks, frameLimit } = settings;
    if (symbolizer === undefined || stacks === 'none') return undefined;
    const recorded = new RecordedStacks(file);
    sinks.push(recorded);
    return stackPrinter(recorded, symbolizer, { kind: stacks, limit: frameLimit });
  }

  #limit(calls: number, sinks: readonly RecordSink[]): RecordSink {
    const { syscalls, statuses } = this.options.settings;
    const counts = (cursor: RecordCursor, task: Task): boolean =>
      syscalls.has(cursor.abi, cursor.entryOffset === 0 ? cursor.nr : task.chosenNr) &&
      statuses.has((cursor.flags & recordFlags.isError) === 0 ? 'successful' : 'failed');
    return new CallLimit(calls, counts, this.options.onLimit, sinks);
  }

  #lineSink(): RecordSink {
    const { settings, file, launched } = this.options;
    const vocabulary = this.#vocabulary;
    const lines = lineOptions(settings, launched);
    if (settings.json) return new JsonLinesWriter(lines, vocabulary, (line, task) => this.#outputs.line(line, task), file.startRealtimeNs);
    const decode = this.#facts === undefined ? lines.decode : { ...lines.decode, ...this.#pidDecoding(this.#facts) };
    return new LineWriter({ ...lines, decode }, vocabulary, this.#outputs, this.ingest.tasks, file.startRealtimeNs);
  }

  /** What --decode-pids asks to be shown of ids. */
  #pidDecoding(facts: TaskFacts): Pick<DecodeOptions, 'pidName' | 'pidNamespace'> {
    const { settings, live } = this.options;
    return {
      pidName: processNames(settings, this.ingest.tasks, facts, live),
      pidNamespace: { facts, shown: settings.pidDetails.has('pidns') },
    };
  }

  /** A message stands where it belongs among the lines, though it may go elsewhere. */
  #say(message: string): void {
    this.#outputs.flush();
    this.options.say(message);
  }

  #summary(statistics: SyscallStatistics): string {
    const { settings, vocabulary } = this.options;
    const { columns, sortBy, overheadNs, histogram } = settings;
    const all = statistics.all();
    const tables = [...new Set(all.map(({ abi }) => abi))].map((abi) => {
      const ofAbi = all.filter((statistic) => statistic.abi === abi);
      const looks: SummaryOptions = { columns, sortBy, overheadNs, nameOf: (_abi, nr) => vocabulary.syscall(abi, nr).name };
      const table = summaryTable(ofAbi, looks) + (histogram ? histogramTable(ofAbi, looks) : '');
      return table === '' || abi === 0 ? table : `System call usage summary for ${personalityName(abi)} mode:\n${table}`;
    });
    return tables.join('');
  }
}

/** A recording may hold more calls than those that are asked for now. */
function counted(statistics: SyscallStatistics, { syscalls }: TraceSettings): RecordSink {
  return syscalls.isAll ? statistics : new CallFilter(({ abi }, { chosenNr }) => syscalls.has(abi, chosenNr), [statistics]);
}
