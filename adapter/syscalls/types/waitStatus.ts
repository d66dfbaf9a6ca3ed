/** The status word of wait4(2), as the macros of sys/wait.h that hold for it. */
import type { Emitter } from '../../decode/emitter.js';
import { waitStatus } from '../../decode/waitStatus.js';
import { constants } from '../generated/constants.gen.js';
import { signalName } from './sigset.js';
import { shown } from './valueType.js';

const STOPPED = 0x7f;
const CONTINUED = 0xffff;
/** PTRACE_O_TRACESYSGOOD: a syscall stop of a tracee. */
const SYSCALL_STOP = 0x80;
const eventNames = new Map<number, string>(constants.ptrace_events.entries.map(([name, value]) => [value, name]));

const nameOf = (signo: number): string => signalName(signo) ?? String(signo);

function statusText(status: number): string {
  if (status === CONTINUED) return 'WIFCONTINUED(s)';
  if ((status & 0xff) === STOPPED) {
    const signo = (status >> 8) & 0xff;
    const real = signo & ~SYSCALL_STOP;
    const name = (signo & SYSCALL_STOP) === 0 ? nameOf(signo) : `${nameOf(real)} | 0x80`;
    return `WIFSTOPPED(s) && WSTOPSIG(s) == ${name}`;
  }
  const how = waitStatus(status);
  if (how.kind === 'exited') return `WIFEXITED(s) && WEXITSTATUS(s) == ${how.code}`;
  return `WIFSIGNALED(s) && WTERMSIG(s) == ${nameOf(how.signo)}${how.core ? ' && WCOREDUMP(s)' : ''}`;
}

function showStatus(out: Emitter, status: number): void {
  const event = status >>> 16;
  // The event of a ptrace stop, or bits that belong to nothing, stand above the status.
  const plain = status === CONTINUED ? status : status & 0xffff;
  out.raw(`{${statusText(plain)}}`);
  if (event !== 0) {
    out.raw('|');
    const name = eventNames.get(event);
    out.raw(name === undefined ? `0x${event.toString(16)}<<16 /* PTRACE_EVENT_??? */` : `${name}<<16`);
  }
}

export const waitStatusWord = shown('wait status', 'u32', (out, value) => showStatus(out, Number(value)));
