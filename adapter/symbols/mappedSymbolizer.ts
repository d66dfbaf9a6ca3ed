import type { Frame, StackSnapshot, Symbolizer, UnwindEnd } from './frame.js';
import type { SourceMap } from './sourceMap.js';

/** A symbolizer whose frames name source files where they are (S7). */
export class MappedSymbolizer implements Symbolizer {
  constructor(
    private readonly inner: Symbolizer,
    private readonly sourceMap: SourceMap,
  ) {}

  async stack(snapshot: StackSnapshot, limit: number): Promise<{ frames: Frame[]; end: UnwindEnd }> {
    const { frames, end } = await this.inner.stack(snapshot, limit);
    await this.sourceMap.prepare(filesOf(frames));
    return { frames: frames.map((frame) => this.#mapped(frame)), end };
  }

  async addresses(maps: Uint8Array, addresses: readonly bigint[], pid?: number): Promise<Frame[][]> {
    const lists = await this.inner.addresses(maps, addresses, pid);
    await this.sourceMap.prepare(lists.flatMap(filesOf));
    return lists.map((frames) => frames.map((frame) => this.#mapped(frame)));
  }

  onNotice(listener: (text: string) => void): () => void {
    return this.inner.onNotice?.(listener) ?? (() => undefined);
  }

  close(): void {
    this.inner.close?.();
  }

  #mapped(frame: Frame): Frame {
    return frame.file === undefined ? frame : { ...frame, file: this.sourceMap.apply(frame.file) };
  }
}

function filesOf(frames: readonly Frame[]): string[] {
  return frames.flatMap(({ file }) => (file === undefined ? [] : [file]));
}
