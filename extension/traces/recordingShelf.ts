import { adapterCommand } from '../debug/adapterProcess.js';
import { RecordingReader } from './recordingReader.js';
import { type RecordingStore, recordingExtension } from './recordingStore.js';
import { Trace } from './trace.js';
import type { TraceRegistry } from './traceRegistry.js';
import type { TraceSource } from './traceSource.js';

/** Brings recordings into the list of traces, and takes them out of it. */
export class RecordingShelf {
  constructor(
    private readonly extensionPath: string,
    private readonly traces: TraceRegistry,
    private readonly store: RecordingStore,
  ) {}

  /** Somebody who reads the file, once it is asked something. */
  readerOf(path: string): TraceSource {
    return new RecordingReader(adapterCommand(this.extensionPath, ['--recording', path]));
  }

  /** Lists what former windows recorded. */
  async listStored(): Promise<void> {
    for (const { path, name, startedAt } of await this.store.list()) {
      if (!this.traces.traces.some((trace) => trace.recording === path)) this.traces.add(Trace.ofRecording(path, name, startedAt, this.readerOf(path)));
    }
  }

  /** Lists a recording from anywhere. */
  open(path: string): Trace {
    const known = this.traces.traces.find((trace) => trace.recording === path && trace.isOver);
    if (known !== undefined) return known;
    const name = path.slice(path.lastIndexOf('/') + 1).replace(recordingExtension, '');
    const trace = Trace.ofRecording(path, name, new Date(), this.readerOf(path));
    this.traces.add(trace);
    return trace;
  }

  /** Forgets a trace that is over, and deletes its recording if it is one of the store. */
  async remove(trace: Trace): Promise<void> {
    this.traces.remove(trace);
    if (trace.recording !== undefined) await this.store.delete(trace.recording);
  }

  /** Forgets traces whose recordings were deleted. */
  forget(paths: readonly string[]): void {
    for (const trace of this.traces.traces) {
      if (trace.isOver && trace.recording !== undefined && paths.includes(trace.recording)) this.traces.remove(trace);
    }
  }
}
