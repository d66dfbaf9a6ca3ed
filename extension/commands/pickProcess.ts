import * as vscode from 'vscode';
import { listProcesses, type ProcessInfo } from './processList.js';

interface ProcessItem extends vscode.QuickPickItem {
  readonly pid: number;
}

/** Asks for a process. Answers its id as text, as a variable of a launch configuration must be; undefined when cancelled. */
export async function pickProcess(): Promise<string | undefined> {
  const items = listProcesses().then((processes) => processes.filter(({ pid }) => pid !== process.pid).map(toItem));
  const picked = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('Attach to a Process'),
    placeHolder: vscode.l10n.t('Name, process id, user or command line (newest first)'),
    matchOnDescription: true,
    matchOnDetail: true,
  });
  return picked && String(picked.pid);
}

function toItem({ pid, name, user, commandLine, tracerPid }: ProcessInfo): ProcessItem {
  const traced = tracerPid === 0 ? '' : ` · ${vscode.l10n.t('already traced by {0}', tracerPid)}`;
  return { pid, label: name, description: `${pid} · ${user}${traced}`, detail: commandLine };
}
