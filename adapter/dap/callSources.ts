/** The source line that made a call: found for the rows that somebody looks at, in the background, remembered. */
import type { Row } from '../protocol/requests.js';
import type { Frame } from '../symbols/frame.js';
import type { Snapshots } from './snapshots.js';
import type { SourceFiles } from './sourceFiles.js';

export type CallSource = NonNullable<Row['source']>;

/** The line of the program is rarely deeper below libraries than this. */
const frameLimit = 48;
const maxRemembered = 100_000;
/** Stacks asked for at once: enough to keep the symbolizer busy, few enough to give others their turn. */
const maxParallel = 16;

export class CallSources {
  /** undefined: looked for and not found. */
  private readonly found = new Map<number, CallSource | undefined>();

  constructor(
    private readonly snapshots: Snapshots,
    private readonly files: SourceFiles,
  ) {}

  /** What is known now. */
  get(row: number): CallSource | undefined {
    return this.found.get(row);
  }

  /** Settles when all rows have been looked up; returns those that have a source which was not known before. */
  async lookUp(rows: readonly number[]): Promise<number[]> {
    const waiting = rows.filter((row) => !this.found.has(row));
    const news: number[] = [];
    const work = async () => {
      for (let row = waiting.pop(); row !== undefined; row = waiting.pop()) {
        const source = await this.find(row);
        if (this.found.size >= maxRemembered) this.found.clear();
        this.found.set(row, source);
        if (source) news.push(row);
      }
    };
    await Promise.all(Array.from({ length: Math.min(maxParallel, waiting.length) }, work));
    return news;
  }

  private async find(row: number): Promise<CallSource | undefined> {
    const frames = await this.snapshots.frames(row, frameLimit);
    return frames && firstSource(frames, this.files);
  }
}

/** The innermost frame whose source is there to be opened: below it are libraries. */
export async function firstSource(frames: readonly Frame[], files: SourceFiles): Promise<CallSource | undefined> {
  for (const { file, line } of frames) {
    if (file !== undefined && line !== undefined && line > 0 && (await files.exists(file))) return { path: file, line };
  }
  return undefined;
}
