/** Traced tasks as DAP threads: a list, and events for those that start and end. */
import { readFileSync } from 'node:fs';
import { Thread, ThreadEvent } from '@vscode/debugadapter';

import { recordTypes } from '../record/layout.js';
import type { RecordCursor } from '../record/recordCursor.js';
import type { RecordSink } from '../store/ingest.js';
import type { Task } from '../store/task.js';
import type { TraceStore } from '../store/traceStore.js';
import type { Client } from './connection.js';

/** One thread that is traced now. Its DAP id is its tid. */
export interface TracedThread {
  readonly task: Task;
  /** Row of the call that it made last or is in; -1 before its first. */
  lastCall: number;
}

/** Takes records behind the store, which numbers the rows. */
export class Threads implements RecordSink {
  private readonly alive = new Map<number, TracedThread>();
  /** Started and ended since the last flush, by tid. */
  private started = new Set<number>();
  private ended = new Set<number>();
  private putOff: Promise<void> | undefined;

  constructor(
    private readonly store: TraceStore,
    private readonly client: Client,
  ) {}

  record(cursor: RecordCursor, task: Task): void {
    switch (cursor.type) {
      case recordTypes.taskExit:
        this.end(task.tid);
        break;
      case recordTypes.taskExec:
        // The thread that called execve goes on under the leader’s tid.
        if (cursor.formerTid !== task.tid) this.exec(cursor.formerTid, task);
        break;
      case recordTypes.note:
      case recordTypes.maps:
        break;
      default:
        this.see(cursor, task);
    }
  }

  /** Tells the client, or puts it off until it reads again. A thread that came and went since the last time is not worth two events. */
  flush(): void {
    const congestion = this.client.congestion();
    if (congestion) {
      this.putOff ??= congestion.then(() => {
        this.putOff = undefined;
        this.flush();
      });
      return;
    }
    for (const threadId of this.ended) this.client.sendEvent(new ThreadEvent('exited', threadId));
    for (const threadId of this.started) this.client.sendEvent(new ThreadEvent('started', threadId));
    this.started = new Set();
    this.ended = new Set();
  }

  get(tid: number): TracedThread | undefined {
    return this.alive.get(tid);
  }

  list(): Thread[] {
    return [...this.alive.values()].map(({ task }) => new Thread(task.tid, `${currentName(task)} (${task.tid})`));
  }

  private see(cursor: RecordCursor, task: Task): void {
    let thread = this.alive.get(task.tid);
    if (thread?.task !== task) {
      if (thread) this.end(task.tid);
      thread = { task, lastCall: -1 };
      this.alive.set(task.tid, thread);
      this.started.add(task.tid);
    }
    if (cursor.type === recordTypes.syscallEntry) thread.lastCall = this.store.count - 1;
    else if (cursor.type === recordTypes.syscallExit && cursor.entryOffset === 0) thread.lastCall = this.store.count - 1;
  }

  private exec(formerTid: number, leader: Task): void {
    const former = this.alive.get(formerTid);
    const thread = this.alive.get(leader.tid);
    if (former && thread) thread.lastCall = former.lastCall;
    this.end(formerTid);
  }

  private end(tid: number): void {
    if (!this.alive.delete(tid)) return;
    if (!this.started.delete(tid)) this.ended.add(tid);
  }
}

/** The name that the thread has now: programs name their threads after they have started them (prctl(2), PR_SET_NAME). */
function currentName({ pid, tid, name }: Task): string {
  try {
    return readFileSync(`/proc/${pid}/task/${tid}/comm`, 'utf8').trimEnd();
  } catch {
    // It is ending.
    return name || 'thread';
  }
}
