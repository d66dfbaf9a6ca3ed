import { recordFlags, recordTypes, taskOrigins } from '../record/layout.js';
import type { RecordCursor } from '../record/recordCursor.js';
import type { RecordSink } from '../store/ingest.js';
import type { Task } from '../store/task.js';

/** Says which processes are attached and detached, as strace does beside its trace; and notes of the recorder. */
export class ProcessMessages implements RecordSink {
  /** Threads that were attached to and not announced yet, by pid. */
  readonly #attached = new Map<number, number>();

  constructor(
    /** Attaching and detaching is not to be mentioned. */
    private readonly quiet: boolean,
    /** The program is no child of ours, but was attached to (-D). */
    private readonly adopted: boolean,
    private readonly say: (message: string) => void,
  ) {}

  record(cursor: RecordCursor, _task: Task): void {
    if (cursor.type === recordTypes.taskStart && cursor.how === taskOrigins.attach) {
      this.#attached.set(cursor.pid, (this.#attached.get(cursor.pid) ?? 0) + 1);
      return;
    }
    if (this.#attached.size > 0) this.announce();
    if (cursor.type === recordTypes.note) this.#note(cursor.text('text'));
    else if (this.quiet) return;
    else if (cursor.type === recordTypes.taskStart && (cursor.how !== taskOrigins.launch || this.adopted)) this.say(`Process ${cursor.tid} attached`);
    else if (cursor.type === recordTypes.taskExit && (cursor.flags & recordFlags.detached) !== 0) this.say(`Process ${cursor.tid} detached`);
  }

  /** Losses have no text: they are told as one sum, at the end (lossMessage.ts). */
  #note(text: string): void {
    if (text !== '') this.say(text);
  }

  /** The processes that were attached to, each with the number of its threads. */
  announce(): void {
    for (const [pid, threads] of this.#attached) {
      if (!this.quiet) this.say(`Process ${pid} attached${threads > 1 ? ` with ${threads} threads` : ''}`);
    }
    this.#attached.clear();
  }
}
