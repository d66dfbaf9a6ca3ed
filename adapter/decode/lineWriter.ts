import { blobKinds, recordFlags, recordTypes } from '../record/layout.js';
import { offsets } from '../record/offsets.js';
import type { ExitBehind, RecordCursor } from '../record/recordCursor.js';
import type { RecordSink } from '../store/ingest.js';
import type { Task, TaskTable } from '../store/task.js';
import type { SyscallDescriptor, SyscallEntryInTable } from '../syscalls/descriptor.js';
import { RecordedCall } from './callView.js';
import type { RecordBytes } from './capturedMemory.js';
import { carriedSyscall, entryArgCount, entryText, exitText, isShown, resultText, typeIn } from './decodeCall.js';
import type { LineBuffer } from './lineBuffer.js';
import type { CallStatus, LineOptions, LineVocabulary } from './lineOptions.js';
import { LinePrefix, secondsText } from './linePrefix.js';
import type { CallView } from './memory.js';
import { personalityName } from './personality.js';
import { tamperedResult } from './tampered.js';
import { type OpenLine, TaskLines } from './taskLines.js';
import { TextEmitter } from './textEmitter.js';
import { type WaitStatus, waitStatus } from './waitStatus.js';

/** Makes the lines of the stack whose record the cursor is on (-k), at once where they are known; must not be rejected. */
export type StackLines = (cursor: RecordCursor) => string | Promise<string>;

/** What a line writer asks of who owns its outputs. */
export interface LineOutputs {
  /** The output of a task: one for all, or one each (-ff). */
  bufferOf(task: Task): LineBuffer;
  /** Undefined when stacks are not wanted. */
  readonly stackLines: StackLines | undefined;
}

/** A call that needs no OpenLine. */
interface WholeCall {
  readonly call: RecordedCall;
  readonly syscall: SyscallEntryInTable;
  readonly exit: ExitBehind;
  readonly text: string;
  /** Arguments in `text`. */
  readonly shownNow: number;
}

const UNFINISHED = ' <unfinished ...>';

/** Turns records, in file order, into the lines that strace 6.1 prints. */
export class LineWriter implements RecordSink {
  readonly #options: LineOptions;
  readonly #vocabulary: LineVocabulary;
  readonly #outputs: LineOutputs;
  readonly #tasks: TaskTable;
  readonly #prefix: LinePrefix;
  readonly #emitter: TextEmitter;
  readonly #states: TaskLines[] = [];
  /** Line whose call just ended: where its stack belongs. */
  #stackBuffer: LineBuffer | undefined;
  #call: RecordedCall | undefined;
  /** File offset of the exit record that is part of a line already. */
  #written = 0;

  constructor(options: LineOptions, vocabulary: LineVocabulary, outputs: LineOutputs, tasks: TaskTable, startRealtimeNs: bigint) {
    this.#options = options;
    this.#vocabulary = vocabulary;
    this.#outputs = outputs;
    this.#tasks = tasks;
    this.#prefix = new LinePrefix(options, startRealtimeNs);
    this.#emitter = new TextEmitter(options.decode);
  }

  record(cursor: RecordCursor, task: Task): void {
    switch (cursor.type) {
      case recordTypes.syscallEntry:
        this.#entry(cursor, task);
        break;
      case recordTypes.syscallExit:
        this.#exit(cursor, task);
        break;
      case recordTypes.taskStart:
        this.#state(task).abi = this.#stateOf(cursor.parentTid)?.abi ?? 0;
        break;
      case recordTypes.signal:
        this.#signal(cursor, task);
        break;
      case recordTypes.groupStop:
        if (this.#options.wantedSignal(cursor.signo)) this.#line(cursor, task, `--- stopped by ${this.#vocabulary.signal(cursor.signo)} ---`);
        break;
      case recordTypes.taskExec:
        this.#exec(cursor, task);
        break;
      case recordTypes.taskExit:
        this.#taskExit(cursor, task);
        break;
      case recordTypes.stack:
      case recordTypes.frames:
      case recordTypes.sameFrames:
        this.#stack(cursor, task);
        break;
    }
  }

  #entry(cursor: RecordCursor, task: Task): void {
    const state = this.#state(task);
    this.#stackBuffer = undefined;
    const { abi, nr } = cursor;
    if (abi !== state.abi) this.#personality(cursor, task, state, abi);
    state.inCall = false;
    const { lastNr: previous = 0, lastAbi } = state;
    state.lastNr = nr;
    state.lastAbi = abi;
    if (!this.#options.wanted(abi, task.chosenNr)) return;
    const { open } = state;
    const call = this.#begun(cursor);
    const syscall = carriedSyscall(this.#vocabulary.syscall(abi, nr), call);
    const shownNow = entryArgCount(syscall.descriptor, call);
    let text = entryText(this.#emitter, call, syscall, shownNow);
    const exit = cursor.exitBehind();
    if (exit !== undefined && syscall.descriptor.noReturn !== true && syscall.name !== 'restart_syscall') {
      this.#wholeCall(cursor, task, { call, syscall, exit, text, shownNow });
      return;
    }
    open.entry.save(cursor);
    open.timeNs = cursor.timeNs;
    open.ip = cursor.ip;
    open.held = '';
    open.done = false;
    state.inCall = true;
    open.syscall = syscall;
    open.complete = shownNow >= syscall.descriptor.args.length;
    open.comma = commaAtEntry(syscall.descriptor, shownNow, call) && !text.endsWith(', ');
    if (open.comma) text += ', ';
    if (syscall.name === 'restart_syscall') text += `<... resuming interrupted ${this.#vocabulary.syscall(lastAbi, previous).name} ...>`;
    const prefix = this.#prefixText(cursor, task, open.ip);
    if (this.#options.statuses !== undefined) {
      open.held = prefix + text;
      return;
    }
    const buffer = this.#begin(task);
    buffer.append(prefix + text);
    if (syscall.descriptor.noReturn === true && (cursor.flags & recordFlags.resultInjected) === 0) this.#never(open, buffer);
    else buffer.owner = task;
  }

  /** The view of a call, valid until the next one is asked for. */
  #begun(entry: RecordBytes): RecordedCall {
    if (this.#call === undefined) this.#call = new RecordedCall(entry, 'running');
    else this.#call.began(entry);
    return this.#call;
  }

  /** A call whose exit is the next record: nothing cuts its line. `text` is that of its entry. */
  #wholeCall(cursor: RecordCursor, task: Task, { call, syscall, exit, text, shownNow }: WholeCall): void {
    this.#written = cursor.offset + cursor.size;
    const prefix = this.#prefixText(cursor, task, cursor.ip);
    call.returned(exit);
    if (this.#options.statuses?.has(statusOf(call)) === false) return;
    const buffer = this.#begin(task);
    buffer.append(prefix + text + exitText(this.#emitter, call, syscall, shownNow));
    this.#returned(buffer, call, syscall, exit.timeNs - cursor.timeNs);
  }

  #exit(cursor: RecordCursor, task: Task): void {
    if (cursor.offset === this.#written) return;
    const state = this.#state(task);
    this.#stackBuffer = undefined;
    if (!state.inCall) {
      if (cursor.entryOffset === 0 && this.#options.wanted(cursor.abi, cursor.nr)) this.#exitOnly(cursor, task, state);
      return;
    }
    state.inCall = false;
    const { open } = state;
    const { syscall } = open;
    if (syscall === undefined) return;
    const call = this.#begun(open.entry);
    call.returned(cursor);
    const buffer = this.#resume(cursor, task, open, statusOf(call));
    if (buffer === undefined) return;
    const rest = exitText(this.#emitter, call, syscall);
    buffer.append(open.comma && rest.startsWith(', ') ? rest.slice(2) : rest);
    this.#returned(buffer, call, syscall, cursor.timeNs - open.timeNs);
  }

  /** The result of a call, and what belongs below it. */
  #returned(buffer: LineBuffer, call: RecordedCall, syscall: SyscallEntryInTable, durationNs: number): void {
    this.#result(buffer, tamperedResult(resultText(this.#emitter, call, syscall), call, syscall.descriptor), durationNs);
    const below = this.#options.below?.(syscall, call) ?? '';
    if (below !== '') {
      buffer.append(below.slice(0, -1));
      buffer.endLine('');
    }
    this.#stackBuffer = buffer;
  }

  /** The exit of a call whose entry was not seen: the attach came in the middle of it. */
  #exitOnly(cursor: RecordCursor, task: Task, state: TaskLines): void {
    const { statuses } = this.#options;
    const failed = (cursor.flags & recordFlags.isError) !== 0;
    if (statuses !== undefined && !statuses.has(failed ? 'failed' : 'successful')) return;
    const syscall = this.#vocabulary.syscall(cursor.abi, cursor.nr);
    state.lastNr = cursor.nr;
    // The result needs the exit record only; the arguments are gone with the entry.
    const call = this.#begun(state.open.entry);
    call.returned(cursor);
    const buffer = this.#begin(task);
    buffer.append(`${this.#prefixText(cursor, task, undefined)}<... ${syscall.name} resumed>)`);
    this.#result(buffer, resultText(this.#emitter, call, syscall), undefined);
    this.#stackBuffer = buffer;
  }

  #signal(cursor: RecordCursor, task: Task): void {
    // The stack behind a signal is for a crash report: it belongs to no line.
    this.#stackBuffer = undefined;
    if ((cursor.flags & recordFlags.suppressed) !== 0 || !this.#options.wantedSignal(cursor.signo)) return;
    const text = this.#vocabulary.siginfo(cursor.signo, cursor.blob(blobKinds.siginfo), this.#options.decode);
    this.#line(cursor, task, `--- ${text} ---`, cursor.word(offsets.Signal.ip));
  }

  #exec(cursor: RecordCursor, leader: Task): void {
    if (cursor.formerTid === leader.tid) return;
    const former = this.#tasks.get(cursor.formerTid);
    const state = this.#state(leader);
    if (state.inCall) this.#endOpen(cursor, leader, state, 'unfinished');
    // The calling thread is the leader from here on: there is one task less.
    const several = this.#tasks.alive - (former === undefined ? 0 : 1) > 1;
    if (!this.#options.quiet.has('thread-execve')) {
      const prefix = this.#prefix.text(leader.tid, several, cursor.timeNs, state.lastNr, undefined);
      this.#begin(leader).endLine(`${prefix}+++ superseded by execve in pid ${cursor.formerTid} +++`);
    }
    const formerState = former === undefined ? undefined : this.#states[former.index];
    if (former === undefined || formerState === undefined) return;
    // The execve that is under way goes on under the leader’s tid.
    const buffer = this.#outputs.bufferOf(former);
    if (buffer.owner === former) buffer.endLine(UNFINISHED);
    this.#states[leader.index] = formerState;
    this.#states[former.index] = new TaskLines();
  }

  #taskExit(cursor: RecordCursor, task: Task): void {
    const detached = (cursor.flags & recordFlags.detached) !== 0;
    const state = this.#state(task);
    if (state.inCall && !state.open.done) this.#endOpen(cursor, task, state, detached ? 'detached' : 'unfinished');
    state.inCall = false;
    if (!detached) this.#end(cursor, task);
    const { lastStack } = state;
    state.lastStack = undefined;
    if (lastStack !== undefined) putStack(this.#begin(task), lastStack);
  }

  #end(cursor: RecordCursor, task: Task): void {
    const status = waitStatus(cursor.status);
    if (status.kind === 'exited' ? this.#options.quiet.has('exit') : !this.#options.wantedSignal(status.signo)) return;
    this.#line(cursor, task, `+++ ${endText(status, this.#vocabulary)} +++`);
  }

  /** Ends the line of a call that will not return. */
  #endOpen(cursor: RecordCursor, task: Task, state: TaskLines, status: 'unfinished' | 'detached'): void {
    const { open } = state;
    state.inCall = false;
    if (open.done) return;
    // Of a call that other lines have cut already nothing more is said when its process is let go.
    if (status === 'detached' && this.#options.statuses === undefined && this.#outputs.bufferOf(task).owner !== task) return;
    const buffer = this.#resume(cursor, task, open, status);
    if (buffer === undefined) return;
    if (status === 'detached') buffer.endLine(' <detached ...>');
    else this.#never(open, buffer);
  }

  #never(open: OpenLine, buffer: LineBuffer): void {
    open.done = true;
    buffer.append(open.complete ? ')' : `${UNFINISHED})`);
    this.#result(buffer, '?', undefined);
    this.#stackBuffer = buffer;
  }

  /** Puts the output into the call’s line again; undefined when its status is not wanted. */
  #resume(cursor: RecordCursor, task: Task, open: OpenLine, status: CallStatus): LineBuffer | undefined {
    const { statuses } = this.#options;
    if (statuses !== undefined) {
      if (!statuses.has(status)) return undefined;
      const buffer = this.#begin(task);
      buffer.append(open.held);
      return buffer;
    }
    const buffer = this.#outputs.bufferOf(task);
    if (buffer.owner === task) return buffer;
    this.#begin(task);
    buffer.append(`${this.#prefixText(cursor, task, open.ip)}<... ${open.syscall?.name ?? ''} resumed>`);
    return buffer;
  }

  #result(buffer: LineBuffer, result: string, durationNs: number | undefined): void {
    const pad = this.#options.column - buffer.column;
    const { duration } = this.#options;
    const time = duration === undefined || durationNs === undefined ? '' : ` <${secondsText(durationNs, duration)}>`;
    buffer.endLine(`${pad > 1 ? ' '.repeat(pad) : ' '}= ${result}${time}`);
  }

  #personality(cursor: RecordCursor, task: Task, state: TaskLines, abi: number): void {
    state.abi = abi;
    if (!this.#options.quiet.has('personality')) this.#line(cursor, task, `[ Process PID=${task.tid} runs in ${personalityName(abi)} mode. ]`);
  }

  /** The stack of a call that does not return stands behind the end of its task, as strace has it. */
  #stack(cursor: RecordCursor, task: Task): void {
    const lines = this.#outputs.stackLines?.(cursor);
    if (lines === undefined) return;
    const state = this.#state(task);
    if (state.inCall && state.open.done) state.lastStack = lines;
    else if (this.#stackBuffer !== undefined) putStack(this.#stackBuffer, lines);
  }

  /** A line of its own. */
  #line(cursor: RecordCursor, task: Task, text: string, ip?: number | bigint): void {
    const buffer = this.#begin(task);
    buffer.append(this.#prefixText(cursor, task, ip));
    buffer.endLine(text);
    this.#stackBuffer = undefined;
  }

  /** The buffer for a new line of `task`: the line that is begun there is cut. */
  #begin(task: Task): LineBuffer {
    const buffer = this.#outputs.bufferOf(task);
    if (buffer.owner !== undefined) buffer.endLine(UNFINISHED);
    return buffer;
  }

  #prefixText(cursor: RecordCursor, task: Task, ip: number | bigint | undefined): string {
    return this.#prefix.text(task.tid, this.#tasks.alive > 1, cursor.timeNs, this.#states[task.index]?.lastNr, ip);
  }

  #stateOf(tid: number): TaskLines | undefined {
    const task = this.#tasks.get(tid);
    return task === undefined ? undefined : this.#states[task.index];
  }

  #state(task: Task): TaskLines {
    let state = this.#states[task.index];
    if (state === undefined) {
      state = new TaskLines();
      this.#states[task.index] = state;
    }
    return state;
  }
}

const statusOf = ({ errno }: CallView): CallStatus => (errno === 0 ? 'successful' : 'failed');

function putStack(buffer: LineBuffer, lines: string | Promise<string>): void {
  if (typeof lines === 'string') buffer.appendLines(lines);
  else buffer.appendLater(lines);
}

/** Whether strace prints the comma behind the last argument of the entry at once: seen in unfinished lines. */
function commaAtEntry({ args }: SyscallDescriptor, shownNow: number, call: CallView): boolean {
  const next = args[shownNow];
  if (next === undefined || shownNow === 0 || typeIn(next, call).halves !== undefined) return false;
  return args[shownNow - 1]?.lateComma !== true && isShown(next, call);
}

function endText(status: WaitStatus, vocabulary: LineVocabulary): string {
  if (status.kind === 'exited') return `exited with ${status.code}`;
  return `killed by ${vocabulary.signal(status.signo)}${status.core ? ' (core dumped)' : ''}`;
}
