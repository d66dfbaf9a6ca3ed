/** Whether source files are there to be opened; asked for many frames, answered from memory. */
import { access } from 'node:fs/promises';
import path from 'node:path';

const maxRemembered = 10_000;

export class SourceFiles {
  private readonly known = new Map<string, Promise<boolean>>();

  /** Relative paths (libraries built elsewhere) are never there: nobody knows what they are relative to. */
  exists(file: string): Promise<boolean> {
    if (!path.isAbsolute(file)) return Promise.resolve(false);
    let answer = this.known.get(file);
    if (!answer) {
      if (this.known.size >= maxRemembered) this.known.clear();
      answer = access(file).then(
        () => true,
        () => false,
      );
      this.known.set(file, answer);
    }
    return answer;
  }
}
