/** Where the client wants the program to stop; changes reach the traced program at once. */
import { SyscallSet } from '../filter/syscallSet.js';
import { defaultHaltSignals } from './exceptionFilters.js';

export class StopSettings {
  haltSignals: readonly number[] = defaultHaltSignals;
  /** Calls at whose entry the program is held. */
  haltingCalls: SyscallSet = SyscallSet.none;
  /** Called behind each change; what is traced sets it. */
  onHaltSignals: (signals: readonly number[]) => void = () => undefined;
  onHaltingCalls: () => void = () => undefined;

  setHaltSignals(signals: readonly number[]): void {
    this.haltSignals = signals;
    this.onHaltSignals(signals);
  }

  setHaltingCalls(calls: SyscallSet): void {
    this.haltingCalls = calls;
    this.onHaltingCalls();
  }
}
