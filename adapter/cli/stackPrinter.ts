import type { StackLines } from '../decode/lineWriter.js';
import type { RecordCursor } from '../record/recordCursor.js';
import type { StackSnapshots } from '../store/stackSnapshots.js';
import type { Frame, Symbolizer } from '../symbols/frame.js';
import { straceStackLines } from '../symbols/straceStack.js';

export interface StackStyle {
  /** -k as strace prints it; -kk with source lines and the calls that were inlined. */
  readonly kind: 'symbols' | 'source';
  /** Most frames. */
  readonly limit: number;
}

/** Makes the lines below a call (-k). A stack that cannot be unwound has none. */
export function stackPrinter(snapshots: StackSnapshots, symbolizer: Symbolizer, { kind, limit }: StackStyle): StackLines {
  return async (cursor: RecordCursor) => {
    const snapshot = snapshots.read(cursor);
    if (snapshot === undefined) return '';
    // A damaged stack must not end the trace: it says so where its lines would be.
    const lines = await symbolizer.stack(snapshot, limit).then(
      ({ frames }) => (kind === 'source' ? sourceLines(frames) : straceStackLines(frames)),
      (error: unknown) => [` > unexpected_backtracing_error [${error instanceof Error ? error.message : String(error)}]`],
    );
    return lines.map((line) => `${line}\n`).join('');
  };
}

/** ` > MODULE(SYMBOL+0xOFFSET) [0xFILEOFFSET] FILE:LINE`; an inlined call has no offsets of its own. */
function sourceLines(frames: readonly Frame[]): string[] {
  return frames.map((frame) => {
    const [base = ''] = straceStackLines([{ ...frame, inlined: false }]);
    const text = frame.inlined ? ` > ${frame.module ?? ''}(${frame.symbol ?? ''}) [inlined]` : base;
    return frame.file === undefined ? text : `${text} ${frame.file}:${frame.line ?? 0}`;
  });
}
