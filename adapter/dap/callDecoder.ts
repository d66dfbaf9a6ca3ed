/** Rows of the recording as they are shown: text as strace prints it, and typed trees of one call. */

import { type DecodedArg, decodeCallTree } from '../decode/callTree.js';
import { RecordedCall } from '../decode/callView.js';
import { carriedSyscall, emitEntryArgs, emitExitArgs, resultText } from '../decode/decodeCall.js';
import { type DecodeOptions, defaultDecodeOptions, type Value } from '../decode/emitter.js';
import { errnoName } from '../decode/errnoText.js';
import type { LineVocabulary } from '../decode/lineOptions.js';
import { tamperedResult } from '../decode/tampered.js';
import { TextEmitter } from '../decode/textEmitter.js';
import { waitStatus } from '../decode/waitStatus.js';
import type { Row } from '../protocol/requests.js';
import { blobKinds, recordFlags } from '../record/layout.js';
import type { StoredRow, TraceStore } from '../store/traceStore.js';
import { captureOptions } from './tracePlan.js';

/** Details show all that was captured. */
const treeOptions: DecodeOptions = { ...captureOptions, verbose: true };

export interface ShownCall {
  readonly name: string;
  readonly args: readonly DecodedArg[];
  /** What stands behind `= `; undefined while the call runs. */
  readonly result: string | undefined;
  /** Of a call that succeeded. */
  readonly resultValue: Value | undefined;
}

export class CallDecoder {
  private readonly text = new TextEmitter(defaultDecodeOptions);

  constructor(
    private readonly store: TraceStore,
    private readonly vocabulary: LineVocabulary,
  ) {}

  /** Whether everything that a row will ever show is there: its call has returned, or it is no call. */
  isSettled(index: number): boolean {
    const rows = this.store.index;
    return rows.kind(index) !== 'syscall' || rows.exitOffset(index) !== 0 || rows.never(index);
  }

  row(index: number): Row {
    const stored = this.store.row(index);
    return { index, kind: stored.kind, pid: stored.task.pid, tid: stored.task.tid, timeNs: stored.timeNs, ...this.content(stored) };
  }

  /** The row as strace prints it, without pid. */
  line(index: number): string {
    const { kind, name, args, result } = this.row(index);
    switch (kind) {
      case 'syscall':
        return result === undefined ? `${name}(${args} <unfinished ...>` : `${`${name}(${args})`.padEnd(39)} = ${result}`;
      case 'signal':
        return `--- ${args} ---`;
      case 'groupStop':
        return `--- stopped by ${name} ---`;
      case 'exit':
        return `+++ ${args} +++`;
      default:
        return `${name}: ${args}`;
    }
  }

  /** The call of a row of kind syscall, typed. */
  call(index: number): ShownCall {
    const stored = this.store.row(index);
    const { record, exit } = stored;
    const syscall = this.vocabulary.syscall(record.abi, record.nr);
    if (!this.store.index.hasEntry(index)) return { name: syscall.name, args: [], result: this.bareResult(stored), resultValue: undefined };
    const call = new RecordedCall(record, exit ?? (stored.never ? 'never' : 'running'));
    const shown = carriedSyscall(syscall, call);
    const { args, result } = decodeCallTree(call, shown.descriptor, treeOptions);
    return { name: shown.name, args, result: this.result(stored, call), resultValue: result };
  }

  private content(stored: StoredRow): Pick<Row, 'name' | 'args' | 'result' | 'errno' | 'durationNs'> {
    const { record, task } = stored;
    switch (stored.kind) {
      case 'syscall':
        return this.callContent(stored);
      case 'signal':
        return { name: this.vocabulary.signal(record.signo), args: this.vocabulary.siginfo(record.signo, record.blob(blobKinds.siginfo)) };
      case 'groupStop':
        return { name: this.vocabulary.signal(record.signo), args: '' };
      case 'exit':
        return { name: 'exit', args: (record.flags & recordFlags.detached) !== 0 ? 'detached' : this.endText(record.status) };
      case 'exec':
        return { name: 'exec', args: record.text('exe') };
      case 'start':
        return { name: 'start', args: record.text('exe') || record.text('comm') || task.name };
      case 'note':
        return { name: 'note', args: record.text('text') };
    }
  }

  private callContent(stored: StoredRow): Pick<Row, 'name' | 'args' | 'result' | 'errno' | 'durationNs'> {
    const { record, exit, durationNs } = stored;
    const syscall = this.vocabulary.syscall(record.abi, record.nr);
    const duration = durationNs === undefined ? {} : { durationNs };
    // Attached in the middle of it: its arguments were not seen.
    if (!this.store.index.hasEntry(stored.index)) return { name: syscall.name, args: '', result: this.bareResult(stored), ...errnoOf(stored) };
    const call = new RecordedCall(record, exit ?? (stored.never ? 'never' : 'running'));
    emitEntryArgs(this.text, call, syscall.descriptor);
    if (call.phase === 'exit') emitExitArgs(this.text, call, syscall.descriptor);
    const args = this.text.take();
    const result = this.result(stored, call);
    return { name: syscall.name, args, ...(result === undefined ? {} : { result }), ...errnoOf(stored), ...duration };
  }

  private result(stored: StoredRow, call: RecordedCall): string | undefined {
    if (!stored.exit && !stored.never) return undefined;
    const syscall = this.vocabulary.syscall(stored.record.abi, stored.record.nr);
    return tamperedResult(resultText(this.text, call, syscall), call, syscall.descriptor);
  }

  private bareResult({ record, failed }: StoredRow): string {
    const name = failed ? errnoName(-Number(record.ret)) : undefined;
    return name === undefined ? String(record.ret) : `-1 ${name}`;
  }

  private endText(status: number): string {
    const end = waitStatus(status);
    if (end.kind === 'exited') return `exited with ${end.code}`;
    return `killed by ${this.vocabulary.signal(end.signo)}${end.core ? ' (core dumped)' : ''}`;
  }
}

function errnoOf({ exit, failed }: StoredRow): Pick<Row, 'errno'> {
  const name = failed && exit ? errnoName(-Number(exit.ret)) : undefined;
  return name === undefined ? {} : { errno: name };
}
