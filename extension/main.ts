import * as vscode from 'vscode';
import type { CrashRefusalEvent } from '../adapter/protocol/crashes.js';
import { attachToProcess, launchProgram } from './commands/launchProgram.js';
import { pickProcess } from './commands/pickProcess.js';
import { TraceCommands } from './commands/traceCommands.js';
import { CrashCommands, monitorConfiguration } from './crashes/crashCommands.js';
import { CrashesView } from './crashes/crashesView.js';
import { CrashStatus } from './crashes/crashStatus.js';
import { isMonitorSession } from './crashes/crashTracker.js';
import { CrashWatch } from './crashes/crashWatch.js';
import { offerPrivilege } from './crashes/privilege.js';
import { AdapterFactory } from './debug/adapterFactory.js';
import { registerConfigurationProvider } from './debug/configurationProvider.js';
import { debugType } from './debug/debugType.js';
import { SessionTracker } from './debug/sessionTracker.js';
import { RecordingShelf } from './traces/recordingShelf.js';
import { RecordingStore } from './traces/recordingStore.js';
import { TraceRegistry } from './traces/traceRegistry.js';
import { SessionStatus } from './views/sessionStatus.js';
import { StatisticsView } from './views/statisticsView.js';
import { SyscallsView } from './views/syscallsView.js';
import { TracesView } from './views/tracesView.js';

/** What other extensions and the tests may use. */
export interface ExtensionApi {
  readonly traces: TraceRegistry;
  readonly crashes: CrashWatch;
}

/** Called by the editor when something of the extension is first used. */
export function activate(context: vscode.ExtensionContext): ExtensionApi {
  const { extensionPath, extensionUri } = context;
  const traces = new TraceRegistry();
  const store = new RecordingStore(vscode.Uri.joinPath(context.globalStorageUri, 'traces').fsPath);
  const shelf = new RecordingShelf(extensionPath, traces, store);
  const syscalls = new SyscallsView(extensionUri, traces);
  const statistics = new StatisticsView(extensionUri, traces);
  const commands = new TraceCommands(traces, shelf, syscalls);
  const crashes = new CrashWatch();
  const crashCommands = new CrashCommands(crashes, context.globalState);
  const onRefused = (refusal: CrashRefusalEvent) =>
    void offerPrivilege(refusal, context.globalState, (elevation) => vscode.debug.startDebugging(undefined, monitorConfiguration(elevation)));

  context.subscriptions.push(
    traces,
    syscalls,
    statistics,
    new TracesView(traces),
    new SessionStatus(traces),
    crashes,
    new CrashesView(crashes),
    new CrashStatus(crashes),
    registerConfigurationProvider(store, shelf),
    vscode.debug.registerDebugAdapterDescriptorFactory(debugType, new AdapterFactory(extensionPath)),
    vscode.debug.registerDebugAdapterTrackerFactory(debugType, new SessionTracker(traces, shelf, crashes, onRefused)),
    vscode.window.registerWebviewViewProvider(SyscallsView.id, syscalls),
    vscode.window.registerWebviewViewProvider(StatisticsView.id, statistics),
    traces.onDidChangeActive((trace) => vscode.commands.executeCommand('setContext', 'syscallTrace.hasTrace', trace !== undefined)),
    vscode.debug.onDidStartDebugSession((session) => revealOnStart(session, syscalls)),
    ...Object.entries({
      pickProcess,
      launchProgram,
      attachToProcess,
      openRecording: () => commands.openRecording(),
      saveRecording: (which: unknown) => commands.save(which),
      showTrace: (which: unknown) => commands.show(which),
      removeTrace: (which: unknown) => commands.remove(which),
      clearRecordings: () => commands.clear(),
      followTail: () => syscalls.follow(),
      attachSegfaultMonitor: () => crashCommands.attach(),
      stopSegfaultMonitor: () => crashCommands.stop(),
      openCrash: (which: unknown) => crashCommands.open(which),
      clearCrashes: () => crashCommands.clear(),
    }).map(([name, run]) => vscode.commands.registerCommand(`syscallTrace.${name}`, run)),
  );
  void shelf.listStored();
  return { traces, crashes };
}

async function revealOnStart(session: vscode.DebugSession, syscalls: SyscallsView): Promise<void> {
  if (session.type === debugType && !isMonitorSession(session) && vscode.workspace.getConfiguration('syscallTrace').get('showOnStart', true))
    await syscalls.reveal();
}
