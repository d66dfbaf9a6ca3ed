import * as vscode from 'vscode';
import { AdapterFactory } from './debug/adapterFactory.js';
import { debugType } from './debug/debugType.js';

/** Called by the editor when something of the extension is first used. */
export function activate(context: vscode.ExtensionContext): void {
  context.subscriptions.push(vscode.debug.registerDebugAdapterDescriptorFactory(debugType, new AdapterFactory(context.extensionPath)));
}
