import * as vscode from 'vscode';
import type { ToHost, ToPage } from '../../media/statistics/messages.js';
import type { Trace } from '../traces/trace.js';
import type { TraceRegistry } from '../traces/traceRegistry.js';
import { statisticsStrings } from './statisticsStrings.js';
import { webviewOptions, webviewPage } from './webviewPage.js';

/** How often the table follows a running trace. */
const intervalMs = 1000;

/** The host of the Statistics view: sends the table of the active trace, once a second while it changes. */
export class StatisticsView implements vscode.WebviewViewProvider, vscode.Disposable {
  static readonly id = 'syscallTrace.statistics';
  private view: vscode.WebviewView | undefined;
  private timer: NodeJS.Timeout | undefined;
  private asking = false;
  private readonly subscriptions: vscode.Disposable[];

  constructor(
    private readonly extensionUri: vscode.Uri,
    private readonly traces: TraceRegistry,
  ) {
    this.subscriptions = [
      traces.onDidChangeActive(() => this.refreshNow()),
      traces.onDidChangeTrace((trace) => {
        if (trace !== traces.active) return;
        if (trace.isOver) this.refreshNow();
        else this.timer ??= setTimeout(() => this.refreshNow(), intervalMs);
      }),
    ];
  }

  resolveWebviewView(view: vscode.WebviewView): void {
    this.view = view;
    view.webview.options = webviewOptions(this.extensionUri);
    view.webview.onDidReceiveMessage((message: ToHost) => this.receive(message));
    view.onDidChangeVisibility(() => this.refreshNow());
    view.onDidDispose(() => {
      this.view = undefined;
    });
    view.webview.html = webviewPage(view.webview, this.extensionUri, 'statistics');
  }

  dispose(): void {
    clearTimeout(this.timer);
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  private async receive(message: ToHost): Promise<void> {
    if (message.type === 'copy') await vscode.env.clipboard.writeText(message.text);
    else {
      this.post({ type: 'setup', strings: statisticsStrings() });
      this.refreshNow();
    }
  }

  private refreshNow(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (!this.view?.visible) return;
    const trace = this.traces.active;
    if (trace === undefined) this.post({ type: 'statistics', name: '', rows: undefined });
    else if (!this.asking) void this.send(trace);
    else this.timer = setTimeout(() => this.refreshNow(), intervalMs);
  }

  private async send(trace: Trace): Promise<void> {
    const { source } = trace;
    this.asking = true;
    try {
      const rows = source === undefined ? [] : (await source.statistics()).rows;
      if (trace === this.traces.active) this.post({ type: 'statistics', name: trace.name, rows });
    } catch (error) {
      // A session that ended meanwhile is asked again through its recording.
      if (trace.source === source && trace === this.traces.active)
        this.post({ type: 'failed', reason: error instanceof Error ? error.message : String(error) });
    } finally {
      this.asking = false;
    }
  }

  private post(message: ToPage): void {
    void this.view?.webview.postMessage(message);
  }
}
