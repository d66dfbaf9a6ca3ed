import { homedir } from 'node:os';
import { basename } from 'node:path';
import * as vscode from 'vscode';
import { debugType } from '../debug/debugType.js';
import { configurationFound } from '../debug/openFileConfiguration.js';
import { requireTrust } from '../debug/workspaceTrust.js';
import { splitCommandLine } from './commandLine.js';
import { pickProcess } from './pickProcess.js';

/** Asks for a command line and traces it. What is open is suggested. */
export async function launchProgram(): Promise<void> {
  if (!(await requireTrust())) return;
  const folder = vscode.workspace.workspaceFolders?.[0];
  const suggestion = await configurationFound(folder);
  const line = await vscode.window.showInputBox({
    title: vscode.l10n.t('Trace a Program'),
    prompt: vscode.l10n.t('Program and arguments, as in a shell; quotes are understood, nothing is expanded.'),
    placeHolder: 'ls -l',
    value: suggestion === undefined ? '' : [suggestion.program, ...suggestion.args].map(quoted).join(' '),
    validateInput: (text) => (splitCommandLine(text).length === 0 ? vscode.l10n.t('Name a program.') : undefined),
  });
  if (line === undefined) return;
  const [program = '', ...args] = splitCommandLine(line);
  await vscode.debug.startDebugging(folder, {
    type: debugType,
    request: 'launch',
    name: vscode.l10n.t('Trace {0}', basename(program)),
    program,
    args,
    cwd: folder?.uri.fsPath ?? homedir(),
  });
}

/** Asks for a process and traces it. */
export async function attachToProcess(): Promise<void> {
  if (!(await requireTrust())) return;
  const pid = await pickProcess();
  if (pid === undefined) return;
  const name = vscode.l10n.t('Trace process {0}', pid);
  await vscode.debug.startDebugging(vscode.workspace.workspaceFolders?.[0], { type: debugType, request: 'attach', name, pid: Number(pid) });
}

/** A word as the command line takes it. */
const quoted = (word: unknown): string => (/^[\w@%+=:,./-]+$/.test(String(word)) ? String(word) : `'${String(word).replaceAll("'", `'\\''`)}'`);
