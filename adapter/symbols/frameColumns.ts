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

function frameAt(columns: FrameColumns, row: number, address: bigint, sourceMap: SourceMap): Frame {
  const { texts } = columns;
  const text = (column: Uint32Array): string | undefined => texts[column[row] ?? 0];
  const flags = columns.flags[row] ?? 0;
  const [symbol, rawSymbol, module, buildId, file] = [
    text(columns.symbol),
    text(columns.rawSymbol),
    text(columns.module),
    text(columns.buildId),
    text(columns.file),
  ];
  const [line, column] = [columns.line[row], columns.column[row]];
  return {
    quality: (text(columns.quality) ?? 'address') as FrameQuality,
    address,
    inlined: (flags & frameFlags.inlined) !== 0,
    ...(symbol !== undefined && { symbol }),
    ...(rawSymbol !== undefined && { rawSymbol }),
    ...((flags & frameFlags.hasSymbolOffset) !== 0 && { symbolOffset: columns.symbolOffset[row] ?? 0n }),
    ...(module !== undefined && { module }),
    ...((flags & frameFlags.hasModuleOffset) !== 0 && { moduleOffset: columns.moduleOffset[row] ?? 0n }),
    ...((flags & frameFlags.hasFileOffset) !== 0 && { fileOffset: columns.fileOffset[row] ?? 0n }),
    ...((flags & frameFlags.moduleDeleted) !== 0 && { moduleDeleted: true }),
    ...(buildId !== undefined && { buildId }),
    ...(file !== undefined && { file: sourceMap.apply(file) }),
    ...(line !== undefined && line !== 0 && { line }),
    ...(column !== undefined && column !== 0 && { column }),
  };
}
