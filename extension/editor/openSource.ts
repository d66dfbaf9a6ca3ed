import * as vscode from 'vscode';

export interface SourcePlace {
  readonly path: string;
  /** From 1. */
  readonly line: number;
}

/** Whether a path of debug information names a file of this machine. Devices and pipes are no sources. */
export async function isSourceHere(path: string): Promise<boolean> {
  if (!path.startsWith('/')) return false;
  try {
    const { type } = await vscode.workspace.fs.stat(vscode.Uri.file(path));
    return (type & vscode.FileType.File) !== 0;
  } catch {
    return false;
  }
}

/** Shows a line in a preview editor; says so when the file is not on this machine. `take`: the editor takes the focus. */
export async function openSource({ path, line }: SourcePlace, take: boolean): Promise<void> {
  if (!(await isSourceHere(path))) {
    void vscode.window.showWarningMessage(vscode.l10n.t('{0} is not on this machine.', path));
    return;
  }
  const at = new vscode.Position(Math.max(0, line - 1), 0);
  await vscode.window.showTextDocument(vscode.Uri.file(path), { selection: new vscode.Range(at, at), preserveFocus: !take, preview: true });
}
