import * as vscode from 'vscode';
import type { SourcesEvent } from '../../adapter/protocol/requests.js';
import type { Trace } from './trace.js';

/** The traces of this window, newest first, and the one that the views show. */
export class TraceRegistry implements vscode.Disposable {
  private readonly entries: { readonly trace: Trace; readonly subscription: vscode.Disposable }[] = [];
  private readonly listChanged = new vscode.EventEmitter<void>();
  private readonly activeChanged = new vscode.EventEmitter<Trace | undefined>();
  private readonly traceChanged = new vscode.EventEmitter<Trace>();
  private readonly sourcesFound = new vscode.EventEmitter<{ readonly trace: Trace } & SourcesEvent>();
  private shown: Trace | undefined;

  readonly onDidChangeList = this.listChanged.event;
  readonly onDidChangeActive = this.activeChanged.event;
  readonly onDidChangeTrace = this.traceChanged.event;
  /** Source lines of a trace were found after their rows had been answered. */
  readonly onDidFindSources = this.sourcesFound.event;

  get traces(): readonly Trace[] {
    return this.entries.map(({ trace }) => trace);
  }

  get active(): Trace | undefined {
    return this.shown;
  }

  find(id: string): Trace | undefined {
    return this.entries.find(({ trace }) => trace.id === id)?.trace;
  }

  add(trace: Trace): void {
    this.entries.push({ trace, subscription: trace.onDidChange(() => this.traceChanged.fire(trace)) });
    this.entries.sort((a, b) => b.trace.startedAt.getTime() - a.trace.startedAt.getTime());
    this.listChanged.fire();
  }

  activate(trace: Trace | undefined): void {
    if (trace === this.shown) return;
    this.shown = trace;
    this.activeChanged.fire(trace);
  }

  tellSources(trace: Trace, { sources }: SourcesEvent): void {
    this.sourcesFound.fire({ trace, sources });
  }

  /** Forgets a trace. What it recorded is the caller’s to delete. */
  remove(trace: Trace): void {
    const at = this.entries.findIndex((entry) => entry.trace === trace);
    if (at < 0) return;
    this.entries.splice(at, 1)[0]?.subscription.dispose();
    if (trace === this.shown) this.activate(this.entries[0]?.trace);
    trace.dispose();
    this.listChanged.fire();
  }

  dispose(): void {
    for (const { trace, subscription } of this.entries) {
      subscription.dispose();
      trace.dispose();
    }
    this.entries.length = 0;
    this.listChanged.dispose();
    this.activeChanged.dispose();
    this.traceChanged.dispose();
    this.sourcesFound.dispose();
  }
}
