import type { Frame, FrameQuality } from './frame.js';
import { SourceMap } from './sourceMap.js';

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
