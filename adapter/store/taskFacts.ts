import { blobKinds, recordTypes } from '../record/layout.js';
import type { RecordCursor } from '../record/recordCursor.js';
import { type ControlGroup, controlGroup } from './controlGroup.js';
import type { RecordSink } from './ingest.js';
import type { Task } from './task.js';

/** Where a task lives: its ids from the tracer’s PID namespace to its own, that namespace, and its control group. */
export interface TaskPlace {
  readonly ids: readonly number[];
  /** Inode of its PID namespace. */
  readonly pidNamespace: string;
  readonly group: ControlGroup | undefined;
}

/**
 * What recordings with CaptureOptions.taskFacts say of their tasks; and who is who in PID namespaces. It must see a record
 * before those who ask about its task do.
 */
export class TaskFacts implements RecordSink {
  readonly #places = new Map<number, TaskPlace>();
  /** Tid in the tracer’s namespace, by namespace and id in it; the one that had the id last. */
  readonly #tids = new Map<string, number>();
  /** The namespace in which a namespace was made. */
  readonly #parents = new Map<string, string>();
  #current = 0;

  constructor(
    /** The task with this id in a namespace at this depth (0: the tracer’s), for those that the recording does not know. */
    private readonly elsewhere: (pidNamespace: string, depth: number, id: number) => number | undefined,
  ) {}

  record(cursor: RecordCursor, task: Task): void {
    this.#current = task.tid;
    if (cursor.type === recordTypes.taskStart || cursor.type === recordTypes.taskExec) this.#learn(cursor, task);
  }

  /** Undefined when it was not noted. */
  place(tid: number): TaskPlace | undefined {
    return this.#places.get(tid);
  }

  /** Whether the task of the latest record counts processes otherwise than the tracer. */
  get isElsewhere(): boolean {
    return (this.#places.get(this.#current)?.ids.length ?? 1) > 1;
  }

  /** The tracer’s id for what the task of the latest record calls `id`; undefined when that is not known, or both count alike. */
  translate(id: number): number | undefined {
    const place = this.#places.get(this.#current);
    if (place === undefined || place.ids.length <= 1) return undefined;
    return this.#tids.get(`${place.pidNamespace} ${id}`) ?? this.elsewhere(place.pidNamespace, place.ids.length - 1, id);
  }

  #learn(cursor: RecordCursor, task: Task): void {
    const status = cursor.blob(blobKinds.procStatus);
    if (status === undefined) return;
    const ids = idsOf(cursor.text('procStatus'));
    const pidNamespace = /^pid:\[(\d+)\]$/m.exec(cursor.text('namespaces'))?.[1] ?? '';
    this.#places.set(task.tid, { ids, pidNamespace, group: controlGroup(cursor.text('cgroups')) });
    const above = this.#places.get(task.parentTid);
    if (above !== undefined && above.pidNamespace !== pidNamespace) this.#parents.set(pidNamespace, above.pidNamespace);
    // It has an id in each namespace around its own.
    let namespace: string | undefined = pidNamespace;
    for (let depth = ids.length - 1; depth > 0 && namespace !== undefined; depth--) {
      this.#tids.set(`${namespace} ${ids[depth]}`, task.tid);
      namespace = this.#parents.get(namespace);
    }
  }
}

/** The ids in the NSpid line of /proc/TID/status. */
export function idsOf(status: string): number[] {
  const line = /^NSpid:\s*([\d\s]*)$/m.exec(status)?.[1] ?? '';
  return line
    .split(/\s+/)
    .filter((word) => word !== '')
    .map(Number);
}
