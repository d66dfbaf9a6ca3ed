import type { Task } from '../store/task.js';

/**
 * The end of one output: text that was not written yet, and the line that is begun but not complete. Text that is
 * still being made (stacks) keeps its place: nothing behind it is given out before it.
 */
export class LineBuffer {
  /** The task whose line is begun. */
  owner: Task | undefined;
  /** Characters of the begun line. */
  column = 0;
  #text = '';
  /** Length of the complete lines in #text. */
  #whole = 0;
  /** What must go out before #text, in order. */
  readonly #earlier: (string | Promise<string>)[] = [];

  /** Part of a line. */
  append(text: string): void {
    this.#text += text;
    this.column += text.length;
  }

  /** The rest of a line; the newline is added. */
  endLine(text: string): void {
    this.#text += text;
    this.#text += '\n';
    this.#whole = this.#text.length;
    this.column = 0;
    this.owner = undefined;
  }

  /** Whole lines, newlines included, behind a line that is complete. */
  appendLines(lines: string): void {
    this.#text += lines;
    this.#whole = this.#text.length;
  }

  /** Whole lines that are known later. They stand behind what is there, and must not be rejected. */
  appendLater(lines: Promise<string>): void {
    if (this.#text !== '') this.#earlier.push(this.#text);
    this.#earlier.push(lines);
    this.#text = '';
    this.#whole = 0;
  }

  /** Characters that could be taken, or nearly so. */
  get length(): number {
    return this.#text.length;
  }

  /** Whether text waits for something that is still being made: settle() it. */
  get waits(): boolean {
    return this.#earlier.length > 0;
  }

  /** How many pieces wait. */
  get waiting(): number {
    return this.#earlier.length;
  }

  /** Takes the text that can be written now: whole lines, or with `partial` the begun line too. */
  take(partial: boolean): string {
    const end = partial ? this.#text.length : this.#whole;
    if (this.waits || end === 0) return '';
    const text = this.#text;
    this.#text = text.slice(end);
    this.#whole = 0;
    return end === text.length ? text : text.slice(0, end);
  }

  /** Waits for the lines of appendLater; afterwards take() gives them. One at a time. */
  async settle(): Promise<void> {
    const parts = await Promise.all(this.#earlier);
    // More may have come meanwhile, but only behind these.
    this.#earlier.splice(0, parts.length);
    const text = parts.join('');
    if (this.waits) this.#earlier.unshift(text);
    else {
      this.#text = text + this.#text;
      this.#whole += text.length;
    }
  }
}
