import * as vscode from 'vscode';
import type { Trace } from '../traces/trace.js';
import type { TraceRegistry } from '../traces/traceRegistry.js';
import { stateWord } from './traceSummary.js';

const counts = new Intl.NumberFormat();

/** The live counters of the shown session in the status bar; hidden while none runs. */
export class SessionStatus implements vscode.Disposable {
  private readonly item = vscode.window.createStatusBarItem('syscallTrace.session', vscode.StatusBarAlignment.Left, 10);
  private readonly subscriptions: vscode.Disposable[];

  constructor(private readonly traces: TraceRegistry) {
    this.item.name = vscode.l10n.t('Syscall Trace');
    this.item.command = 'syscallTrace.showTrace';
    this.subscriptions = [this.item, traces.onDidChangeActive(() => this.update()), traces.onDidChangeTrace(() => this.update())];
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  private update(): void {
    const { active, traces } = this.traces;
    const live = active !== undefined && !active.isOver ? active : traces.find((trace) => !trace.isOver);
    if (live === undefined) {
      this.item.hide();
      return;
    }
    this.item.text = statusText(live);
    this.item.tooltip = statusTooltip(live);
    this.item.backgroundColor = live.counters.lost > 0 ? new vscode.ThemeColor('statusBarItem.warningBackground') : undefined;
    this.item.show();
  }
}

function statusText({ state, counters: { calls, errors, tasks, lost } }: Trace): string {
  const icon = state === 'halted' ? '$(debug-pause)' : '$(pulse)';
  const parts = [`${icon} ${counts.format(calls)}`, `$(error) ${counts.format(errors)}`, `$(server-process) ${counts.format(tasks)}`];
  if (lost > 0) parts.push(`$(warning) ${counts.format(lost)}`);
  return parts.join('  ');
}

function statusTooltip(trace: Trace): string {
  const { calls, errors, tasks, lost } = trace.counters;
  return [
    `${trace.name}: ${stateWord(trace)}`,
    vscode.l10n.t('System calls: {0}', counts.format(calls)),
    vscode.l10n.t('Failed: {0}', counts.format(errors)),
    vscode.l10n.t('Threads traced: {0}', counts.format(tasks)),
    vscode.l10n.t('Records lost: {0}', counts.format(lost)),
  ].join('\n');
}
