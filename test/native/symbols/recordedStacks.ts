/** The stacks that a capture records, in either form, with their frames. */
import { rmSync } from 'node:fs';
import type { CaptureOptions } from '../../../adapter/capture/backend.js';
import { selection } from '../../../adapter/plan/op.js';
import type { AbiName } from '../../../adapter/record/layout.js';
import { RecordCursor } from '../../../adapter/record/recordCursor.js';
import { TraceFile } from '../../../adapter/record/traceFile.js';
import { type RecordedStack, RecordedStacks } from '../../../adapter/store/recordedStacks.js';
import { isStackRecord } from '../../../adapter/store/stackRecords.js';
import type { Frame, Symbolizer, UnwindEnd } from '../../../adapter/symbols/frame.js';
import { symbolizeUnwound } from '../../../adapter/symbols/unwoundStack.js';
import { launch, planOf } from '../captureRun.js';

export interface Recording {
  readonly stacks: readonly RecordedStack[];
  /** How often each type of stack record was written, in file order. */
  readonly types: readonly string[];
}

/** Runs a program to its end, with the stack of each of the calls `numbers`. */
export async function recordStacks(
  command: readonly string[],
  numbers: readonly number[],
  options: Partial<CaptureOptions> = {},
  abi: AbiName = 'x86_64',
): Promise<Recording> {
  const both = selection.trace | selection.stack;
  const plan = planOf(
    numbers.map((nr) => ({ nr, abi, selection: both })),
    selection.trace,
  );
  const run = launch([...command], { plan, stackBytes: 1 << 16, temporary: false, ...options });
  try {
    await run.end();
    const file = TraceFile.open(run.tracePath);
    try {
      const recorded = new RecordedStacks(file);
      const cursor = new RecordCursor(file);
      const stacks: RecordedStack[] = [];
      while (cursor.next()) {
        const stack = isStackRecord(cursor.type) ? recorded.read(cursor) : undefined;
        if (stack !== undefined) stacks.push(stack);
      }
      return { stacks, types: run.records().map(({ type }) => type) };
    } finally {
      file.close();
    }
  } finally {
    rmSync(run.tracePath, { force: true });
  }
}

export function framesOf(symbolizer: Symbolizer, stack: RecordedStack, limit = 256): Promise<{ frames: Frame[]; end: UnwindEnd }> {
  return stack.kind === 'copied' ? symbolizer.stack(stack.snapshot, limit) : symbolizeUnwound(symbolizer, stack.stack, limit);
}
