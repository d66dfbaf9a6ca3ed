import type { Frame, StackSnapshot, Symbolizer, UnwindEnd } from './frame.js';
import { type FrameColumns, framesOf, type MissingDebugFile } from './frameColumns.js';

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
  ): Promise<{ frames: Frame[]; end: UnwindEnd; notices?: readonly string[]; missing?: readonly MissingDebugFile[] }>;
  addresses(maps: Uint8Array, addresses: BigUint64Array, pid: number): Promise<FrameColumns>;
  fileAddresses(path: string, addresses: BigUint64Array): Promise<FrameColumns | undefined>;
  refresh(moduleBuildId: string): Promise<void>;
  counters(): SymbolizerCounters;
}

export interface SymbolizerAddon {
  /** `addressLimit`: most addresses whose frames are kept; 0 for the usual number. `debugCache`: of the symbol server; "" without one. */
  readonly Symbolizer: new (
    addressLimit: number,
    debugCache: string,
  ) => NativeSymbolizerObject;
}

/** Where debug files come from that are not on this machine (S6). */
export interface DebugFileSource {
  /** BUILDID/debuginfo below this. */
  readonly cacheDirectory: string;
  /** Whether it is in the cache now. Never rejects. */
  fetch(buildId: string, what: string): Promise<boolean>;
  close(): void;
}

/** Unwinds and symbolizes on a thread of the addon; calls are answered in the order in which they were made. */
export class NativeSymbolizer implements Symbolizer {
  readonly #native: NativeSymbolizerObject;
  readonly #listeners = new Set<(text: string) => void>();

  readonly #source: DebugFileSource | undefined;
  readonly #asked = new Set<string>();
  readonly #fetching = new Set<Promise<void>>();
  #arrived = false;

  /** `addressLimit`: most addresses whose frames are kept. Without a `source`, debug files are those of this machine. */
  constructor(addon: SymbolizerAddon, addressLimit = 0, source?: DebugFileSource) {
    this.#native = new addon.Symbolizer(addressLimit, source?.cacheDirectory ?? '');
    this.#source = source;
  }

  onNotice(listener: (text: string) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async stack(snapshot: StackSnapshot, limit: number): Promise<{ frames: Frame[]; end: UnwindEnd }> {
    const answer = await this.#native.stack(snapshot.maps, snapshot.registers, snapshot.stackAddress, snapshot.stack, snapshot.pid ?? 0, limit);
    this.#answered(answer);
    const { frames, end } = answer;
    return { frames, end };
  }

  async addresses(maps: Uint8Array, addresses: readonly bigint[], pid?: number): Promise<Frame[][]> {
    const wanted = BigUint64Array.from(addresses);
    return framesOf(await this.columns(maps, wanted, pid), wanted);
  }

  /** As `addresses`, for whoever has many: columns instead of objects. */
  async columns(maps: Uint8Array, addresses: BigUint64Array, pid?: number): Promise<FrameColumns> {
    const columns = await this.#native.addresses(maps, addresses, pid ?? 0);
    this.#answered(columns);
    return columns;
  }

  /** Link-time addresses of a file. Undefined when it cannot be read or is not ELF. */
  async fileColumns(path: string, addresses: BigUint64Array): Promise<FrameColumns | undefined> {
    const columns = await this.#native.fileAddresses(path, addresses);
    if (columns !== undefined) this.#answered(columns);
    return columns;
  }

  counters(): SymbolizerCounters {
    return this.#native.counters();
  }

  /**
   * Waits for the debug files that answers up to now lacked. Whether some have come since the last call: then later answers
   * have more than earlier ones, and may lack further files.
   */
  async fetched(): Promise<boolean> {
    while (this.#fetching.size > 0) await Promise.all(this.#fetching);
    const arrived = this.#arrived;
    this.#arrived = false;
    return arrived;
  }

  close(): void {
    this.#source?.close();
  }

  #answered({ notices = [], missing = [] }: { notices?: readonly string[]; missing?: readonly MissingDebugFile[] }): void {
    for (const file of missing) this.#fetch(file);
    for (const text of notices) for (const listener of this.#listeners) listener(text);
  }
  #fetch({ buildId, moduleBuildId, modulePath }: MissingDebugFile): void {
    const key = `${buildId} ${moduleBuildId}`;
    // A file that has come and cannot be used is not asked for again.
    if (this.#source === undefined || this.#asked.has(key)) return;
    this.#asked.add(key);
    const fetching = this.#source.fetch(buildId, modulePath).then(async (found) => {
      if (found) await this.#native.refresh(moduleBuildId);
      this.#arrived ||= found;
      this.#fetching.delete(fetching);
    });
    this.#fetching.add(fetching);
  }
}
