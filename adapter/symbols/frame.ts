/** How much of a frame is known (S3); every face shows which. */
export type FrameQuality = 'source' | 'symbol' | 'module' | 'address';

/** One frame of a symbolized stack (S4). Addresses are bigint: the upper half of the address space is legal. */
export interface Frame {
  readonly quality: FrameQuality;
  /** Return address or instruction pointer, as unwound. */
  readonly address: bigint;
  /** Demangled. */
  readonly symbol?: string;
  readonly rawSymbol?: string;
  /** Bytes from the symbol’s start to `address`; absent for inlined frames. */
  readonly symbolOffset?: bigint;
  /** Path of the mapped file, as the process sees it. */
  readonly module?: string;
  /** `address` as an offset from the module’s load bias: what addr2line takes. */
  readonly moduleOffset?: bigint;
  /** `address` as an offset into the mapped file: what strace -k prints. Differs from `moduleOffset` in programs that are not position-independent. */
  readonly fileOffset?: bigint;
  /** The mapped file was unlinked or replaced. */
  readonly moduleDeleted?: boolean;
  readonly buildId?: string;
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
  /** Inlined into the frame that follows. */
  readonly inlined: boolean;
}

/** Why an unwinder stopped. */
export type UnwindEnd = 'start' | 'limit' | 'noUnwindInfo' | 'unreadableStack' | 'noProgress';

export interface StackSnapshot {
  /** Text of /proc/PID/maps. */
  readonly maps: Uint8Array;
  /** user_regs_struct, 216 bytes (sys/user.h). */
  readonly registers: Uint8Array;
  readonly stackAddress: bigint;
  readonly stack: Uint8Array;
  /** While the process lives: its /proc/PID/root and map_files are preferred over the paths in `maps`. */
  readonly pid?: number;
}

/** Unwinds and symbolizes snapshots; native (native/unwind, native/symbols) behind a promise: never on the JavaScript thread. */
export interface Symbolizer {
  /** Innermost frame first, inlined frames before the frame that holds them. */
  stack(snapshot: StackSnapshot, limit: number): Promise<{ frames: Frame[]; end: UnwindEnd }>;
  /** Symbolizes addresses of a process image given by its maps; one frame list (innermost inline first) for each address. */
  addresses(maps: Uint8Array, addresses: readonly bigint[], pid?: number): Promise<Frame[][]>;
  /** From now on tells `listener`, once for each file, of debug information that is there and cannot be used. Returns how to end that. */
  onNotice?(listener: (text: string) => void): () => void;
  /** Ends what is under way in the background, as downloads; answers go on. */
  close?(): void;
}
