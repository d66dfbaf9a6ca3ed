import type { Ingest } from './ingest.js';

export interface LiveIngestOptions {
  /** Longest stretch of work before the event loop gets its turn. */
  readonly sliceMs?: number;
  /** Called behind each slice. */
  readonly onSlice?: () => void;
  /** Something that must be finished before more is taken; undefined when there is nothing. Must not be rejected. */
  readonly backlog?: () => Promise<void> | undefined;
  /** The trace cannot be read further; called once. */
  readonly onError: (error: unknown) => void;
}

/** Keeps an Ingest going while its file grows: poke() when there may be more, finish() when there will be none. */
export class LiveIngest {
  #scheduled = false;
  #failed = false;
  #finishing: (() => void) | undefined;

  constructor(
    readonly ingest: Ingest,
    readonly options: LiveIngestOptions,
  ) {}

  /** Takes what is there: the first slice at once, the rest in turns of the event loop. */
  poke(): void {
    if (!this.#scheduled) this.#turn();
  }

  /** Resolves when everything in the file has been taken (or could not be). Call it when the writer is done. */
  finish(): Promise<void> {
    return new Promise((resolve) => {
      this.#finishing = resolve;
      this.poke();
    });
  }

  #turn(): void {
    this.#scheduled = false;
    const backlog = this.options.backlog?.();
    if (backlog !== undefined) {
      this.#scheduled = true;
      void backlog.then(() => this.#turn());
      return;
    }
    const more = !this.#failed && this.#slice();
    if (more) {
      this.#scheduled = true;
      setImmediate(() => this.#turn());
      return;
    }
    this.#finishing?.();
    this.#finishing = undefined;
  }

  #slice(): boolean {
    try {
      return this.ingest.slice(this.options.sliceMs ?? 8);
    } catch (error) {
      this.#failed = true;
      this.options.onError(error);
      return false;
    } finally {
      this.options.onSlice?.();
    }
  }
}
