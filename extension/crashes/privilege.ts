import * as vscode from 'vscode';
import type { CrashRefusalEvent } from '../../adapter/protocol/crashes.js';

const elevationKey = 'crashes.elevation';

/** How the user has chosen to give the helper its privilege; `none` until then. */
export const rememberedElevation = (state: vscode.Memento): string => state.get<string>(elevationKey, 'none');

/**
 * The helper may not watch: says what is missing and what can be done about it, and does it when the user chooses so.
 * `again` starts to watch once more.
 */
export async function offerPrivilege(
  { refusal, remedies }: CrashRefusalEvent,
  state: vscode.Memento,
  again: (elevation: string) => Thenable<unknown>,
): Promise<void> {
  const [remedy] = remedies;
  if (refusal !== 'noPrivilege' || remedy === undefined) {
    await state.update(elevationKey, undefined);
    return;
  }
  const inTerminal = vscode.l10n.t('Grant in a Terminal (sudo)');
  const byPkexec = vscode.l10n.t('This Time by pkexec');
  const copy = vscode.l10n.t('Copy the Command');
  // The editor itself has said, in a dialog, why the session did not start.
  const answer = await vscode.window.showWarningMessage(
    vscode.l10n.t(
      'To watch for crashes of the whole system, the small program syscall-trace-bpf needs two privileges, CAP_BPF and CAP_PERFMON. The editor itself gets none. Grant them once, or let pkexec ask for a password each time?',
    ),
    inTerminal,
    byPkexec,
    copy,
  );
  if (answer === inTerminal) {
    const terminal = vscode.window.createTerminal({ name: vscode.l10n.t('Syscall Trace: grant') });
    terminal.show();
    await isReady(terminal);
    // Not run: that is for the user to do.
    terminal.sendText(remedy, false);
  } else if (answer === byPkexec) {
    await state.update(elevationKey, 'pkexec');
    await again('pkexec');
  } else if (answer === copy) {
    await vscode.env.clipboard.writeText(remedy);
  }
}

/** How long a shell may take to say that it is there; those without shell integration never do. */
const SHELL_MS = 3000;

/** What is typed before the prompt is there stands twice. */
function isReady(terminal: vscode.Terminal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      listening.dispose();
      resolve();
    };
    const timer = setTimeout(done, SHELL_MS);
    const listening = vscode.window.onDidChangeTerminalShellIntegration((change) => {
      if (change.terminal === terminal) done();
    });
  });
}
