import { basename } from 'node:path';
import * as vscode from 'vscode';
import { adapterCommand } from '../debug/adapterProcess.js';
import { RecordingReader } from './recordingReader.js';
import { type RecordingStore, recordingExtension } from './recordingStore.js';
import { Trace } from './trace.js';
import { isEvent, takeTraceEvent } from './traceEvents.js';
import type { TraceRegistry } from './traceRegistry.js';
import type { TraceSource } from './traceSource.js';

/** Brings recordings into the list of traces, and takes them out of it. */
export class RecordingShelf {
  constructor(
    private readonly extensionPath: string,
    private readonly traces: TraceRegistry,
    private readonly store: RecordingStore,
  ) {}

  /** Somebody who reads the file of a trace, once it is asked something. */
  readerOf(trace: Trace): TraceSource {
    const command = adapterCommand(this.extensionPath, ['--recording', trace.recording ?? '']);
    return new RecordingReader(command, (event) => {
      if (isEvent(event, 'output')) this.tellProblem(trace, event.body);
      else takeTraceEvent(event, trace, this.traces);
    });
  }

  /** Lists what former windows recorded. */
  async listStored(): Promise<void> {
    for (const { path, name, startedAt } of await this.store.list()) {
      if (!this.traces.traces.some((trace) => trace.recording === path)) this.add(path, name, startedAt);
    }
  }

  /** Lists a recording from anywhere. */
  open(path: string): Trace {
    const known = this.traces.traces.find((trace) => trace.recording === path && trace.isOver);
    return known ?? this.add(path, basename(path, recordingExtension), new Date());
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

  private add(path: string, name: string, startedAt: Date): Trace {
    const trace = Trace.ofRecording(path, name, startedAt, (it) => this.readerOf(it));
    this.traces.add(trace);
    return trace;
  }

  private tellProblem(trace: Trace, { output }: { readonly output: string }): void {
    void vscode.window.showWarningMessage(`${trace.name}: ${output.trim()}`);
  }
}
