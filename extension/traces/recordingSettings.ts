import * as vscode from 'vscode';
import type { StoreLimits } from './recordingStore.js';

/** `syscallTrace.recordings.*` of the settings. */
export function recordingLimits(): StoreLimits {
  const settings = vscode.workspace.getConfiguration('syscallTrace.recordings');
  return { recordings: settings.get('keep', 20), bytes: settings.get('maximumSize', 4096) * (1 << 20) };
}
