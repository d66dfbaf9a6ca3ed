import * as vscode from 'vscode';

/**
 * Tells whether programs may be run. In Restricted Mode it says why nothing is traced, offers to manage trust,
 * and answers false.
 */
export async function requireTrust(): Promise<boolean> {
  if (vscode.workspace.isTrusted) return true;
  const manage = vscode.l10n.t('Manage Workspace Trust');
  const answer = await vscode.window.showErrorMessage(
    vscode.l10n.t('Syscall Trace does not run programs in Restricted Mode: tracing would run code of this workspace, which is not trusted.'),
    manage,
  );
  if (answer === manage) await vscode.commands.executeCommand('workbench.trust.manage');
  return false;
}
