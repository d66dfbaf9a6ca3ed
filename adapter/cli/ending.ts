import { loadAddon } from '../capture/loadAddon.js';

/** How this process ends: as the program did. */
export type Ending = { readonly kind: 'code'; readonly code: number } | { readonly kind: 'signal'; readonly signo: number };

/** Ends this process. A signal is raised with its default action, and leaves no second core file. */
export function endProcess(ending: Ending): never {
  if (ending.kind === 'signal') loadAddon<{ endBySignal(signo: number): void }>().endBySignal(ending.signo);
  // A signal whose default action is not to end a process cannot have ended the program: code 128 + n as shells say it.
  process.exit(ending.kind === 'code' ? ending.code : 128 + ending.signo);
}
