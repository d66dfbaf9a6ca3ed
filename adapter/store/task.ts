import { pathText } from '../decode/escape.js';
import { blobKinds, recordTypes } from '../record/layout.js';
import type { RecordCursor } from '../record/recordCursor.js';

/** The name that the record gives its task. Bytes that are no UTF-8 stand for themselves (pathText). */
const nameIn = (cursor: RecordCursor): string => pathText(cursor.blob(blobKinds.comm) ?? noBytes);
const noBytes = new Uint8Array(0);

/** One thread of a traced program, from its first record to its end. A tid that the kernel uses again is a new Task. */
export class Task {
  /** Name as the kernel has it (comm); empty until known. */
  name = '';
  /** Executable, where it was recorded. */
  exe = '';
  alive = true;
  /** Whether it was let go instead of having ended. */
  detached = false;
  /** Wait status when it ended; undefined before, and for a task that another thread’s execve removed. */
  status: number | undefined;

  /** The call that it is in: file offset of the SyscallEntry; 0 when it is in none. */
  openOffset = 0;
  openTimeNs = 0;
  openNr = 0;
  openAbi = 0;
  /** The number that the call it is in, or was in last, is chosen and counted by: see callNumber. */
  chosenNr = 0;

  constructor(
    /** Position in TaskTable.all. */
    readonly index: number,
    readonly pid: number,
    readonly tid: number,
    /** Tid of the task that made it; 0 when that was not seen. */
    readonly parentTid: number,
    /** Nanoseconds since the recording began. */
    readonly startNs: number,
  ) {}

  get isLeader(): boolean {
    return this.pid === this.tid;
  }
}

/** All tasks of a recording, by order of appearance and by the tid that they have now. */
export class TaskTable {
  readonly all: Task[] = [];
  /** Tasks that are alive. */
  alive = 0;
  readonly #byTid = new Map<number, Task>();
  #last: Task | undefined;

  /** The task that has this tid now, or had it last. */
  get(tid: number): Task | undefined {
    return this.#byTid.get(tid);
  }

  /**
   * The task that the cursor’s record is about, made when it is new. Call it once for each record, in file order,
   * before looking at the task’s state; `settle` after it.
   */
  take(cursor: RecordCursor): Task {
    const tid = cursor.tid;
    const last = this.#last;
    if (last !== undefined && last.tid === tid && last.alive && cursor.type <= recordTypes.groupStop) return last;
    let task = this.#byTid.get(tid);
    if (task === undefined || (!task.alive && cursor.type !== recordTypes.taskExit)) task = this.#add(cursor, tid);
    if (cursor.type === recordTypes.taskStart) task.name = nameIn(cursor) || task.name || this.#nameOfParent(cursor.parentTid);
    if (cursor.type === recordTypes.taskStart) task.exe = cursor.text('exe') || task.exe;
    this.#last = task;
    return task;
  }

  /** Brings the task’s state to what it is behind the cursor’s record. */
  settle(cursor: RecordCursor, task: Task): void {
    switch (cursor.type) {
      case recordTypes.syscallEntry:
        task.openOffset = cursor.offset;
        task.openTimeNs = cursor.timeNs;
        task.openNr = cursor.nr;
        task.openAbi = cursor.abi;
        break;
      case recordTypes.syscallExit:
        task.openOffset = 0;
        break;
      case recordTypes.taskExec:
        this.#exec(cursor, task);
        break;
      case recordTypes.taskExit:
        task.openOffset = 0;
        task.status = cursor.status;
        this.#end(task);
        break;
    }
  }

  #add(cursor: RecordCursor, tid: number): Task {
    const parentTid = cursor.type === recordTypes.taskStart ? cursor.parentTid : 0;
    const task = new Task(this.all.length, cursor.pid, tid, parentTid, cursor.timeNs);
    this.all.push(task);
    this.#byTid.set(tid, task);
    this.alive++;
    return task;
  }

  #nameOfParent(parentTid: number): string {
    return this.#byTid.get(parentTid)?.name ?? '';
  }

  /** The calling thread takes the leader’s tid, and its open execve goes with it (ptrace(2), "execve(2) under ptrace"). */
  #exec(cursor: RecordCursor, leader: Task): void {
    const former = cursor.formerTid === leader.tid ? undefined : this.#byTid.get(cursor.formerTid);
    if (former !== undefined) {
      leader.openOffset = former.openOffset;
      leader.openTimeNs = former.openTimeNs;
      leader.openNr = former.openNr;
      leader.openAbi = former.openAbi;
      leader.chosenNr = former.chosenNr;
      former.openOffset = 0;
      this.#end(former);
    }
    leader.name = nameIn(cursor) || leader.name;
    leader.exe = cursor.text('exe') || leader.exe;
  }

  #end(task: Task): void {
    if (!task.alive) return;
    task.alive = false;
    this.alive--;
  }
}
