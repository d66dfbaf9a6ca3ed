import type { StackLines } from '../decode/lineWriter.js';
import type { RecordCursor } from '../record/recordCursor.js';
import type { RecordedStack, RecordedStacks } from '../store/recordedStacks.js';
import type { Frame, Symbolizer } from '../symbols/frame.js';
import { straceStackLines } from '../symbols/straceStack.js';
import { symbolizeUnwound } from '../symbols/unwoundStack.js';

export interface StackStyle {
  /** -k as strace prints it; -kk with source lines and the calls that were inlined. */
  readonly kind: 'symbols' | 'source';
  /** Most frames. */
  readonly limit: number;
}

/** Makes the lines below a call (-k). A stack that cannot be unwound has none. */
export function stackPrinter(stacks: RecordedStacks, symbolizer: Symbolizer, style: StackStyle): StackLines {
  /** The text of the last stack of each slot: programs call from the same places again and again. */
  const known = new Map<number, { readonly offset: number; text: string | Promise<string> }>();
  return (cursor: RecordCursor) => {
    const place = stacks.placeOf(cursor);
    if (place === undefined) return '';
    const { offset, slot } = place;
    const earlier = slot === undefined ? undefined : known.get(slot);
    if (earlier?.offset === offset) return earlier.text;
    const stack = stacks.read(cursor);
    if (stack === undefined) return '';
    const text = stackText(stack, symbolizer, style);
    if (slot !== undefined) {
      const entry: { readonly offset: number; text: string | Promise<string> } = { offset, text };
      known.set(slot, entry);
      void text.then((done) => {
        entry.text = done;
      });
    }
    return text;
  };
}

/** A damaged stack must not end the trace: it says so where its lines would be. */
async function stackText(stack: RecordedStack, symbolizer: Symbolizer, { kind, limit }: StackStyle): Promise<string> {
  const named = stack.kind === 'copied' ? symbolizer.stack(stack.snapshot, limit) : symbolizeUnwound(symbolizer, stack.stack, limit);
  const lines = await named.then(
    ({ frames }) => (kind === 'source' ? sourceLines(frames) : straceStackLines(frames)),
    (error: unknown) => [` > unexpected_backtracing_error [${error instanceof Error ? error.message : String(error)}]`],
  );
  return lines.map((line) => `${line}\n`).join('');
}

/** ` > MODULE(SYMBOL+0xOFFSET) [0xFILEOFFSET] FILE:LINE`; an inlined call has no offsets of its own. */
function sourceLines(frames: readonly Frame[]): string[] {
  return frames.map((frame) => {
    const [base = ''] = straceStackLines([{ ...frame, inlined: false }]);
    const text = frame.inlined ? ` > ${frame.module ?? ''}(${frame.symbol ?? ''}) [inlined]` : base;
    return frame.file === undefined ? text : `${text} ${frame.file}:${frame.line ?? 0}`;
  });
}
