/** How a task ended, out of a wait status (wait(2), WIFEXITED and so on). */
export type WaitStatus = { readonly kind: 'exited'; readonly code: number } | { readonly kind: 'killed'; readonly signo: number; readonly core: boolean };

export function waitStatus(status: number): WaitStatus {
  const signo = status & 0x7f;
  if (signo === 0) return { kind: 'exited', code: (status >> 8) & 0xff };
  return { kind: 'killed', signo, core: (status & 0x80) !== 0 };
}
