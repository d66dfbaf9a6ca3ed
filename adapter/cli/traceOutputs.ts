import { LineBuffer } from '../decode/lineBuffer.js';
import type { LineOutputs, StackLines } from '../decode/lineWriter.js';
import type { Task } from '../store/task.js';
import type { Destination } from './destination.js';

interface Output {
  readonly buffer: LineBuffer;
  readonly destination: Destination;
}

/** Characters that are kept back at most before they are written. */
const FLUSH_AT = 64 * 1024;

/** Stacks that may be in the making at one time: each holds a copy of its memory. */
const MOST_WAITING = 256;

/** The outputs of a trace: one, or one a task (-ff). Lines are collected and written many at a time. */
export class TraceOutputs implements LineOutputs {
  readonly #single: Output | undefined;
  readonly #byTid = new Map<number, Output>();
  #settling: Promise<void> | undefined;

  /**
   * `open` gives the destination of a task, for -ff; the single one otherwise.
   * `partial`: a line that is begun is written too, so that a call can be seen while it blocks.
   */
  constructor(
    destination: Destination | ((tid: number) => Destination),
    private readonly partial: boolean,
    readonly stackLines: StackLines | undefined,
  ) {
    this.#single = typeof destination === 'function' ? undefined : { buffer: new LineBuffer(), destination };
    this.open = typeof destination === 'function' ? destination : () => destination;
  }

  private readonly open: (tid: number) => Destination;

  bufferOf(task: Task): LineBuffer {
    const output = this.#output(task);
    if (output.buffer.length >= FLUSH_AT) write(output, this.partial);
    return output.buffer;
  }

  /** A line that is complete in itself. */
  line(text: string, task: Task): void {
    const { buffer } = this.#output(task);
    buffer.append(text);
    buffer.endLine('');
  }

  /** Writes what can be written. */
  flush(partial = this.partial): void {
    for (const output of this.#all()) write(output, partial);
    if (this.#settling === undefined && this.#all().some(({ buffer }) => buffer.waits)) {
      this.#settling = this.#settle().finally(() => {
        this.#settling = undefined;
        this.flush();
      });
    }
  }

  /** Settles when what is in the making is done; undefined while that is little. */
  get backlog(): Promise<void> | undefined {
    return this.#settling !== undefined && this.#all().some(({ buffer }) => buffer.waiting > MOST_WAITING) ? this.#settling : undefined;
  }

  /** Writes everything, the begun line too. Call it when no record will come any more. */
  async settle(): Promise<void> {
    this.flush(true);
    while (this.#settling !== undefined) await this.#settling;
    this.flush(true);
  }

  async close(): Promise<void> {
    for (const { destination } of this.#all()) await destination.close();
  }

  get broken(): boolean {
    const all = this.#all();
    return all.length > 0 && all.every(({ destination }) => destination.broken);
  }

  #output(task: Task): Output {
    if (this.#single !== undefined) return this.#single;
    let output = this.#byTid.get(task.tid);
    if (output === undefined) {
      output = { buffer: new LineBuffer(), destination: this.open(task.tid) };
      this.#byTid.set(task.tid, output);
    }
    return output;
  }

  #all(): Output[] {
    return this.#single === undefined ? [...this.#byTid.values()] : [this.#single];
  }

  async #settle(): Promise<void> {
    for (const { buffer } of this.#all()) {
      while (buffer.waits) await buffer.settle();
    }
  }
}

function write({ buffer, destination }: Output, partial: boolean): void {
  destination.write(buffer.take(partial));
}
