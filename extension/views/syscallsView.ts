import * as vscode from 'vscode';
import type { FrameDto } from '../../adapter/protocol/requests.js';
import type { ShownTrace, ToHost, ToPage } from '../../media/syscalls/messages.js';
import { isSourceHere, openSource, type SourcePlace } from '../editor/openSource.js';
import type { Trace } from '../traces/trace.js';
import type { TraceRegistry } from '../traces/traceRegistry.js';
import type { TraceSource } from '../traces/traceSource.js';
import { syscallsStrings } from './syscallsStrings.js';
import { traceSummary } from './traceSummary.js';
import { webviewOptions, webviewPage } from './webviewPage.js';

/** The host of the Syscalls view: answers what the page asks about the active trace. */
export class SyscallsView implements vscode.WebviewViewProvider, vscode.Disposable {
  static readonly id = 'syscallTrace.syscalls';
  private view: vscode.WebviewView | undefined;
  private readonly subscriptions: vscode.Disposable[];

  constructor(
    private readonly extensionUri: vscode.Uri,
    private readonly traces: TraceRegistry,
  ) {
    this.subscriptions = [
      traces.onDidChangeActive(() => this.showTrace()),
      traces.onDidChangeTrace((trace) => trace === traces.active && this.showProgress(trace)),
      traces.onDidFindSources(({ trace, sources }) => trace === traces.active && this.post({ type: 'sources', traceId: trace.id, sources })),
      vscode.workspace.onDidGrantWorkspaceTrust(() => this.showTrace()),
      vscode.workspace.onDidChangeConfiguration((change) => change.affectsConfiguration('syscallTrace.slowCall') && this.setUp()),
    ];
  }

  resolveWebviewView(view: vscode.WebviewView): void {
    this.view = view;
    view.webview.options = webviewOptions(this.extensionUri);
    view.webview.onDidReceiveMessage((message: ToHost) => this.receive(message));
    view.onDidDispose(() => {
      this.view = undefined;
    });
    view.webview.html = webviewPage(view.webview, this.extensionUri, 'syscalls');
  }

  /** Brings the view to the front; the focus stays where it is. */
  async reveal(): Promise<void> {
    if (this.view !== undefined) this.view.show(true);
    else await vscode.commands.executeCommand(`${SyscallsView.id}.focus`, { preserveFocus: true });
  }

  async follow(): Promise<void> {
    await this.reveal();
    this.post({ type: 'follow' });
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  private async receive(message: ToHost): Promise<void> {
    switch (message.type) {
      case 'ready':
        return this.setUp();
      case 'getRows':
        return this.sendRows(message);
      case 'getDetails':
        return this.sendDetails(message);
      case 'openSource':
        return openSource(message, message.take);
      case 'openCall':
        return this.openCall(message);
      case 'copy':
        return vscode.env.clipboard.writeText(message.text);
      case 'command':
        return vscode.commands.executeCommand(`syscallTrace.${message.command}`);
    }
  }

  private setUp(): void {
    const slowMs = vscode.workspace.getConfiguration('syscallTrace').get('slowCall', 10);
    this.post({ type: 'setup', strings: syscallsStrings(), slowNs: slowMs * 1e6 });
    this.showTrace();
  }

  private showTrace(): void {
    const trace = this.traces.active;
    this.post({ type: 'trace', trace: trace && shown(trace), canLaunch: vscode.workspace.isTrusted });
    // How long a recording is, its reader tells when it is first asked something.
    if (trace?.isOver && trace.counters.rows === 0) void this.sendRows({ traceId: trace.id, start: 0, count: 0 });
  }

  private showProgress(trace: Trace): void {
    this.post({ type: 'progress', trace: shown(trace) });
  }

  private async sendRows({ traceId, start, count }: { readonly traceId: string; readonly start: number; readonly count: number }): Promise<void> {
    const failed = (reason: string) => this.post({ type: 'rowsFailed', traceId, start, reason });
    await this.answer(traceId, failed, async (source) => {
      const { rows, total } = await source.rows({ start, count });
      if (count > 0) this.post({ type: 'rows', traceId, start, rows, total });
    });
  }

  private async sendDetails({ traceId, index }: { readonly traceId: string; readonly index: number }): Promise<void> {
    const failed = (reason: string) => this.post({ type: 'detailsFailed', traceId, index, reason });
    await this.answer(traceId, failed, async (source) => this.post({ type: 'details', traceId, index, details: await source.details({ index }) }));
  }

  private async openCall({ traceId, index, take }: { readonly traceId: string; readonly index: number; readonly take: boolean }): Promise<void> {
    const nothingToOpen = () => {};
    await this.answer(traceId, nothingToOpen, async (source) => {
      const { row, stack } = await source.details({ index });
      const place = row.source ?? (await innermostPlace(stack ?? []));
      if (place !== undefined) await openSource(place, take);
    });
  }

  private async answer(traceId: string, fail: (reason: string) => void, ask: (source: TraceSource) => Promise<unknown>): Promise<void> {
    const trace = this.traces.find(traceId);
    if (trace?.source === undefined) return fail(vscode.l10n.t('the recording was not kept'));
    const { source } = trace;
    try {
      await ask(source);
    } catch (error) {
      // What was asked of a session that ended meanwhile, its recording answers.
      if (trace.source !== undefined && trace.source !== source) return this.answer(traceId, fail, ask);
      fail(error instanceof Error ? error.message : String(error));
    }
  }

  private post(message: ToPage): void {
    void this.view?.webview.postMessage(message);
  }
}

function shown(trace: Trace): ShownTrace {
  return { id: trace.id, name: trace.name, state: trace.state, total: trace.counters.rows, readable: trace.source !== undefined, summary: traceSummary(trace) };
}

async function innermostPlace(stack: readonly FrameDto[]): Promise<SourcePlace | undefined> {
  for (const { file, line } of stack) {
    if (file !== undefined && line !== undefined && (await isSourceHere(file))) return { path: file, line };
  }
  return undefined;
}
