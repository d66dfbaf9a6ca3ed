import { dirname } from 'node:path';
import * as vscode from 'vscode';
import { type FoundProgram, findProgram, type OpenFile, type Search } from './configurationFromNothing.js';
import { debugType } from './debugType.js';
import { machineFiles } from './programFile.js';

/** The configuration for what is open, if it stands for a program. */
export async function configurationFound(folder: vscode.WorkspaceFolder | undefined): Promise<vscode.DebugConfiguration | undefined> {
  const search = await searchFrom(folder);
  return search.kind === 'found' ? toConfiguration(search.program, folder) : undefined;
}

/**
 * The configuration for what is open. When it stands for no program, the user is told and may choose one:
 * undefined cancels the launch, null opens launch.json.
 */
export async function configurationForOpenFile(folder: vscode.WorkspaceFolder | undefined): Promise<vscode.DebugConfiguration | undefined | null> {
  const search = await searchFrom(folder);
  if (search.kind === 'found') return toConfiguration(search.program, folder);
  const choose = vscode.l10n.t('Choose Program…');
  const configure = vscode.l10n.t('Open launch.json');
  const answer = await vscode.window.showErrorMessage(messageFor(search), choose, configure);
  if (answer === configure) return null;
  return answer === choose ? chooseProgram(folder) : undefined;
}

/** Asks for an executable by a file dialog. */
export async function chooseProgram(folder: vscode.WorkspaceFolder | undefined): Promise<vscode.DebugConfiguration | undefined> {
  const picked = await vscode.window.showOpenDialog({
    title: vscode.l10n.t('Program to trace'),
    openLabel: vscode.l10n.t('Trace'),
    ...(folder && { defaultUri: folder.uri }),
  });
  const path = picked?.[0]?.fsPath;
  return path === undefined ? undefined : toConfiguration({ program: path, args: [], name: path.slice(path.lastIndexOf('/') + 1) }, folder);
}

export function toConfiguration({ program, args, name }: FoundProgram, folder: vscode.WorkspaceFolder | undefined): vscode.DebugConfiguration {
  const cwd = folder?.uri.fsPath ?? (program.startsWith('/') ? dirname(program) : undefined);
  return { type: debugType, request: 'launch', name: vscode.l10n.t('Trace {0}', name), program, args: [...args], ...(cwd && { cwd }) };
}

function messageFor(search: Exclude<Search, { kind: 'found' }>): string {
  return search.kind === 'notBuilt'
    ? vscode.l10n.t(
        'No built program was found for {0}. Build it first, choose a program, or name it in launch.json.',
        vscode.workspace.asRelativePath(search.source),
      )
    : vscode.l10n.t('Nothing to trace: open a source file with its built program, a binary or a Python script, or choose a program.');
}

function searchFrom(folder: vscode.WorkspaceFolder | undefined): Promise<Search> {
  return findProgram(openFile(), folder?.uri.fsPath, machineFiles);
}

/** What the active tab shows, be it text or binary. */
function openFile(): OpenFile | undefined {
  const document = vscode.window.activeTextEditor?.document;
  if (document?.uri.scheme === 'file') return { path: document.uri.fsPath, languageId: document.languageId };
  const input: unknown = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  const uri = input instanceof vscode.TabInputText || input instanceof vscode.TabInputCustom ? input.uri : undefined;
  return uri?.scheme === 'file' ? { path: uri.fsPath } : undefined;
}
