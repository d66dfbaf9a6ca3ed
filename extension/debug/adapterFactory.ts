import * as vscode from 'vscode';
import { adapterCommand } from './adapterProcess.js';
import { requireTrust } from './workspaceTrust.js';

/** Starts a debug adapter process for each session. */
export class AdapterFactory implements vscode.DebugAdapterDescriptorFactory {
  constructor(private readonly extensionPath: string) {}

  async createDebugAdapterDescriptor(): Promise<vscode.DebugAdapterDescriptor | undefined> {
    if (!(await requireTrust())) return undefined;
    const { command, args, env } = adapterCommand(this.extensionPath);
    return new vscode.DebugAdapterExecutable(command, [...args], { env });
  }
}
