/** The process that was started becomes the program, and the tracer is another one (strace -D). */
import { closeSync } from 'node:fs';
import type { LaunchTarget } from './backend.js';
import { loadAddon } from './loadAddon.js';

/** native/addon/becomeProgram.cc. */
interface Exports {
  openChannel(): [number, number];
  becomeProgram(target: LaunchTarget, channel: number): never;
  leaveGroup(session: boolean): void;
}

/**
 * Turns this process into `target`, traced by what `startTracer` has started: it gets a descriptor, which that process
 * is to give to ptraceBackend as LaunchTarget.adopt.channel. Does not return; exit status 1 when the tracer does not come.
 */
export function becomeProgram(target: LaunchTarget, startTracer: (channel: number) => void): never {
  const { openChannel, becomeProgram: become } = loadAddon<Exports>();
  const [own, theirs] = openChannel();
  startTracer(theirs);
  // So that the tracer's end is seen when it comes.
  closeSync(theirs);
  return become(target, own);
}

/** For the tracer: a process group of its own, or a session, so that what is meant for the program's does not reach it. */
export function leaveGroup(to: 'pgroup' | 'session'): void {
  loadAddon<Exports>().leaveGroup(to === 'session');
}
