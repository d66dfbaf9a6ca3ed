/** Process, thread, user and group ids. */
import type { Emitter } from '../../decode/emitter.js';
import { escapeTarget } from '../../decode/escape.js';
import type { Width } from '../../decode/place.js';
import { named, ValueType } from './valueType.js';

class PidType extends ValueType {
  readonly typeName = 'int';
  readonly width = 'i32';

  show(out: Emitter, value: number | bigint): void {
    showPid(out, Number(value));
  }
}

/** A process or thread id; negative ones (process groups, -1) have their own meanings. */
export const pid = named(new PidType());

class GroupType extends ValueType {
  readonly typeName = 'int';
  readonly width = 'i32';

  show(out: Emitter, value: number | bigint): void {
    const id = Number(value);
    out.decimal(id);
    showOurs(out, id, oursOf(out, id));
  }
}

/** Id of a process group or session: it has no name of its own. */
export const processGroup = named(new GroupType());

/** What the tracer calls the process `id` of the task whose call is shown; undefined where that is not known. */
function oursOf(out: Emitter, id: number): number | undefined {
  const { pidNamespace } = out.options;
  return id > 0 && pidNamespace?.facts.isElsewhere === true ? pidNamespace.facts.translate(id) : id;
}

/** Where it is another: the tracer’s id, in a comment (--decode-pids=pidns). */
function showOurs(out: Emitter, id: number, ours: number | undefined): void {
  if (ours !== undefined && ours !== id && out.options.pidNamespace?.shown === true) out.comment(`${ours} in strace's PID NS`);
}

/** `1234`, with -Y `1234<name>`; with --pidns-translation the tracer’s id in a comment. `ended`: of a process that may have ended. */
export function showPid(out: Emitter, value: number, ended = false): void {
  out.decimal(value);
  if (value <= 0) return;
  const { pidName, hexStrings } = out.options;
  const ours = oursOf(out, value);
  const name = ours === undefined ? undefined : pidName?.(ours, ended);
  if (name !== undefined) out.raw(`<${escapeTarget(name, hexStrings)}>`);
  showOurs(out, value, ours);
}

/** Unsigned, but -1 (“leave it”) is shown as such. */
class IdType extends ValueType {
  constructor(
    readonly typeName: string,
    readonly width: Width,
  ) {
    super();
  }
  show(out: Emitter, value: number | bigint): void {
    const none = this.width === 'u16' ? 0xffff : 0xffff_ffff;
    out.decimal(value === none ? -1 : value);
  }
}

export const uid = named(new IdType('uid_t', 'u32'));
export const gid = named(new IdType('gid_t', 'u32'));
/** 16-bit ids of i386’s older calls. */
export const uid16 = named(new IdType('uid_t', 'u16'));
export const gid16 = named(new IdType('gid_t', 'u16'));
