import { decodeCallTree } from '../decode/callTree.js';
import { RecordedCall } from '../decode/callView.js';
import { carriedSyscall } from '../decode/decodeCall.js';
import { errnoName } from '../decode/errnoText.js';
import type { CallStatus, LineOptions, LineVocabulary } from '../decode/lineOptions.js';
import { SavedRecord } from '../decode/savedRecord.js';
import { type Tampered, tamperedParts } from '../decode/tampered.js';
import { safeJson } from '../decode/terminalText.js';
import { numberJson, valueJson } from '../decode/valueJson.js';
import { waitStatus } from '../decode/waitStatus.js';
import type { Json } from '../protocol/json.js';
import { type AbiName, blobKinds, noteCodes, recordFlags, recordTypes, taskOrigins } from '../record/layout.js';
import { offsets } from '../record/offsets.js';
import type { RecordCursor } from '../record/recordCursor.js';
import { controlGroup } from '../store/controlGroup.js';
import type { RecordSink } from '../store/ingest.js';
import type { Task } from '../store/task.js';
import { idsOf } from '../store/taskFacts.js';
import { abiNames } from '../syscalls/registry.js';

/** Where a record keeps its tid. */
const TID_OFFSET = offsets.RecordHeader.tid;
const NS = 1_000_000_000n;

const nameOf = (table: Readonly<Record<string, number>>, value: number): string => Object.keys(table).find((name) => table[name] === value) ?? String(value);

type JsonObject = Readonly<Record<string, Json | undefined>>;

/**
 * Turns records, in file order, into JSON Lines: an object for each event. A call is one object, when it has ended:
 *
 *   type      'syscall', 'signal', 'groupStop', 'start', 'exec', 'exit' or 'note'
 *   pid, tid  numbers
 *   time      seconds since the epoch with nine decimals, as text: when it began
 *   syscall:  name, abi, nr, args (name, type, direction, raw register, value: see decode/valueJson.ts), ret (number, or decimal text
 *             beyond 2^53; null when it never returned), result (the return value, typed), note, errno, tampered (what
 *             of 'result', 'arguments', 'delay' the tracer made), durationNs, status
 *   signal:   signal, signo, info (as strace prints it)      groupStop: signal, signo
 *   start:    how, parentTid, name, exe                      exec: exe, formerTid
 *             and, with --decode-pids, cgroup, container and namespacePids
 *   exit:     code, or signal and core; or detached          note: code, count, text
 */
export class JsonLinesWriter implements RecordSink {
  readonly #calls: (SavedRecord | undefined)[] = [];

  constructor(
    private readonly options: Pick<LineOptions, 'decode' | 'wanted' | 'wantedSignal' | 'statuses'>,
    private readonly vocabulary: LineVocabulary,
    /** Takes a line, without its newline. */
    private readonly write: (line: string, task: Task) => void,
    private readonly startRealtimeNs: bigint,
  ) {}

  record(cursor: RecordCursor, task: Task): void {
    switch (cursor.type) {
      case recordTypes.syscallEntry:
        this.entry(cursor, task);
        break;
      case recordTypes.syscallExit:
        this.exit(cursor, task);
        break;
      case recordTypes.signal:
        this.signal(cursor, task);
        break;
      case recordTypes.groupStop:
        if (this.options.wantedSignal(cursor.signo))
          this.event('groupStop', cursor, task, { signal: this.vocabulary.signal(cursor.signo), signo: cursor.signo });
        break;
      case recordTypes.taskStart:
        this.event('start', cursor, task, {
          how: nameOf(taskOrigins, cursor.how),
          parentTid: cursor.parentTid || undefined,
          name: task.name,
          exe: task.exe || undefined,
          ...this.place(cursor),
        });
        break;
      case recordTypes.taskExec:
        this.exec(cursor, task);
        break;
      case recordTypes.taskExit:
        this.taskExit(cursor, task);
        break;
      case recordTypes.note:
        this.event('note', cursor, task, { code: nameOf(noteCodes, cursor.noteCode), count: cursor.noteCount, text: cursor.text('text') });
        break;
    }
  }

  private entry(cursor: RecordCursor, task: Task): void {
    this.#calls[task.index] = undefined;
    if (!this.options.wanted(cursor.abi, task.chosenNr)) return;
    const saved = new SavedRecord();
    saved.save(cursor);
    this.#calls[task.index] = saved;
  }

  private exit(cursor: RecordCursor, task: Task): void {
    const entry = this.#calls[task.index];
    this.#calls[task.index] = undefined;
    if (entry !== undefined) this.call(new RecordedCall(entry, cursor), task, task.openTimeNs, cursor.timeNs - task.openTimeNs, undefined);
    else if (cursor.entryOffset === 0 && this.options.wanted(cursor.abi, cursor.nr)) this.exitOnly(cursor, task);
  }

  /** The attach came in the middle of it: there are no arguments. */
  private exitOnly(cursor: RecordCursor, task: Task): void {
    const failed = (cursor.flags & recordFlags.isError) !== 0;
    const status: CallStatus = failed ? 'failed' : 'successful';
    if (this.options.statuses?.has(status) === false) return;
    const { name } = this.vocabulary.syscall(cursor.abi, cursor.nr);
    const errno = failed ? errnoName(-Number(cursor.ret)) : undefined;
    this.event('syscall', cursor, task, { name, abi: this.abi(cursor.abi), nr: cursor.nr, ret: failed ? -1 : numberJson(cursor.ret), errno, status });
  }

  private call(call: RecordedCall, task: Task, timeNs: number, durationNs: number | undefined, ending: 'unfinished' | 'detached' | undefined): void {
    const status: CallStatus = ending ?? (call.errno === 0 ? 'successful' : 'failed');
    if (this.options.statuses?.has(status) === false) return;
    const abi = abiNames.indexOf(call.abi);
    const syscall = carriedSyscall(this.vocabulary.syscall(abi, call.nr), call);
    const { args, result, note } = decodeCallTree(call, syscall.descriptor, this.options.decode);
    const errno = call.errno === undefined || call.errno === 0 ? undefined : (errnoName(call.errno) ?? String(call.errno));
    this.line(task, {
      type: 'syscall',
      pid: call.pid,
      tid: call.tid,
      time: this.time(timeNs),
      name: syscall.name,
      abi: call.abi,
      nr: call.nr,
      args: args.map(({ name, type, direction, raw, value }) => ({ name, type, direction, raw: `0x${raw.toString(16)}`, value: valueJson(value) })),
      ret: ending === undefined ? (errno === undefined ? numberJson(call.retSigned) : -1) : null,
      result: result === undefined ? undefined : valueJson(result),
      note,
      errno,
      ...(call.exitFlags === 0 ? {} : tamperedJson(call.exitFlags)),
      durationNs,
      status,
    });
  }

  private signal(cursor: RecordCursor, task: Task): void {
    if ((cursor.flags & recordFlags.suppressed) !== 0 || !this.options.wantedSignal(cursor.signo)) return;
    const info = this.vocabulary.siginfo(cursor.signo, cursor.blob(blobKinds.siginfo));
    this.event('signal', cursor, task, { signal: this.vocabulary.signal(cursor.signo), signo: cursor.signo, info });
  }

  private exec(cursor: RecordCursor, leader: Task): void {
    if (cursor.formerTid !== leader.tid) {
      this.unfinished(leader, 'unfinished');
      // The call itself is not lost: its exit comes under the leader’s tid.
      const former = this.#calls.findLastIndex((saved) => saved?.view.getInt32(TID_OFFSET, true) === cursor.formerTid);
      if (former >= 0) {
        this.#calls[leader.index] = this.#calls[former];
        this.#calls[former] = undefined;
      }
    }
    this.event('exec', cursor, leader, { exe: cursor.text('exe'), formerTid: cursor.formerTid, ...this.place(cursor) });
  }

  /** Where --decode-pids asked for it: the control group and container of the task that starts or execs, and its ids in other PID namespaces. */
  private place(cursor: RecordCursor): JsonObject {
    if (cursor.blob(blobKinds.procStatus) === undefined) return {};
    const group = controlGroup(cursor.text('cgroups'));
    const ids = idsOf(cursor.text('procStatus'));
    return { cgroup: group?.path, container: group?.container, namespacePids: ids.length > 1 ? ids.slice(1) : undefined };
  }

  private taskExit(cursor: RecordCursor, task: Task): void {
    const detached = (cursor.flags & recordFlags.detached) !== 0;
    this.unfinished(task, detached ? 'detached' : 'unfinished');
    if (detached) {
      this.event('exit', cursor, task, { detached });
      return;
    }
    const end = waitStatus(cursor.status);
    this.event('exit', cursor, task, end.kind === 'exited' ? { code: end.code } : { signal: this.vocabulary.signal(end.signo), core: end.core });
  }

  private unfinished(task: Task, ending: 'unfinished' | 'detached'): void {
    const entry = this.#calls[task.index];
    this.#calls[task.index] = undefined;
    if (entry !== undefined) this.call(new RecordedCall(entry, 'never'), task, task.openTimeNs, undefined, ending);
  }

  private event(type: string, cursor: RecordCursor, task: Task, rest: JsonObject): void {
    this.line(task, { type, pid: cursor.pid, tid: cursor.tid, time: this.time(cursor.timeNs), ...rest });
  }

  private line(task: Task, object: JsonObject): void {
    this.write(safeJson(object), task);
  }

  private time(timeNs: number): string {
    const at = this.startRealtimeNs + BigInt(timeNs);
    return `${at / NS}.${String(at % NS).padStart(9, '0')}`;
  }

  private abi(abi: number): AbiName {
    return abiNames[abi] ?? 'x86_64';
  }
}

function tamperedJson(flags: number): { readonly tampered?: Tampered[] } {
  const tampered = tamperedParts(flags);
  return tampered.length === 0 ? {} : { tampered };
}
