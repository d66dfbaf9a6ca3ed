import type { Frame, StackSnapshot, Symbolizer, UnwindEnd } from './frame.js';

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
  ): Promise<{ frames: Frame[]; end: UnwindEnd }>;
  addresses(maps: Uint8Array, addresses: BigUint64Array, pid: number): Promise<Frame[][]>;
  counters(): SymbolizerCounters;
}

export interface SymbolizerAddon {
  readonly Symbolizer: new () => NativeSymbolizerObject;
}

/** Unwinds and symbolizes on a thread of the addon; calls are answered in the order in which they were made. */
export class NativeSymbolizer implements Symbolizer {
  readonly #native: NativeSymbolizerObject;

  constructor(addon: SymbolizerAddon) {
    this.#native = new addon.Symbolizer();
  }

  stack(snapshot: StackSnapshot, limit: number): Promise<{ frames: Frame[]; end: UnwindEnd }> {
    return this.#native.stack(snapshot.maps, snapshot.registers, snapshot.stackAddress, snapshot.stack, snapshot.pid ?? 0, limit);
  }

  addresses(maps: Uint8Array, addresses: readonly bigint[], pid?: number): Promise<Frame[][]> {
    return this.#native.addresses(maps, BigUint64Array.from(addresses), pid ?? 0);
  }

  counters(): SymbolizerCounters {
    return this.#native.counters();
  }
}
