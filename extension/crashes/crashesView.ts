import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { CrashGroup, CrashWatch, SeenCrash } from './crashWatch.js';

type Item = CrashGroup | SeenCrash;

const isGroup = (item: Item): item is CrashGroup => 'crashes' in item;
const counts = new Intl.NumberFormat();

/** The list of crashes in the side bar: equal ones together, the latest first. */
export class CrashesView implements vscode.TreeDataProvider<Item>, vscode.Disposable {
  static readonly id = 'syscallTrace.crashes';
  private readonly changed = new vscode.EventEmitter<undefined>();
  readonly onDidChangeTreeData = this.changed.event;
  private readonly view: vscode.TreeView<Item>;
  private readonly subscriptions: vscode.Disposable[];

  constructor(private readonly watch: CrashWatch) {
    this.view = vscode.window.createTreeView(CrashesView.id, { treeDataProvider: this });
    this.subscriptions = [this.view, watch.onDidChange(() => this.update())];
    this.update();
  }

  getChildren(parent?: Item): Item[] {
    if (parent === undefined) return this.watch.groups.map((group) => (group.count === 1 && group.crashes[0] !== undefined ? group.crashes[0] : group));
    return isGroup(parent) ? parent.crashes : [];
  }

  getTreeItem(item: Item): vscode.TreeItem {
    return isGroup(item) ? groupItem(item) : crashItem(item, this.watch.sessions.includes(item.session));
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
    this.changed.dispose();
  }

  private update(): void {
    const { sessions, counters, total } = this.watch;
    this.changed.fire(undefined);
    this.view.badge = total === 0 ? undefined : { value: total, tooltip: vscode.l10n.t('Crashes: {0}', counts.format(total)) };
    // Empty: none.
    this.view.message = messageOf(sessions.length > 0, total, counters.dropped);
    void vscode.commands.executeCommand('setContext', 'syscallTrace.watchesCrashes', sessions.length > 0);
    void vscode.commands.executeCommand('setContext', 'syscallTrace.hasCrashes', total > 0);
  }
}

function messageOf(isWatching: boolean, total: number, dropped: number): string {
  if (dropped > 0) return vscode.l10n.t('{0} crashes came too fast and were not looked at.', counts.format(dropped));
  return isWatching && total === 0 ? vscode.l10n.t('Watching: no crash so far.') : '';
}

function groupItem(group: CrashGroup): vscode.TreeItem {
  const item = new vscode.TreeItem(group.title, vscode.TreeItemCollapsibleState.Collapsed);
  item.id = group.id;
  item.description = `× ${counts.format(group.count)}`;
  item.tooltip = [group.title, group.crashes[0]?.crash.summary ?? ''].join('\n');
  item.iconPath = new vscode.ThemeIcon('flame', new vscode.ThemeColor('charts.red'));
  item.contextValue = 'group';
  return item;
}

function crashItem(seen: SeenCrash, isLive: boolean): vscode.TreeItem {
  const { number, name, pid, tid, signal, summary, handled, function: place, source, time, executable } = seen.crash;
  const item = new vscode.TreeItem(`${name} (${pid})`);
  item.id = `${seen.session.id} ${number}`;
  const where = source === undefined ? place : `${place ?? '?'} ${basename(source.path)}:${source.line}`;
  item.description = [
    signal,
    ...(where === undefined ? [] : [where]),
    ...(handled ? [vscode.l10n.t('handled')] : []),
    new Date(time).toLocaleTimeString(),
  ].join(' · ');
  item.tooltip = [summary, executable ?? name, vscode.l10n.t('Process {0}, thread {1}', pid, tid), new Date(time).toLocaleString()].join('\n');
  item.iconPath = handled
    ? new vscode.ThemeIcon('shield', new vscode.ThemeColor('charts.yellow'))
    : new vscode.ThemeIcon('flame', new vscode.ThemeColor(isLive ? 'charts.red' : 'disabledForeground'));
  item.contextValue = isLive ? 'crash live' : 'crash';
  item.command = { command: 'syscallTrace.openCrash', title: vscode.l10n.t('Open the Crash'), arguments: [seen] };
  return item;
}
