import * as vscode from 'vscode';
import type { Trace } from '../traces/trace.js';
import type { TraceRegistry } from '../traces/traceRegistry.js';
import { countersText, stateWord } from './traceSummary.js';

/** The list of traces in the side bar: running ones, those that are over, and stored recordings. */
export class TracesView implements vscode.TreeDataProvider<Trace>, vscode.Disposable {
  static readonly id = 'syscallTrace.traces';
  private readonly changed = new vscode.EventEmitter<Trace | undefined>();
  readonly onDidChangeTreeData = this.changed.event;
  private readonly view: vscode.TreeView<Trace>;
  private readonly subscriptions: vscode.Disposable[];

  constructor(private readonly traces: TraceRegistry) {
    this.view = vscode.window.createTreeView(TracesView.id, { treeDataProvider: this });
    this.subscriptions = [
      this.view,
      traces.onDidChangeList(() => this.changed.fire(undefined)),
      traces.onDidChangeTrace((trace) => this.changed.fire(trace)),
      traces.onDidChangeActive((trace) => this.select(trace)),
    ];
  }

  getChildren(parent?: Trace): Trace[] {
    return parent === undefined ? [...this.traces.traces] : [];
  }

  /** reveal() asks for it; traces have no parents. */
  getParent(): undefined {
    return undefined;
  }

  getTreeItem(trace: Trace): vscode.TreeItem {
    const item = new vscode.TreeItem(trace.name);
    item.id = trace.id;
    const when = trace.startedAt.toLocaleString(vscode.env.language, { dateStyle: 'medium', timeStyle: 'medium' });
    item.description = [...(trace.isOver ? [] : [stateWord(trace)]), ...countersText(trace), ...(trace.isOver ? [when] : [])].join(' · ');
    item.tooltip = [trace.name, `${stateWord(trace)} · ${when}`, ...countersText(trace), trace.recording ?? vscode.l10n.t('not kept')].join('\n');
    item.iconPath = iconOf(trace);
    item.contextValue = [trace.isOver ? 'ended' : 'live', ...(trace.recording === undefined ? [] : ['recorded'])].join(' ');
    item.command = { command: 'syscallTrace.showTrace', title: vscode.l10n.t('Show Syscalls'), arguments: [trace] };
    return item;
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
    this.changed.dispose();
  }

  private select(trace: Trace | undefined): void {
    // A tree that is not shown cannot reveal anything, and would come to the front.
    if (trace !== undefined && this.view.visible) void this.view.reveal(trace, { select: true, focus: false });
  }
}

function iconOf({ state }: Trace): vscode.ThemeIcon {
  switch (state) {
    case 'running':
      return new vscode.ThemeIcon('pulse', new vscode.ThemeColor('charts.green'));
    case 'halted':
      return new vscode.ThemeIcon('debug-pause', new vscode.ThemeColor('charts.yellow'));
    case 'ended':
      return new vscode.ThemeIcon('history');
  }
}
