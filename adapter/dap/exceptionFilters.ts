/** Signals as DAP exception filters. */
import type { DebugProtocol } from '@vscode/debugprotocol';
import { deliverableSignals } from './signalNames.js';

/** Those that mean that a program is broken stop it unless the user says otherwise. */
const stopByDefault = new Set(['SIGSEGV', 'SIGBUS', 'SIGFPE', 'SIGILL', 'SIGABRT']);

/** The faults first, then the others in the order of their numbers. */
export const exceptionFilters: readonly DebugProtocol.ExceptionBreakpointsFilter[] = [...deliverableSignals]
  .sort((a, b) => Number(stopByDefault.has(b.name)) - Number(stopByDefault.has(a.name)) || a.signo - b.signo)
  .map(({ signo, name }) => ({ filter: name, label: name, description: `Stop when a thread gets signal ${signo}`, default: stopByDefault.has(name) }));

const numbers = new Map(deliverableSignals.map(({ name, signo }) => [name, signo]));

export const defaultHaltSignals: readonly number[] = deliverableSignals.filter(({ name }) => stopByDefault.has(name)).map(({ signo }) => signo);

/** The signals of the chosen filters; undefined in the place of a filter that does not exist. */
export function signalsOfFilters(filters: readonly string[]): readonly (number | undefined)[] {
  return filters.map((name) => numbers.get(name));
}
