import assert from 'node:assert/strict';
import * as vscode from 'vscode';

const extensionId = 'syscall-trace.syscall-trace';

describe('the extension', () => {
  it('U17: runs in the extension host of the workspace and activates', async () => {
    const extension = vscode.extensions.getExtension(extensionId);
    assert.ok(extension, `${extensionId} is not installed`);
    assert.equal(extension.extensionKind, vscode.ExtensionKind.Workspace);
    await extension.activate();
    assert.equal(extension.isActive, true);
  });

  it('U21: registers every command that its manifest names', async () => {
    const extension = vscode.extensions.getExtension(extensionId);
    assert.ok(extension);
    await extension.activate();
    const commands = new Set(await vscode.commands.getCommands(true));
    const { contributes } = extension.packageJSON as { contributes: { commands: { command: string }[] } };
    const missing = contributes.commands.map(({ command }) => command).filter((command) => !commands.has(command));
    assert.deepEqual(missing, []);
  });
});
