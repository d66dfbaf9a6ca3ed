import { copyFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { RecordingShelf } from '../traces/recordingShelf.js';
import { recordingExtension } from '../traces/recordingStore.js';
import { Trace } from '../traces/trace.js';
import type { TraceRegistry } from '../traces/traceRegistry.js';
import type { SyscallsView } from '../views/syscallsView.js';

/** The commands that concern one trace, or the list of them. Without an argument they take the shown trace. */
export class TraceCommands {
  constructor(
    private readonly traces: TraceRegistry,
    private readonly shelf: RecordingShelf,
    private readonly syscalls: SyscallsView,
  ) {}

  async show(which: unknown): Promise<void> {
    const trace = this.traceOf(which);
    if (trace !== undefined) this.traces.activate(trace);
    await this.syscalls.reveal();
  }

  async openRecording(): Promise<void> {
    const picked = await vscode.window.showOpenDialog({
      title: vscode.l10n.t('Open a Recording'),
      filters: { [vscode.l10n.t('Recordings')]: [recordingExtension.slice(1)] },
    });
    const path = picked?.[0]?.fsPath;
    if (path === undefined) return;
    this.traces.activate(this.shelf.open(path));
    await this.syscalls.reveal();
  }

  async save(which: unknown): Promise<void> {
    const recording = this.traceOf(which)?.recording;
    if (recording === undefined) {
      void vscode.window.showWarningMessage(vscode.l10n.t('This trace was not recorded to a file.'));
      return;
    }
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? homedir();
    const name = recording.slice(recording.lastIndexOf('/') + 1).replace(/^.*~/, '');
    const target = await vscode.window.showSaveDialog({ title: vscode.l10n.t('Save Recording'), defaultUri: vscode.Uri.file(join(folder, name)) });
    if (target === undefined) return;
    await vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, title: vscode.l10n.t('Saving {0}', target.fsPath) }, () =>
      copyFile(recording, target.fsPath),
    );
  }

  async remove(which: unknown): Promise<void> {
    const trace = this.traceOf(which);
    if (trace?.isOver) await this.shelf.remove(trace);
  }

  async clear(): Promise<void> {
    const over = this.traces.traces.filter((trace) => trace.isOver);
    if (over.length === 0) return;
    const confirm = vscode.l10n.t('Delete');
    const answer = await vscode.window.showWarningMessage(
      vscode.l10n.t('Delete the recordings of {0} finished traces?', over.length),
      { modal: true, detail: vscode.l10n.t('Recordings that you opened from elsewhere or saved stay where they are.') },
      confirm,
    );
    if (answer !== confirm) return;
    for (const trace of over) await this.shelf.remove(trace);
  }

  private traceOf(which: unknown): Trace | undefined {
    return which instanceof Trace ? which : this.traces.active;
  }
}
