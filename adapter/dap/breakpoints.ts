/** Function breakpoints name system calls, in the notation of `trace`; line breakpoints are not offered. */
import type { DebugProtocol } from '@vscode/debugprotocol';
import { parseSyscallSet, SyscallSet, SyscallSetError } from '../filter/syscallSet.js';

export interface VerifiedBreakpoints {
  /** All calls of all good breakpoints. */
  readonly halting: SyscallSet;
  readonly answers: DebugProtocol.Breakpoint[];
}

/** `openat`, `%file`, `/^epoll`: each breakpoint is good or says why not. */
export function verifyFunctionBreakpoints(breakpoints: readonly DebugProtocol.FunctionBreakpoint[]): VerifiedBreakpoints {
  const good: string[] = [];
  const answers = breakpoints.map(({ name }): DebugProtocol.Breakpoint => {
    const text = String(name).trim();
    try {
      // One value each: a list or a negation would not mean the same once joined with others.
      if (/[,!]/.test(text)) throw new SyscallSetError('one name, %class or /regex for each breakpoint');
      parseSyscallSet(text);
    } catch (error) {
      if (error instanceof SyscallSetError) return { verified: false, message: error.message };
      throw error;
    }
    good.push(text);
    return { verified: true };
  });
  return { halting: good.length === 0 ? SyscallSet.none : parseSyscallSet(good.join(',')), answers };
}

/** Each of `count` line breakpoints is declined with the reason. */
export function declineLineBreakpoints(count: number): DebugProtocol.SetBreakpointsResponse['body'] {
  const declined = { verified: false, message: 'Syscall Trace stops at system calls: add a function breakpoint with the name of one, such as openat' };
  return { breakpoints: Array.from({ length: count }, () => declined) };
}
