import * as vscode from 'vscode';
import type { Strings } from '../../media/statistics/messages.js';

/** The texts of the Statistics view in the user’s language. */
export function statisticsStrings(): Strings {
  return {
    tableLabel: vscode.l10n.t('Statistics by system call'),
    name: vscode.l10n.t('Call'),
    share: vscode.l10n.t('Share of Time'),
    calls: vscode.l10n.t('Calls'),
    errors: vscode.l10n.t('Errors'),
    total: vscode.l10n.t('Total'),
    average: vscode.l10n.t('Average'),
    minimum: vscode.l10n.t('Min'),
    maximum: vscode.l10n.t('Max'),
    sum: vscode.l10n.t('Total'),
    noTrace: vscode.l10n.t('No trace is shown. Trace a program, and what it spends in each system call is summed up here.'),
    noCalls: vscode.l10n.t('{0} has made no system call that is traced.'),
    failed: vscode.l10n.t('This could not be read: {0}'),
    sortBy: vscode.l10n.t('Sort by {0}'),
  };
}
