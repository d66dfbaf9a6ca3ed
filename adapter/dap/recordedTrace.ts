/** A recording that nobody writes any more, read for the views as the session that made it was. */
import { OutputEvent } from '@vscode/debugadapter';
import { TraceFile } from '../record/traceFile.js';
import { SyscallStatistics } from '../stats/syscallStatistics.js';
import { Ingest } from '../store/ingest.js';
import { LiveIngest } from '../store/liveIngest.js';
import { TraceStore } from '../store/traceStore.js';
import { CallDecoder } from './callDecoder.js';
import { CallSources } from './callSources.js';
import type { Client } from './connection.js';
import { Counters } from './counters.js';
import type { RequestHandlers } from './requestTypes.js';
import { type ReadableTrace, rowsRequests } from './rowsRequests.js';
import type { Services } from './services.js';
import { Snapshots } from './snapshots.js';
import { SourceFiles } from './sourceFiles.js';

export class RecordedTrace implements ReadableTrace {
  readonly debuggee: { readonly store: TraceStore; readonly statistics: SyscallStatistics };
  readonly decoder: CallDecoder;
  readonly snapshots: Snapshots;
  readonly files = new SourceFiles();
  readonly sources: CallSources;
  private readonly live: LiveIngest;
  private readonly counters: Counters;
  private readonly whole: Promise<void>;
  private waiting: { readonly rows: number; readonly go: () => void }[] = [];

  /** Begins to read. Throws TraceFileError when the file is no recording. */
  constructor(
    path: string,
    readonly client: Client,
    services: Pick<Services, 'symbolizer' | 'vocabulary'>,
  ) {
    const file = TraceFile.open(path);
    const store = new TraceStore(file);
    const statistics = new SyscallStatistics();
    this.debuggee = { store, statistics };
    this.decoder = new CallDecoder(store, services.vocabulary);
    this.snapshots = new Snapshots(store, services.symbolizer, noneAlive);
    this.sources = new CallSources(this.snapshots, this.files);
    const ingest = new Ingest(file, [store, statistics]);
    this.counters = new Counters(client, () => ({
      rows: store.count,
      calls: store.calls,
      errors: store.errors,
      lost: file.lost,
      tasks: ingest.tasks.alive,
      state: 'ended',
      recording: path,
    }));
    this.live = new LiveIngest(ingest, {
      onSlice: () => this.afterSlice(),
      onError: (error) => this.tellProblem(error),
    });
    this.whole = this.live.finish().then(() => this.afterWhole());
  }

  /** The views’ requests. An answer waits for as much of the file as it needs. */
  get handlers(): Partial<RequestHandlers> {
    const now = rowsRequests(() => this);
    return {
      'syscallTrace/rows.get': async (args) => {
        await this.reach(args.start + args.count);
        return now['syscallTrace/rows.get'](args);
      },
      'syscallTrace/details.get': async (args) => {
        await this.reach(args.index + 1);
        return now['syscallTrace/details.get'](args);
      },
      'syscallTrace/stats.get': async (args) => {
        await this.whole;
        return now['syscallTrace/stats.get'](args);
      },
    };
  }

  /** Settles when so many rows were read, or there are no more. */
  private reach(rows: number): Promise<void> {
    const enough = new Promise<void>((go) => this.waiting.push({ rows, go }));
    this.releaseWaiting();
    return Promise.race([enough, this.whole]);
  }

  private releaseWaiting(): void {
    const { count } = this.debuggee.store;
    this.waiting = this.waiting.filter(({ rows, go }) => {
      if (count < rows) return true;
      go();
      return false;
    });
  }

  private afterSlice(): void {
    this.counters.touch();
    this.releaseWaiting();
  }

  private tellProblem(error: unknown): void {
    const reason = error instanceof Error ? error.message : String(error);
    this.client.sendEvent(new OutputEvent(`The recording cannot be read further: ${reason}\n`, 'important'));
  }

  private afterWhole(): void {
    this.counters.send();
    this.waiting = [];
  }
}

/** The processes of a recording are gone, and their ids may be those of others by now. */
const noneAlive = () => false;
