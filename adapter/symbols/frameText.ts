import type { Frame } from './frame.js';

/** What is shown of a frame. */
export type ShownFrame = Pick<Frame, 'quality'> & {
  readonly [Name in 'symbol' | 'symbolOffset' | 'module' | 'moduleOffset' | 'moduleDeleted' | 'file' | 'line' | 'column']?: Frame[Name] | undefined;
};

/**
 * How `symbolize` prints the frames of one address, innermost first, as `addr2line -apfiC` does but with what is known (S3):
 * `0x1139: main at /src/a.c:7:3`, `0x1139: write+0x14 in /usr/lib/libc.so.6`, `0x1139: ?? in /usr/lib/libc.so.6+0x1139`,
 * `0x1139: ??`; a function that was inlined comes before the line ` (inlined by) …` of the one that holds it.
 */
export function frameText(address: string, frames: readonly ShownFrame[]): string {
  let text = '';
  frames.forEach((frame, index) => {
    text += `${index === 0 ? `${address}: ` : ' (inlined by) '}${placeText(frame)}\n`;
  });
  return text;
}

function placeText(frame: ShownFrame): string {
  const name = frame.symbol ?? '??';
  switch (frame.quality) {
    case 'source':
      return `${name} at ${frame.file ?? '??'}:${frame.line ?? 0}${frame.column === undefined ? '' : `:${frame.column}`}`;
    case 'symbol':
      return `${name}${frame.symbolOffset === undefined ? '' : `+${hex(frame.symbolOffset)}`} in ${frame.module === undefined ? 'generated code' : moduleName(frame)}`;
    case 'module':
      return `?? in ${moduleName(frame)}+${hex(frame.moduleOffset ?? 0n)}`;
    case 'address':
      return '??';
  }
}

function moduleName({ module = '??', moduleDeleted }: ShownFrame): string {
  return moduleDeleted === true ? `${module} (deleted)` : module;
}

function hex(value: bigint): string {
  return `0x${value.toString(16)}`;
}
