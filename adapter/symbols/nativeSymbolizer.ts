import type { Frame, StackSnapshot, Symbolizer, UnwindEnd } from './frame.js';
import { type FrameColumns, framesOf } from './frameColumns.js';

/** What happened in one cache since it was made (S8). */
export interface CacheCounters {
  readonly hits: number;
  readonly misses: number;
  readonly evictions: number;
}

export interface SymbolizerCounters {
  readonly modules: CacheCounters;
  readonly images: CacheCounters;
  readonly addresses: CacheCounters;
}

/** The class `Symbolizer` of the addon (native/symbols/symbolizerObject.cc). pid 0: the process is gone. */
export interface NativeSymbolizerObject {
  stack(
    maps: Uint8Array,
    registers: Uint8Array,
    stackAddress: bigint,
    stack: Uint8Array,
    pid: number,
    limit: number,
  ): Promise<{ frames: Frame[]; end: UnwindEnd; notices?: readonly string[] }>;
  addresses(maps: Uint8Array, addresses: BigUint64Array, pid: number): Promise<FrameColumns>;
  fileAddresses(path: string, addresses: BigUint64Array): Promise<FrameColumns | undefined>;
  counters(): SymbolizerCounters;
}

export interface SymbolizerAddon {
  /** `addressLimit`: most addresses whose frames are kept; 0 for the usual number. */
  readonly Symbolizer: new (
    addressLimit: number,
  ) => NativeSymbolizerObject;
}

/** Unwinds and symbolizes on a thread of the addon; calls are answered in the order in which they were made. */
export class NativeSymbolizer implements Symbolizer {
  readonly #native: NativeSymbolizerObject;
  readonly #listeners = new Set<(text: string) => void>();

  /** `addressLimit`: most addresses whose frames are kept. */
  constructor(addon: SymbolizerAddon, addressLimit = 0) {
    this.#native = new addon.Symbolizer(addressLimit);
  }

  onNotice(listener: (text: string) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async stack(snapshot: StackSnapshot, limit: number): Promise<{ frames: Frame[]; end: UnwindEnd }> {
    const { frames, end, notices } = await this.#native.stack(
      snapshot.maps,
      snapshot.registers,
      snapshot.stackAddress,
      snapshot.stack,
      snapshot.pid ?? 0,
      limit,
    );
    this.#notice(notices);
    return { frames, end };
  }

  async addresses(maps: Uint8Array, addresses: readonly bigint[], pid?: number): Promise<Frame[][]> {
    const wanted = BigUint64Array.from(addresses);
    return framesOf(await this.columns(maps, wanted, pid), wanted);
  }

  /** As `addresses`, for whoever has many: columns instead of objects. */
  async columns(maps: Uint8Array, addresses: BigUint64Array, pid?: number): Promise<FrameColumns> {
    const columns = await this.#native.addresses(maps, addresses, pid ?? 0);
    this.#notice(columns.notices);
    return columns;
  }

  /** Link-time addresses of a file. Undefined when it cannot be read or is not ELF. */
  async fileColumns(path: string, addresses: BigUint64Array): Promise<FrameColumns | undefined> {
    const columns = await this.#native.fileAddresses(path, addresses);
    this.#notice(columns?.notices);
    return columns;
  }

  counters(): SymbolizerCounters {
    return this.#native.counters();
  }

  #notice(notices: readonly string[] = []): void {
    for (const text of notices) for (const listener of this.#listeners) listener(text);
  }
}
