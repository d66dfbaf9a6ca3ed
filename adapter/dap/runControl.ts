/** Requests that hold the program and let it go on. */
import { declineLineBreakpoints, verifyFunctionBreakpoints } from './breakpoints.js';
import { badArgument, notHalted, unknownThread } from './errors.js';
import { chooseSignals } from './exceptionFilters.js';
import type { RequestHandlers } from './requestTypes.js';
import type { StopSettings } from './stopSettings.js';
import type { TracedProgram } from './tracedProgram.js';

type RunControl = Pick<
  RequestHandlers,
  'continue' | 'pause' | 'next' | 'stepIn' | 'stepOut' | 'threads' | 'setExceptionBreakpoints' | 'setFunctionBreakpoints' | 'setBreakpoints'
>;

/** `running` gives the program, or throws when there is none. */
export function runControl(settings: StopSettings, running: (command: string) => TracedProgram): RunControl {
  const step = (command: string, tid: number, kind: 'next' | 'out') => {
    const program = running(command);
    if (program.debuggee.state !== 'halted') throw notHalted(command);
    const thread = program.threads.get(tid);
    if (!thread) throw unknownThread(tid);
    // Out of a call that it is not in: to the next one, which is as far as that goes.
    program.goOn({ step: kind === 'out' && thread.task.openOffset === 0 ? 'next' : kind, tid });
  };
  return {
    threads: () => ({ threads: running('threads').threads.list() }),
    continue: () => {
      const program = running('continue');
      if (program.debuggee.state !== 'halted') throw notHalted('continue');
      program.goOn();
      return { allThreadsContinued: true };
    },
    pause: () => running('pause').debuggee.capture.pause(),
    next: ({ threadId }) => step('next', threadId, 'next'),
    stepIn: ({ threadId }) => step('stepIn', threadId, 'next'),
    stepOut: ({ threadId }) => step('stepOut', threadId, 'out'),
    setExceptionBreakpoints: ({ filters, filterOptions }) => {
      if (!Array.isArray(filters)) throw badArgument('setExceptionBreakpoints', 'filters', 'a list of signal names');
      const { signals, answers } = chooseSignals(filters, filterOptions);
      settings.setHaltSignals(signals);
      return { breakpoints: answers };
    },
    setFunctionBreakpoints: ({ breakpoints }) => {
      if (!Array.isArray(breakpoints)) throw badArgument('setFunctionBreakpoints', 'breakpoints', 'a list of breakpoints');
      const verified = verifyFunctionBreakpoints(breakpoints);
      settings.setHaltingCalls(verified.halting);
      return { breakpoints: verified.answers };
    },
    setBreakpoints: ({ breakpoints }) => declineLineBreakpoints(breakpoints?.length ?? 0),
  };
}
