import * as vscode from 'vscode';
import type { Strings } from '../../media/syscalls/messages.js';

/** The texts of the Syscalls view in the user’s language. */
export function syscallsStrings(): Strings {
  return {
    time: vscode.l10n.t('Time'),
    process: vscode.l10n.t('Process'),
    call: vscode.l10n.t('Call'),
    result: vscode.l10n.t('Result'),
    duration: vscode.l10n.t('Duration'),
    source: vscode.l10n.t('Source'),
    arguments: vscode.l10n.t('Arguments'),
    rowsLabel: vscode.l10n.t('System calls'),
    follow: vscode.l10n.t('↓ Newest of {0}'),
    followHint: vscode.l10n.t('Go to the newest call and follow what comes'),
    loading: vscode.l10n.t('Loading…'),
    emptyTitle: vscode.l10n.t('No trace is shown'),
    emptyText: vscode.l10n.t('Trace a program and each of its system calls appears here as it happens, linked to the source line that made it. Press F5, or:'),
    emptyLaunch: vscode.l10n.t('Trace a Program…'),
    emptyAttach: vscode.l10n.t('Attach to a Process…'),
    emptyOpen: vscode.l10n.t('Open a Recording…'),
    restricted: vscode.l10n.t('Tracing runs programs, so it is off in Restricted Mode. A recording can still be opened.'),
    waiting: vscode.l10n.t('{0} runs, but has made no system call that is traced yet.'),
    nothingRecorded: vscode.l10n.t('{0} ended without a system call that was traced.'),
    notReadable: vscode.l10n.t('{0} is over, and its recording was not kept.'),
    failed: vscode.l10n.t('This could not be read: {0}'),
    details: vscode.l10n.t('Details of the call'),
    closeDetails: vscode.l10n.t('Close Details'),
    resizeDetails: vscode.l10n.t('Size of the details'),
    noArguments: vscode.l10n.t('No arguments'),
    callStack: vscode.l10n.t('Call Stack'),
    noStack: vscode.l10n.t('No stack was recorded for this call.'),
    inlined: vscode.l10n.t('inlined'),
    copyLine: vscode.l10n.t('Copy Line'),
    error: vscode.l10n.t('failed'),
    slow: vscode.l10n.t('slow'),
    unfinished: vscode.l10n.t('running'),
  };
}
