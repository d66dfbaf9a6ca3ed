import * as vscode from 'vscode';
import { CrashesView } from './crashesView.js';
import type { CrashWatch, SeenCrash } from './crashWatch.js';

const counts = new Intl.NumberFormat();

/** In the status bar: that crashes are watched for, and how many there were; and one notice at a time when there is a new kind. */
export class CrashStatus implements vscode.Disposable {
  private readonly item = vscode.window.createStatusBarItem('syscallTrace.crashes', vscode.StatusBarAlignment.Left, 9);
  private readonly subscriptions: vscode.Disposable[];
  private readonly announced = new Set<string>();
  private isAsking = false;

  constructor(private readonly watch: CrashWatch) {
    this.item.name = vscode.l10n.t('Crashes');
    this.item.command = `${CrashesView.id}.focus`;
    this.subscriptions = [this.item, watch.onDidChange(() => this.update()), watch.onDidCrash((crashes) => void this.announce(crashes))];
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  private update(): void {
    const { sessions, total, counters } = this.watch;
    if (sessions.length === 0) {
      this.item.hide();
      return;
    }
    this.item.text = `$(flame) ${counts.format(total)}`;
    this.item.tooltip = [
      vscode.l10n.t('Syscall Trace watches for crashes'),
      vscode.l10n.t('Crashes: {0}', counts.format(total)),
      ...(counters.filtered > 0 ? [vscode.l10n.t('Of other processes: {0}', counts.format(counters.filtered))] : []),
      ...(counters.dropped > 0 ? [vscode.l10n.t('Came too fast: {0}', counts.format(counters.dropped))] : []),
    ].join('\n');
    this.item.backgroundColor = total > 0 ? new vscode.ThemeColor('statusBarItem.warningBackground') : undefined;
    this.item.show();
  }

  /** Each kind of crash once, and nothing while a notice stands. What the program handles itself is none. */
  private async announce(crashes: readonly SeenCrash[]): Promise<void> {
    if (this.isAsking || !vscode.workspace.getConfiguration('syscallTrace').get('crashes.notify', true)) return;
    const seen = crashes.find(({ crash }) => !crash.handled && !this.announced.has(kindOf(crash)));
    if (seen === undefined) return;
    this.announced.add(kindOf(seen.crash));
    const { name, pid, signal, summary } = seen.crash;
    const open = vscode.l10n.t('Open');
    this.isAsking = true;
    try {
      const answer = await vscode.window.showWarningMessage(vscode.l10n.t('{0} ({1}) crashed with {2}: {3}', name, pid, signal, summary), open);
      if (answer === open) await vscode.commands.executeCommand('syscallTrace.openCrash', seen);
    } finally {
      this.isAsking = false;
    }
  }
}

const kindOf = ({ group, name, signal }: SeenCrash['crash']): string => group?.id ?? `${signal} ${name}`;
