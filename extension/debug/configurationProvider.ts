import * as vscode from 'vscode';
import { recordingLimits } from '../traces/recordingSettings.js';
import type { RecordingShelf } from '../traces/recordingShelf.js';
import type { RecordingStore } from '../traces/recordingStore.js';
import { debugType } from './debugType.js';
import { configurationForOpenFile, configurationFound } from './openFileConfiguration.js';
import { requireTrust } from './workspaceTrust.js';

/** Completes debug configurations: finds what to trace when there is none, and says where to record. */
export class ConfigurationProvider implements vscode.DebugConfigurationProvider {
  constructor(
    private readonly recordings: RecordingStore,
    private readonly shelf: RecordingShelf,
  ) {}

  /** For a new launch.json. */
  async provideDebugConfigurations(folder: vscode.WorkspaceFolder | undefined): Promise<vscode.DebugConfiguration[]> {
    const configuration = await configurationFound(folder);
    return configuration === undefined ? [] : [configuration];
  }

  async resolveDebugConfiguration(
    folder: vscode.WorkspaceFolder | undefined,
    configuration: vscode.DebugConfiguration,
  ): Promise<vscode.DebugConfiguration | undefined | null> {
    if (!(await requireTrust()) || !requireLinux()) return undefined;
    // F5 without a launch.json gives an empty configuration.
    if (!configuration.type && !configuration.request && !configuration.name) return configurationForOpenFile(folder);
    if (configuration.segfaultMonitor === true) return configuration;
    if (configuration.request === 'attach' && configuration.pid === undefined) return { ...configuration, pid: '${command:pickProcess}' };
    if (configuration.request === 'launch' && configuration.program === undefined) {
      const found = await configurationForOpenFile(folder);
      return found && { ...found, ...configuration };
    }
    return configuration;
  }

  async resolveDebugConfigurationWithSubstitutedVariables(
    _folder: vscode.WorkspaceFolder | undefined,
    configuration: vscode.DebugConfiguration,
  ): Promise<vscode.DebugConfiguration | undefined> {
    if (configuration.segfaultMonitor === true) return configuration;
    // A cancelled process picker leaves no process id.
    if (configuration.request === 'attach' && (configuration.pid === undefined || configuration.pid === '')) return undefined;
    const sourceFolders = vscode.workspace.workspaceFolders?.map(({ uri }) => uri.fsPath) ?? [];
    const complete = { sourceFolders, ...configuration };
    if (configuration.record !== undefined) return complete;
    this.shelf.forget(await this.recordings.prune(recordingLimits()));
    return { ...complete, record: await this.recordings.newPath(configuration.name) };
  }
}

function requireLinux(): boolean {
  if (process.platform === 'linux') return true;
  void vscode.window.showErrorMessage(
    vscode.l10n.t(
      'Syscall Trace traces Linux programs on Linux. Open the folder on a Linux machine by Remote-SSH, in a container or in WSL, and install the extension there.',
    ),
    { modal: true },
  );
  return false;
}

/** Registers the provider for what the editor asks of it in its three ways. */
export function registerConfigurationProvider(recordings: RecordingStore, shelf: RecordingShelf): vscode.Disposable {
  const provider = new ConfigurationProvider(recordings, shelf);
  return vscode.Disposable.from(
    vscode.debug.registerDebugConfigurationProvider(debugType, provider, vscode.DebugConfigurationProviderTriggerKind.Initial),
    vscode.debug.registerDebugConfigurationProvider(
      debugType,
      { provideDebugConfigurations: (folder) => provider.provideDebugConfigurations(folder) },
      vscode.DebugConfigurationProviderTriggerKind.Dynamic,
    ),
  );
}
