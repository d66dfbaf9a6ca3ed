/** What a program that runs in the Debug Console has as stdin, stdout and stderr. */
import { closeSync, openSync } from 'node:fs';
import type { Client } from './connection.js';
import { settledWithin } from './patience.js';
import { ProgramOutput } from './programOutput.js';

/** A program that has ended may have left children that hold its output open. */
const lingerMs = 300;

export class ProgramStdio {
  /** Descriptors for the program; the adapter’s copies are closed by `started`. */
  readonly fds: readonly [number, number, number];
  private readonly outputs: readonly ProgramOutput[];

  constructor(openPipe: () => [number, number], client: Client) {
    const [outRead, outWrite] = openPipe();
    const [errRead, errWrite] = openPipe();
    this.fds = [openSync('/dev/null', 'r'), outWrite, errWrite];
    this.outputs = [new ProgramOutput(outRead, 'stdout', client), new ProgramOutput(errRead, 'stderr', client)];
  }

  /** The program has them now, or will never. */
  started(): void {
    for (const fd of this.fds) closeSync(fd);
  }

  /** The program has ended: settles when its output has been sent. */
  async finish(): Promise<void> {
    await settledWithin(lingerMs, Promise.all(this.outputs.map(({ ended }) => ended)));
    this.abandon();
  }

  /** The program lives on without us. */
  abandon(): void {
    for (const output of this.outputs) output.abandon();
  }
}
