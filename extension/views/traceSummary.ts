import * as vscode from 'vscode';
import type { Trace } from '../traces/trace.js';

const counts = new Intl.NumberFormat();

/** State and counters of a trace. */
export const traceSummary = (trace: Trace): string[] => [stateWord(trace), ...countersText(trace)];

/** What was counted, as far as it is known and worth a word. */
export function countersText({ counters }: Trace): string[] {
  const { rows, calls, errors, lost } = counters;
  const parts: string[] = [];
  if (calls > 0) parts.push(vscode.l10n.t('{0} calls', counts.format(calls)));
  else if (rows > 0) parts.push(vscode.l10n.t('{0} rows', counts.format(rows)));
  if (errors > 0) parts.push(vscode.l10n.t('{0} errors', counts.format(errors)));
  if (lost > 0) parts.push(vscode.l10n.t('{0} lost', counts.format(lost)));
  return parts;
}

export function stateWord({ state }: Trace): string {
  switch (state) {
    case 'running':
      return vscode.l10n.t('running');
    case 'halted':
      return vscode.l10n.t('halted');
    case 'ended':
      return vscode.l10n.t('ended');
  }
}
