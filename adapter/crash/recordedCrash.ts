import { recordTypes } from '../record/layout.js';
import { offsets } from '../record/offsets.js';
import { RecordCursor } from '../record/recordCursor.js';
import type { TraceFile } from '../record/traceFile.js';
import { TaskTable } from '../store/task.js';
import type { CrashFacts } from './crashFacts.js';
import { TraceCrashes } from './traceCrashes.js';

/** Records between a signal and its Stack record: Maps, and what other tasks did meanwhile. */
const NEAR = 16;

/**
 * The facts of the crash whose Signal record lies at file offset `signalOffset` of a recording. Undefined when there is no
 * such record, or nothing was recorded behind it (CaptureOptions.crashSignals).
 */
export function recordedCrash(file: TraceFile, signalOffset: number): CrashFacts | undefined {
  const cursor = new RecordCursor(file, 64 * 1024);
  if (!cursor.moveTo(signalOffset) || !isAt(cursor, 'signal')) return undefined;
  const { tid, signo } = cursor;
  let found: CrashFacts | undefined;
  const crashes = new TraceCrashes(new Set([signo]), file, (facts) => {
    found = facts;
  });
  const task = new TaskTable().take(cursor);
  crashes.record(cursor, task);
  for (let step = 0; step < NEAR && cursor.next(); step++) {
    if (cursor.tid !== tid || isAt(cursor, 'maps')) continue;
    if (!isAt(cursor, 'stack')) return undefined;
    const stackOffset = cursor.offset;
    // Its mappings may have been recorded long before.
    if (cursor.moveTo(cursor.u64(offsets.Stack.mapsOffset)) && isAt(cursor, 'maps')) crashes.record(cursor, task);
    if (cursor.moveTo(stackOffset)) crashes.record(cursor, task);
    return found;
  }
  return undefined;
}

const isAt = (cursor: RecordCursor, type: keyof typeof recordTypes): boolean => cursor.type === recordTypes[type];
