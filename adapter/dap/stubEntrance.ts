/** The first halts of a program that starts in a terminal: the stub’s execve, which the user need not see. */
import type { HaltReason } from '../capture/backend.js';
import type { Halt } from './debuggee.js';
import type { TracedProgram } from './tracedProgram.js';

export class StubEntrance {
  private phase: 'stub' | 'execve' | 'program' = 'stub';

  constructor(private readonly stopOnEntry: boolean) {}

  /** The stub has not yet asked to become the program. */
  get waiting(): boolean {
    return this.phase === 'stub';
  }

  /** As TracedProgramOptions.shownHalt. `plan`: what is captured of the program. */
  shownHalt({ reason, tid }: Halt, program: TracedProgram, plan: () => Uint32Array): HaltReason | undefined {
    if (this.phase === 'program') return reason;
    if (this.phase === 'stub') {
      // It is about to become the program: from its execve on all is shown.
      program.debuggee.capture.setPlan(plan());
      this.phase = this.stopOnEntry ? 'execve' : 'program';
      program.goOn(this.stopOnEntry ? { step: 'out', tid } : undefined);
      return undefined;
    }
    this.phase = 'program';
    const call = program.threads.get(tid)?.lastCall ?? -1;
    const failed = call >= 0 && program.decoder.row(call).errno !== undefined;
    if (reason.kind !== 'syscallExit' || !failed) return reason.kind === 'syscallExit' ? { kind: 'entry' } : reason;
    // execve failed: the stub says so and ends.
    program.goOn();
    return undefined;
  }
}
