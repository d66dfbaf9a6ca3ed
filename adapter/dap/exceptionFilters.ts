/** Signals as DAP exception filters: one for each that means that a program is broken, one for all others. */
import type { DebugProtocol } from '@vscode/debugprotocol';
import { deliverableSignals } from '../decode/signalNames.js';

const faults = ['SIGSEGV', 'SIGBUS', 'SIGFPE', 'SIGILL', 'SIGABRT'];
const othersFilter = 'others';

export const exceptionFilters: readonly DebugProtocol.ExceptionBreakpointsFilter[] = [
  ...faults.map((name) => ({ filter: name, label: name, description: `Stop when a thread gets ${name}`, default: true })),
  {
    filter: othersFilter,
    label: 'Other Signals',
    description: 'Stop when a thread gets another signal',
    supportsCondition: true,
    conditionDescription: 'Names of signals, such as SIGPIPE, SIGUSR1. Without them: every signal',
    default: false,
  },
];

const numbers = new Map(deliverableSignals.map(({ name, signo }) => [name, signo]));

export const defaultHaltSignals: readonly number[] = numbersOf(faults);

export interface ChosenSignals {
  readonly signals: readonly number[];
  /** One for each filter, then one for each filter option. */
  readonly answers: DebugProtocol.Breakpoint[];
}

/** The signals that a client wants to stop at. A filter may also be the name of any signal. */
export function chooseSignals(filters: readonly string[], options: readonly DebugProtocol.ExceptionFilterOptions[] = []): ChosenSignals {
  const signals = new Set<number>();
  const answers: DebugProtocol.Breakpoint[] = [];
  for (const { filterId, condition } of [...filters.map((filterId) => ({ filterId, condition: undefined })), ...options]) {
    const names = filterId === othersFilter ? othersOf(condition) : [filterId];
    const unknown = names.filter((name) => !numbers.has(name));
    for (const signo of numbersOf(names)) signals.add(signo);
    answers.push(unknown.length === 0 ? { verified: true } : { verified: false, message: `No such signal: ${unknown.join(', ')}` });
  }
  return { signals: [...signals], answers };
}

/** Names in a condition, with or without SIG, in any case; without a condition all but the faults. */
function othersOf(condition: string | undefined): string[] {
  const named = (condition ?? '').split(/[\s,|]+/).filter((name) => name !== '');
  if (named.length === 0) return [...numbers.keys()].filter((name) => !faults.includes(name));
  return named.map((name) => name.toUpperCase().replace(/^(?!SIG)/, 'SIG'));
}

function numbersOf(names: readonly string[]): number[] {
  return names.flatMap((name) => numbers.get(name) ?? []);
}
