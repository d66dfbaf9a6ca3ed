import type { Frame, FrameQuality } from './frame.js';
import type { ShownFrame } from './frameText.js';
import { SourceMap } from './sourceMap.js';

/** A debug file that is not there and that a symbol server may have. */
export interface MissingDebugFile {
  readonly buildId: string;
  readonly moduleBuildId: string;
  readonly modulePath: string;
}

/**
 * The frames of many addresses as the addon hands them over (native/symbols/frameColumns.cc): one row a frame, and texts by
 * their index in `texts`, where 0 stands for none.
 */
export interface FrameColumns {
  /** Rows of each address, innermost inlined call first. */
  readonly counts: Uint32Array;
  readonly texts: readonly (string | undefined)[];
  readonly quality: Uint32Array;
  readonly symbol: Uint32Array;
  readonly rawSymbol: Uint32Array;
  readonly module: Uint32Array;
  readonly buildId: Uint32Array;
  readonly file: Uint32Array;
  readonly line: Uint32Array;
  readonly column: Uint32Array;
  /** Bits of {@link frameFlags}. */
  readonly flags: Uint8Array;
  readonly symbolOffset: BigUint64Array;
  readonly moduleOffset: BigUint64Array;
  readonly fileOffset: BigUint64Array;
  /** What could not be used of debug information; each text is given once. */
  readonly notices?: readonly string[];
  readonly missing?: readonly MissingDebugFile[];
}

/** The enum Flag of native/symbols/frameColumns.cc. */
const frameFlags = { inlined: 1, moduleDeleted: 2, hasSymbolOffset: 4, hasModuleOffset: 8, hasFileOffset: 16 } as const;

const noSourceMap = new SourceMap([]);

/** One list of frames for each of `addresses`. */
export function framesOf(columns: FrameColumns, addresses: BigUint64Array, sourceMap = noSourceMap): Frame[][] {
  const lists: Frame[][] = [];
  let row = 0;
  for (let index = 0; index < columns.counts.length; index++) {
    const end = row + (columns.counts[index] ?? 0);
    const frames: Frame[] = [];
    for (; row < end; row++) frames.push(frameAt(columns, row, addresses[index] ?? 0n, sourceMap));
    lists.push(frames);
  }
  return lists;
}

/** A frame that is read only as far as it is shown: as text, thousands of addresses need no offsets. */
class FrameRow implements ShownFrame {
  constructor(
    private readonly columns: FrameColumns,
    private readonly row: number,
    private readonly sourceMap: SourceMap,
  ) {}

  get quality(): FrameQuality {
    return (this.#text(this.columns.quality) ?? 'address') as FrameQuality;
  }
  get symbol(): string | undefined {
    return this.#text(this.columns.symbol);
  }
  get symbolOffset(): bigint | undefined {
    return this.#has(frameFlags.hasSymbolOffset) ? this.columns.symbolOffset[this.row] : undefined;
  }
  get module(): string | undefined {
    return this.#text(this.columns.module);
  }
  get moduleOffset(): bigint | undefined {
    return this.#has(frameFlags.hasModuleOffset) ? this.columns.moduleOffset[this.row] : undefined;
  }
  get moduleDeleted(): boolean {
    return this.#has(frameFlags.moduleDeleted);
  }
  get file(): string | undefined {
    const file = this.#text(this.columns.file);
    return file === undefined ? undefined : this.sourceMap.apply(file);
  }
  get line(): number | undefined {
    return this.columns.line[this.row] || undefined;
  }
  get column(): number | undefined {
    return this.columns.column[this.row] || undefined;
  }

  #text(column: Uint32Array): string | undefined {
    return this.columns.texts[column[this.row] ?? 0];
  }
  #has(flag: number): boolean {
    return ((this.columns.flags[this.row] ?? 0) & flag) !== 0;
  }
}

/** The source files that rows name, each once. */
export function filesOf({ file, texts }: FrameColumns): string[] {
  return [...new Set(file)].flatMap((index) => texts[index] ?? []);
}

/** As `framesOf`, for whoever only shows them. */
export function shownFramesOf(columns: FrameColumns, sourceMap = noSourceMap): ShownFrame[][] {
  let row = 0;
  return Array.from(columns.counts, (count) => {
    const frames: ShownFrame[] = [];
    for (const end = row + count; row < end; row++) frames.push(new FrameRow(columns, row, sourceMap));
    return frames;
  });
}

type Unfinished = { -readonly [Name in keyof Frame]: Frame[Name] };

/** Called for each of many thousands of frames: no temporary objects. */
function frameAt(columns: FrameColumns, row: number, address: bigint, sourceMap: SourceMap): Frame {
  const { texts } = columns;
  const flags = columns.flags[row] ?? 0;
  const frame: Unfinished = {
    quality: (texts[columns.quality[row] ?? 0] ?? 'address') as FrameQuality,
    address,
    inlined: (flags & frameFlags.inlined) !== 0,
  };
  const symbol = texts[columns.symbol[row] ?? 0];
  const rawSymbol = texts[columns.rawSymbol[row] ?? 0];
  const module = texts[columns.module[row] ?? 0];
  const buildId = texts[columns.buildId[row] ?? 0];
  const file = texts[columns.file[row] ?? 0];
  const line = columns.line[row] ?? 0;
  const column = columns.column[row] ?? 0;
  if (symbol !== undefined) frame.symbol = symbol;
  if (rawSymbol !== undefined) frame.rawSymbol = rawSymbol;
  if ((flags & frameFlags.hasSymbolOffset) !== 0) frame.symbolOffset = columns.symbolOffset[row] ?? 0n;
  if (module !== undefined) frame.module = module;
  if ((flags & frameFlags.hasModuleOffset) !== 0) frame.moduleOffset = columns.moduleOffset[row] ?? 0n;
  if ((flags & frameFlags.hasFileOffset) !== 0) frame.fileOffset = columns.fileOffset[row] ?? 0n;
  if ((flags & frameFlags.moduleDeleted) !== 0) frame.moduleDeleted = true;
  if (buildId !== undefined) frame.buildId = buildId;
  if (file !== undefined) frame.file = sourceMap.apply(file);
  if (line !== 0) frame.line = line;
  if (column !== 0) frame.column = column;
  return frame;
}
