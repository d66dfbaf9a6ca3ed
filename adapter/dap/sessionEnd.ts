/** How a session ends: by the program’s end, or by parting from it. */
import { ExitedEvent, OutputEvent, TerminatedEvent } from '@vscode/debugadapter';
import type { Client } from './connection.js';
import { exitCodeOf, exitWords } from './exitWords.js';
import { settledWithin } from './patience.js';
import type { ProgramStdio } from './programStdio.js';
import type { TracedProgram } from './tracedProgram.js';

/** A detach or kill that the kernel does not complete must not keep the client waiting. */
const patienceMs = 5000;

export class SessionEnd {
  private over = false;

  /** `stdio`: of a program that runs in the Debug Console. */
  constructor(
    private readonly client: Client,
    private readonly how: 'launch' | 'attach',
    private readonly stdio: ProgramStdio | undefined,
  ) {}

  /** Nothing is traced any more. */
  async ended(program: TracedProgram, status: number): Promise<void> {
    if (this.over) return;
    this.over = true;
    await this.stdio?.finish();
    const leader = program.debuggee.ingest.tasks.get(program.pid);
    const final = status >= 0 ? status : leader?.detached ? undefined : leader?.status;
    if (final !== undefined) {
      this.client.sendEvent(new OutputEvent(`Process ${program.pid} ${exitWords(final)}.\n`));
      this.client.sendEvent(new ExitedEvent(exitCodeOf(final)));
    }
    this.client.sendEvent(new TerminatedEvent());
  }

  /** The client parts: what was launched is killed, what was attached to is let go, unless `terminate` says otherwise. */
  async leave(program: TracedProgram, terminate: boolean | undefined): Promise<void> {
    const kill = terminate ?? this.how === 'launch';
    if (!kill) this.stdio?.abandon();
    if (program.debuggee.state === 'ended') return;
    await settledWithin(patienceMs, kill ? program.kill() : program.detach());
  }
}
