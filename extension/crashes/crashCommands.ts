import * as vscode from 'vscode';
import { crashRequests } from '../../adapter/protocol/crashes.js';
import { debugType } from '../debug/debugType.js';
import { requireTrust } from '../debug/workspaceTrust.js';
import { openSource } from '../editor/openSource.js';
import { CrashesView } from './crashesView.js';
import type { CrashWatch, SeenCrash } from './crashWatch.js';
import { rememberedElevation } from './privilege.js';

/** The commands that concern crashes. */
export class CrashCommands {
  constructor(
    private readonly watch: CrashWatch,
    private readonly state: vscode.Memento,
  ) {}

  /** Starts to watch, or shows that it does. */
  async attach(): Promise<void> {
    if (!(await requireTrust())) return;
    await vscode.commands.executeCommand(`${CrashesView.id}.focus`);
    if (this.watch.sessions.length > 0) return;
    await vscode.debug.startDebugging(undefined, monitorConfiguration(rememberedElevation(this.state)), {
      suppressDebugView: true,
      suppressDebugToolbar: true,
    });
  }

  async stop(): Promise<void> {
    for (const session of this.watch.sessions) await vscode.debug.stopDebugging(session);
  }

  /** Shows a crash in the debugger, as a thread that stands at its fault. */
  async open(which: unknown): Promise<void> {
    const seen = isSeenCrash(which) ? which : this.watch.groups[0]?.crashes[0];
    if (seen === undefined) return;
    const { crash, session } = seen;
    if (this.watch.sessions.includes(session)) {
      await session.customRequest(crashRequests.open, { number: crash.number });
      await vscode.commands.executeCommand('workbench.view.debug');
    } else if (crash.source !== undefined) {
      await openSource(crash.source, true);
    } else {
      void vscode.window.showInformationMessage(vscode.l10n.t('Nobody watches any more: what was known of this crash is gone with the session.'));
    }
  }

  clear(): void {
    this.watch.clear();
  }
}

/** What `Attach Segfault Monitor` starts. */
export const monitorConfiguration = (elevation: string): vscode.DebugConfiguration => ({
  type: debugType,
  request: 'attach',
  name: vscode.l10n.t('Segfault Monitor'),
  segfaultMonitor: true,
  elevation,
});

const isSeenCrash = (which: unknown): which is SeenCrash => typeof which === 'object' && which !== null && 'crash' in which && 'session' in which;
